"""django-pipeline's tags `{% stylesheet %}` and `{% javascript %}`, answered from the manifest; an app in its place."""
