"""A model in Django's own admin, or in Unfold's where that is installed."""

from __future__ import annotations

from django.apps import apps
from django.contrib import admin
from import_export.admin import ImportExportModelAdmin

from .models import Product


class ProductAdmin(ImportExportModelAdmin):
    list_display = ("name", "price", "added")
    list_filter = ("added",)
    search_fields = ("name",)


if apps.is_installed("unfold"):
    from unfold.admin import ModelAdmin
    from unfold.contrib.import_export.forms import ExportForm, ImportForm

    @admin.register(Product)
    class ModernProductAdmin(ModelAdmin, ProductAdmin):
        import_form_class = ImportForm
        export_form_class = ExportForm

else:
    admin.site.register(Product, ProductAdmin)
