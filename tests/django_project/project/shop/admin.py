"""The same model in two admins: Django's own and Unfold's."""

from __future__ import annotations

from django.contrib import admin
from import_export.admin import ImportExportModelAdmin
from unfold.admin import ModelAdmin
from unfold.contrib.import_export.forms import ExportForm, ImportForm
from unfold.sites import UnfoldAdminSite

from .models import Product

plain = admin.AdminSite(name="plain")
modern = UnfoldAdminSite(name="modern")


class Listed:
    list_display = ("name", "price", "added")
    list_filter = ("added",)
    search_fields = ("name",)


@admin.register(Product, site=plain)
class PlainProduct(Listed, ImportExportModelAdmin):
    date_hierarchy = "added"


@admin.register(Product, site=modern)
class ModernProduct(Listed, ModelAdmin, ImportExportModelAdmin):
    import_form_class = ImportForm
    export_form_class = ExportForm
