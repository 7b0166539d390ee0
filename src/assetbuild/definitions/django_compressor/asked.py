"""Asks a Django project for its `{% compress %}` blocks, each rendered, in a process of its own.

The project is set up as it is at run time, since its templates may use any tag that it has; but for its database, its
log and its storage of static files, of which a build has none.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from ...django_root.answer import answer
from ...runtime.compress_names import group_of_block

_LIBRARY = "assetbuild.runtime.django.compressor.templatetags.compress"
_THEIRS = "compressor.templatetags.compress"
_SETTINGS = (
    "CSS_FILTERS DATA_URI_MAX_SIZE FILTERS JS_FILTERS OFFLINE_CONTEXT OUTPUT_DIR PRECOMPILERS URL COMPRESSORS"
).split()
_IN_MEMORY = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}


def found() -> dict[str, Any]:
    """`settings`, those of django-compressor that are set; `static_url`; `blocks`, each with its `group`, `kind`,
    `mode`, `name`, `text`, and the `file` and `line` of the template; and `wrong`, templates that have blocks and
    cannot be used: their `file` and why."""
    import django
    from django.conf import settings

    names = [name for name in _SETTINGS if getattr(settings, f"COMPRESS_{name}", None) not in (None, "")]
    given = {name: getattr(settings, f"COMPRESS_{name}") for name in names}
    _leave_out(settings)
    django.setup()
    prefixes = (settings.STATIC_URL, given.get("URL", ""))
    wrong: dict[str, str] = {}
    files: set[str] = set()
    contexts = _contexts(given.get("OFFLINE_CONTEXT"), settings.STATIC_URL)
    blocks = {block["group"]: block for block in _blocks(contexts, prefixes, wrong, files)}
    return {
        "settings": given,
        "static_url": settings.STATIC_URL,
        "blocks": list(blocks.values()),
        "wrong": sorted(wrong.items()),
        "inputs": sorted(files),
    }


def _leave_out(settings: Any) -> None:
    """What a build has not, and the tag library in whose place ours stands."""
    settings.DATABASES = dict.fromkeys({"default", *settings.DATABASES}, _IN_MEMORY)
    settings.LOGGING_CONFIG = None
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    if getattr(settings, "STORAGES", None):
        settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    else:
        settings.STATICFILES_STORAGE = plain
    for engine in settings.TEMPLATES:
        if engine["BACKEND"] == "django.template.backends.django.DjangoTemplates":
            options = engine.setdefault("OPTIONS", {})
            options["libraries"] = {**options.get("libraries", {}), "compress": _LIBRARY}
            options["builtins"] = [_LIBRARY if each == _THEIRS else each for each in options.get("builtins", ())]


def _contexts(given: Any, static_url: str) -> list[dict[str, Any]]:
    """COMPRESS_OFFLINE_CONTEXT: a context, several, or the path of a function that gives them."""
    if isinstance(given, str):
        module, _, name = given.rpartition(".")
        given = getattr(import_module(module), name)()
    contexts = [given] if isinstance(given, dict) or not given else list(given)
    return [dict(context or {"STATIC_URL": static_url}) for context in contexts]


def _blocks(
    contexts: list[dict[str, Any]], prefixes: tuple[str, ...], wrong: dict[str, str], files: set[str]
) -> Iterator[dict[str, Any]]:
    from django.template import Context, TemplateDoesNotExist, TemplateSyntaxError

    from .walk import blocks_of

    for engine, name, file in _templates():
        with open(file, encoding="utf-8", errors="replace") as stream:
            text = stream.read()
        if "compress" not in text and "extends" not in text:
            continue
        files.add(file)
        for context in contexts:
            try:
                template = engine.get_template(name)
                for node in list(blocks_of(template, Context(context))):
                    yield _block(node, template, Context(context), prefixes)
            except (TemplateDoesNotExist, TemplateSyntaxError, UnicodeDecodeError) as error:
                # It may never be used; the tag itself says so where it is.
                if "{% compress " in text:
                    wrong[file] = f"{type(error).__name__}: {error}"


def _block(node: Any, template: Any, context: Any, prefixes: tuple[str, ...]) -> dict[str, Any]:
    with context.render_context.push_state(template), context.bind_template(template):
        text = node.nodelist.render(context)
    return {
        "group": group_of_block(text, prefixes),
        "kind": node.kind,
        "mode": node.mode,
        "name": node.name,
        "text": text,
        "file": node.origin.name,
        "line": node.token.lineno,
    }


def _templates() -> Iterator[tuple[Any, str, str]]:
    """The engine, the name and the file of each template of Django's that its loaders find in a folder, sorted."""
    from django.template import engines

    for backend in engines.all():
        engine = getattr(backend, "engine", None)
        for folder in _folders(engine) if engine else ():
            for file in sorted(_files(folder)):
                yield engine, os.path.relpath(file, folder).replace(os.sep, "/"), file


def _folders(engine: Any) -> Iterator[str]:
    for loader in engine.template_loaders:
        for each in getattr(loader, "loaders", (loader,)):
            if hasattr(each, "get_dirs"):
                yield from (str(folder) for folder in each.get_dirs())


def _files(folder: str) -> Iterator[str]:
    for parent, _, names in os.walk(folder):
        yield from (os.path.join(parent, name) for name in names if name.endswith(".html") and name[0] != ".")


if __name__ == "__main__":
    answer(found)
