"""`{% stylesheet %}` and `{% javascript %}`."""

from __future__ import annotations

from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ..package import rendering

register = Library()


@register.simple_tag
def stylesheet(name: str) -> SafeString:
    """The element that loads a package of style sheets."""
    return _render(name, "css")


@register.simple_tag
def javascript(name: str) -> SafeString:
    """The element that loads a package of scripts."""
    return _render(name, "js")


def _render(name: str, kind: str) -> SafeString:
    found = rendering(name, kind, "html")
    return mark_safe(render_to_string(*found)) if found else SafeString("")
