"""Assets in Django: an app with a storage for `{% static %}`, template tags and a check for deployment."""
