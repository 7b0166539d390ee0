"""What a WSGI server runs. nginx serves the assets: see docs/django.md for the one line that has WhiteNoise do it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seeds.settings")
application = get_wsgi_application()
