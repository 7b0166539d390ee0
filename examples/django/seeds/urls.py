"""The catalogue, and the admin."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import path

SEEDS = [
    {"name": "Painted Lady", "kind": "Runner bean", "sow": "May", "plate": "bean", "note": "Red and white flowers."},
    {"name": "Crimson Giant", "kind": "Radish", "sow": "March", "plate": "root", "note": "Mild, even when large."},
    {"name": "Black Beauty", "kind": "Courgette", "sow": "April", "plate": "fruit", "note": "Pick them small."},
    {"name": "Winter Density", "kind": "Lettuce", "sow": "August", "plate": "leaf", "note": "Stands the frost."},
    {"name": "Blue Lake", "kind": "French bean", "sow": "May", "plate": "bean", "note": "No strings, long harvest."},
    {"name": "Early Nantes", "kind": "Carrot", "sow": "March", "plate": "root", "note": "Sweet, for light soil."},
]


def catalogue(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue.html", {"seeds": SEEDS})


def favicon(request: HttpRequest) -> HttpResponse:
    """The pages of the admin name none, so browsers ask for this one."""
    return redirect(static("img/favicon.svg"))


urlpatterns = [path("", catalogue), path("favicon.ico", favicon), path("admin/", admin.site.urls)]
