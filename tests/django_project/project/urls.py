from __future__ import annotations

import debug_toolbar.urls
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import JavaScriptCatalog
from views import product
from wagtail import urls as wagtail_pages
from wagtail.admin import urls as wagtail_admin
from wagtail.documents import urls as wagtail_documents

urlpatterns = [
    path("admin/", admin.site.urls),
    path("cms/", include(wagtail_admin)),
    path("documents/", include(wagtail_documents)),
    path("product/", product),
    path("catalogue/", JavaScriptCatalog.as_view(), name="catalogue"),
    path("__debug__/", include(debug_toolbar.urls)),
    path("pages/", include(wagtail_pages)),
]
