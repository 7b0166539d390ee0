"""Answers a question about a Django project. This runs in a process of its own, whose folder is the project's.

Settings and apps are as at run time. Nothing needs a secret key: where there is none, a placeholder stands in.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any

# What settings ask the environment for, and what nothing at build time signs with.
_SECRETS = ("SECRET_KEY", "DJANGO_SECRET_KEY")
_PLACEHOLDER = "there-is-none-at-build-time"


def answer(found: Callable[[], dict[str, Any]]) -> None:
    """Print a JSON document: what `found` finds, with `sys.argv[1]` as the settings' module, or what was in its way.

    `inputs` in it are files of the project's own modules, and folders of apps that are not there: when one of these
    changes, so may the answer. What `found` itself puts there is kept.
    """
    # What settings print goes where it is in nobody's way.
    document = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    settings, folder = sys.argv[1], os.getcwd()
    for name in _SECRETS:
        os.environ.setdefault(name, _PLACEHOLDER)
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    try:
        said = found()
    except (Exception, SystemExit) as error:
        said = in_the_way(error, folder)
    said["inputs"] = sorted({*said.get("inputs", ()), *own_modules(folder), *absent_folders()})
    with document:
        json.dump(said, document, default=_plain)


def _plain(value: Any) -> Any:
    """What JSON has for a value of another type: sets have no order, so they get one."""
    return sorted(value) if isinstance(value, set | frozenset) else str(value)


def in_the_way(error: BaseException, folder: str) -> dict[str, Any]:
    """What was raised: its `type`, `text`, the `module` that was not found, the `variable` of the environment that is
    not set, and the `file` and `line` of the project's own where it came up."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_own(frame.filename, folder)]
    return {
        "type": type(error).__name__,
        "text": str(error),
        "module": error.name if isinstance(error, ModuleNotFoundError) else None,
        "variable": next((name for each in _chain(error) if (name := _unset_variable(each))), None),
        "file": os.path.relpath(frames[-1].filename, folder) if frames else None,
        "line": frames[-1].lineno if frames else None,
    }


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _unset_variable(error: BaseException) -> str | None:
    """The name in a KeyError that `os.environ` raised, or a mapping like it, as libraries for settings have."""
    name = error.args[0] if isinstance(error, KeyError) and error.args else None
    return name if isinstance(name, str) and name not in os.environ and name.isupper() else None


def absent_folders() -> Iterator[str]:
    """The `static` folders that apps do not have yet."""
    django_apps = sys.modules.get("django.apps")
    configs = django_apps.apps.app_configs.values() if django_apps else ()
    folders = (os.path.join(config.path, "static") for config in configs)
    return (folder for folder in folders if not os.path.isdir(folder))


def own_modules(folder: str) -> Iterator[str]:
    """The files below `folder` of modules that were imported."""
    files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    return (file for file in files if file and _is_own(file, folder))


def _is_own(file: str, folder: str) -> bool:
    return file.startswith(folder.rstrip(os.sep) + os.sep) and "site-packages" not in file.split(os.sep)
