"""Logical paths: normalise, join, refuse what escapes its root or what one operating system would confuse."""

from __future__ import annotations

import re
from posixpath import dirname
from unicodedata import is_normalized, normalize

# Names that Windows maps to devices, with or without an extension (Microsoft, "Naming Files, Paths, and Namespaces").
_DEVICES = r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)"
_DEVICE = re.compile(_DEVICES + r"(?:\.|$)", re.IGNORECASE)
_REFUSED = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
# How Python shows the bytes of a file name that is not UTF-8 (PEP 383), and half characters.
_SURROGATE = re.compile("[\ud800-\udfff]")
# What nearly all paths look like, so that one match spares the look at each of their names.
_NAME = rf"(?!{_DEVICES}(?:[./]|\Z))[\w@+-]+(?:\.[\w@+-]+)*"
_PLAIN = re.compile(rf"(?:{_NAME}/)*{_NAME}", re.IGNORECASE | re.ASCII)


class BadPath(ValueError):
    """A logical path that may not exist; the message says why."""


def normalise(path: str) -> str:
    """`path` in Unicode NFC, checked to be a logical path that every operating system reads alike."""
    if _PLAIN.fullmatch(path):
        return path
    path = path if is_normalized("NFC", path) else normalize("NFC", path)
    for segment in path.split("/"):
        _check_segment(segment)
    return path


def join(base: str, target: str) -> str:
    """The logical path that `target` names in the source `base` (RFC 3986 §5.2.4, but never above the root)."""
    folder = dirname(base)
    parts = folder.split("/") if folder else []
    for segment in target.split("/"):
        if segment == "..":
            if not parts:
                raise BadPath("it leads out of the root")
            parts.pop()
        elif segment not in ("", "."):
            parts.append(segment)
    if not parts:
        raise BadPath("it names the root itself")
    return normalise("/".join(parts))


def fold(path: str) -> str:
    """`path` as a file system that ignores case sees it: two paths with one fold collide."""
    return normalize("NFC", path.casefold())


def extension(path: str) -> str:
    """The extension in lower case with its dot: `.css`; empty where there is none."""
    name = path.rsplit("/", 1)[-1]
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def _check_segment(segment: str) -> None:
    if segment in ("", ".", ".."):
        raise BadPath("it has an empty, `.` or `..` segment")
    if found := _REFUSED.search(segment):
        raise BadPath(f"it contains {found[0]!r}, which some file systems refuse")
    if _SURROGATE.search(segment):
        raise BadPath("it is not UTF-8")
    if segment[-1] in ". ":
        raise BadPath("a name ends in a dot or a space, which Windows drops")
    if _DEVICE.match(segment):
        raise BadPath(f"{segment!r} is the name of a device on Windows")
