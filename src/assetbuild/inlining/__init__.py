"""Small files as `data:` URIs in the style sheets that name them."""
