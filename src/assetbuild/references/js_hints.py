"""Whether a text may have references of modules: a search that is sure where it says no, and so spares the tokens.

It looks for what the grammar has around a constant specifier, wherever that stands: keywords have no escapes, and only
white space and comments may stand between the parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..patterns import compile_pattern

_GAP = "(?:[\\s\ufeff]++|/\\*(?:[^*]++|\\*(?!/))*+\\*/|//[^\n\r\u2028\u2029]*+)*+"
_STRING = r'"(?:[^"\\\n]|\\[\s\S])*+"|\'(?:[^\'\\\n]|\\[\s\S])*+\''
_CONSTANT = rf"(?:{_STRING}|`(?:[^`\\$]|\\[\s\S]|\$(?!\{{))*+`)"
# After the specifier of a declaration: its end, its attributes, or a comment.
_END = "(?:[^\\S\n\r\u2028\u2029]|\ufeff)*+(?:[-;}/<\n\r\u2028\u2029]|with|assert|\\Z)"
_DECLARED = rf"{_GAP}(?:{_STRING}){_END}"
_CALLED = rf"\({_GAP}{_CONSTANT}{_GAP}[,)]"

# The words come first and what may not stand before them after, so that a search is one for the word. What follows is
# looked at only: a candidate in a string may reach into a true one.
_CALL = rf"(?:{_GAP}(?:\?\.{_GAP})?{_CALLED})?"
_IMPORT = compile_pattern(
    rf"import(?<![\w$]import)(?=((?:{_DECLARED}|{_GAP}(?:{_CALLED}|\.{_GAP}(?:defer|source|meta{_GAP}\.{_GAP}resolve){_CALL}))))"
)
_IMPORTED = compile_pattern(rf"import(?<![\w$]import)(?=({_DECLARED}))")
_FROM = compile_pattern(rf"from(?<![\w$]from)(?=({_DECLARED}))")
_META = compile_pattern(rf"import(?<![\w$]import)(?=({_GAP}\.{_GAP}meta))")
_URL = compile_pattern(
    rf"URL(?<![\w$]URL)(?=({_GAP}\({_GAP}{_CONSTANT}{_GAP},{_GAP}import(?:{_GAP}\.{_GAP}meta{_GAP}\.{_GAP}url{_GAP}[,)])?))"
)

_EXPORT = compile_pattern(
    rf"export(?<![\w$]export)(?=({_GAP}(?:[{{@]|\*{_GAP}(?:from|as)|(?:default|const|let|var|function|class|async)(?![\w$]))))"
)
# What may stand before a declaration on its line, spaces left out: the end of another statement, or of a comment.
_BEFORE = ("", *"\n\r\u2028\u2029;})/\ufeff")


def may_import(text: str) -> bool:
    """Whether there may be an import with a constant specifier, or a URL that is relative to `import.meta.url`."""
    if _FROM.search(text):
        return True
    # To look for a word alone takes half as long, and most scripts have none.
    if "import" not in text:
        return False
    return bool(_IMPORT.search(text)) or (_META.search(text) is not None and _URL.search(text) is not None)


def end_of_imports(text: str) -> int:
    """Where the last of what may be such a reference ends, what follows its specifier included."""
    return max((end for pattern in (_IMPORT, _FROM, _URL) for end in _ends(pattern, text)), default=0)


def ends_of_module_syntax(text: str) -> tuple[int, int]:
    """Where the first and the last of what may make the text a module end."""
    ends = [end for pattern in (_META, _IMPORTED, _FROM) for end in _ends(pattern, text)]
    ends += [found.end(1) for found in _EXPORT.finditer(text) if _starts_statement(text, found.start())]
    return min(ends, default=0), max(ends, default=0)


def _ends(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    return (found.end(1) for found in pattern.finditer(text))


def may_be_module(text: str) -> bool:
    """Whether there may be an import or export declaration, or `import.meta`."""
    if any(_starts_statement(text, found.start()) for found in _EXPORT.finditer(text)):
        return True
    return bool(_FROM.search(text)) or (
        "import" in text and any(pattern.search(text) for pattern in (_META, _IMPORTED))
    )


def _starts_statement(text: str, at: int) -> bool:
    while at and text[at - 1] not in _BEFORE and text[at - 1].isspace():
        at -= 1
    return text[max(0, at - 1) : at] in _BEFORE
