"""The development server: what the manifest names, live reload, and a proxy in front of the app."""
