from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime

from .models import Product


class ProductForm(forms.ModelForm):
    helper = FormHelper()
    helper.layout = Layout("name", "price", "added", Submit("save", "Save"))

    class Meta:
        model = Product
        fields = ("name", "price", "added")
        field_classes = {"added": forms.SplitDateTimeField}  # noqa: RUF012 (Django's own form)
        widgets = {"added": AdminSplitDateTime}  # noqa: RUF012

    class Media:
        css = {"all": ["site/css/form.css"]}  # noqa: RUF012
        js = ("admin/js/core.js",)
