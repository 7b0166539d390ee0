"""Applications that use django-compressor."""

from __future__ import annotations

from ..django_libraries import HYPERKITTY, MAILMAN_LIBRARIES, MAILMAN_WEB, POSTORIUS
from ..project import Page, Project

_RUN = """\
from {} import *

INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "compressor"]
INSTALLED_APPS += ["assetbuild.runtime.django", "assetbuild.runtime.django.compressor"]
STATICFILES_FINDERS = []
STORAGES = {{"staticfiles": {{"BACKEND": "assetbuild.runtime.django.storage.ManifestStorage"}}}}
DATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}}}
LOGGING_CONFIG = None
"""
# The one table that the page asks is made for it.
_PAGE = """\
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "run_settings"
import django

django.setup()
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sites.models import Site
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory

with connection.schema_editor() as editor:
    editor.create_model(Site)
Site.objects.create(pk=settings.SITE_ID, domain="lists.example", name="Lists")
request = RequestFactory().get("/")
request.user = AnonymousUser()
print(render_to_string("hyperkitty/base.html", {}, request))
"""
_HOLDS = {
    "[jQuery, jQuery.ui, bootstrap, Mousetrap, d3].map((each) => typeof each).join()": (
        "function,object,object,function,object"
    ),
    "getComputedStyle(document.querySelector('#navbar-main')).position": "sticky",
    "document.querySelectorAll('[href*=CACHE], [src*=CACHE]').length": 4,
}

PROJECTS = (
    Project(
        "HyperKitty",
        HYPERKITTY,
        "django-compressor:hyperkitty.tests.settings_test",
        "all: the blocks of its pages, one of them with Sass. Its own page, rendered by its own template with our tag, "
        "works.",
        pages=(Page("the frame of its pages", program="page.py", holds=_HOLDS),),
        files={"run_settings.py": _RUN.format("hyperkitty.tests.settings_test"), "page.py": _PAGE},
        libraries=MAILMAN_LIBRARIES,
    ),
    Project(
        "Mailman's web interface",
        MAILMAN_WEB,
        "django-compressor:site_settings",
        "all: the blocks of HyperKitty's pages, with its own `COMPRESS_PRECOMPILERS`",
        pages=(Page("the frame of the archives", program="page.py", holds=_HOLDS),),
        files={
            "site_settings.py": """\
from mailman_web.settings.base import *
from mailman_web.settings.mailman import *
""",
            "run_settings.py": _RUN.format("site_settings"),
            "page.py": _PAGE,
        },
        libraries=(HYPERKITTY, POSTORIUS, *MAILMAN_LIBRARIES),
    ),
)
