"""What the template of a package is rendered with."""

from __future__ import annotations

import logging
from typing import Any

from ..manifest import assets_of

_TYPES = {"css": "text/css", "js": "text/javascript"}
_SETTINGS = {"css": "STYLESHEETS", "js": "JAVASCRIPT"}
_LOGGER = logging.getLogger(__name__)


def rendering(name: str, kind: str, ending: str) -> tuple[str, dict[str, Any]] | None:
    """The name of the package's template, which ends in `ending` where it is not its own, and that one's context.

    None where the manifest knows no such package: then nothing is rendered, as in django-pipeline, and it is logged.
    """
    assets = assets_of("the tag library `pipeline`")
    group = assets.group(f"{name}.{kind}")
    if group is None:
        _LOGGER.warning("Package %r is unknown: it is not in PIPELINE[%r], or not in the build", name, _SETTINGS[kind])
        return None
    (output,) = group.assets
    found = {"type": _TYPES[kind], "url": assets.url(output), "integrity": assets.integrity(output)}
    context = {**group.extra.get("extra_context", {}), **found}
    return group.extra.get("template_name") or f"pipeline/{kind}.{ending}", context
