"""A model in Django's own admin, or in Unfold's where that is installed."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from import_export.admin import ImportExportModelAdmin

from .models import Product

FORMS: dict[str, Any] = {}
if apps.is_installed("unfold"):
    from unfold.admin import ModelAdmin
    from unfold.contrib.import_export.forms import ExportForm, ImportForm

    FORMS = {"import_form_class": ImportForm, "export_form_class": ExportForm}
else:
    from django.contrib.admin import ModelAdmin


@admin.register(Product)
class ProductAdmin(ModelAdmin, ImportExportModelAdmin):
    list_display = ("name", "price", "added")
    list_filter = ("added",)
    search_fields = ("name",)
    import_form_class = FORMS.get("import_form_class", ImportExportModelAdmin.import_form_class)
    export_form_class = FORMS.get("export_form_class", ImportExportModelAdmin.export_form_class)
