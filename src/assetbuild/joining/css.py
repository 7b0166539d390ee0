"""Style sheets joined into one that does what they did one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ..errors import AssetbuildError, locate
from ..logical import BadPath, join
from ..model import Filtered, FilterInput, Note
from ..references import css
from ..references.css_tokens import is_comment, is_space, name_of, tokenise, unescape
from ..references.source_map import is_source_map_comment

_BOM = "\ufeff"
_CLOSER = {"(": ")", "[": "]", "{": "}"}

Load = Callable[[str], str | None]


@dataclass(slots=True)
class _Sheet:
    """The sheet that grows: what stands before its first rule, and the rest."""

    head: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    has_charset: bool = False


def join_css(members: Iterable[FilterInput], output: str, load: Load) -> Filtered:
    """One style sheet of all members, for the place `output`; `load` gives the filtered text of another source.

    `@import` of a file that is there is put in its place, with its layer, supports and media conditions around it; of
    another, it goes to the top, which is an error where rules stand before it (CSS Cascade 5 §2). One `@charset`
    stays, and references are rebased.
    """
    sheet = _Sheet()
    members = tuple(members)
    for member in members:
        _add(sheet, member, output, load, (), len(members) > 1)
    text = "".join([*sheet.head, "\n".join(part for part in sheet.body if part)])
    if sheet.has_charset and not text.isascii():
        text = '@charset "UTF-8";' + text
    return Filtered(text, tuple(sheet.notes))


def _add(
    sheet: _Sheet,
    member: FilterInput,
    output: str,
    load: Load,
    above: tuple[tuple[str, str], ...],
    several: bool,
    chain: tuple[str, ...] = (),
) -> None:
    text = member.text.removeprefix(_BOM)
    sheet.has_charset |= text != member.text
    rest: list[str] = []
    offset = 0
    open_head = True
    for statement in _statements(text):
        name, tokens = statement
        length = sum(map(len, tokens))
        place = locate(member.path, text, offset + _lead(tokens))
        offset += length
        written = "".join(token for token in tokens if not is_source_map_comment(token))
        if name == "charset":
            sheet.has_charset = True
        elif name == "import" and open_head:
            if "".join(rest).strip():
                _put(sheet, css.rebase("".join(rest), member.path, output), above)
                rest = []
            _import(sheet, member, tokens, output, load, above, (*chain, member.path), place)
        elif name == "import":
            sheet.notes.append(
                Note("warning", "an `@import` after rules has no effect (CSS Cascade 5 §2): dropped", place)
            )
        elif name == "namespace" and several:
            hint = "write the rules of that namespace in a file of their own"
            raise AssetbuildError("`@namespace` would hold for the whole bundle", place, hint)
        else:
            open_head = open_head and name in ("layer;", "", "charset")
            rest.append(written)
    body = "".join(rest)
    closed, missing = _closed(body)
    if missing:
        message = f"a block is never closed: {missing!r} was put at its end, or the next file would stand in it"
        sheet.notes.append(Note("warning", message, locate(member.path, text, max(0, len(text) - 1))))
    _put(sheet, css.rebase(closed, member.path, output), above)


def _import(
    sheet: _Sheet,
    member: FilterInput,
    tokens: list[str],
    output: str,
    load: Load,
    above: tuple[tuple[str, str], ...],
    chain: tuple[str, ...],
    place: object,
) -> None:
    written = "".join(tokens).strip()
    references = css.scan(written)
    wrappers = _conditions(tokens)
    path = ""
    if references and not references[0].target.startswith("/"):
        try:
            path = join(member.path, references[0].target)
        except BadPath:
            path = ""
    text = load(path) if path else None
    if text is None or wrappers is None:
        _hoist(sheet, css.rebase(written, member.path, output), above, place)
    elif path in chain:
        sheet.notes.append(Note("info", f"{path!r} imports itself in a circle: left out there", place))  # type: ignore[arg-type]
    else:
        _add(sheet, FilterInput(path, text), output, load, (*above, *wrappers), True, chain)


def _hoist(sheet: _Sheet, statement: str, above: tuple[tuple[str, str], ...], place: object) -> None:
    if above or any(part.strip() for part in sheet.body):
        hint = "put the file with the `@import` first in the bundle, or link that style sheet from the page"
        raise AssetbuildError(
            "an `@import` of a style sheet that is not in the site must come before all rules of the bundle",
            place,  # type: ignore[arg-type]
            hint,
        )
    sheet.head.append(statement if statement.endswith(";") else statement + ";")


def _put(sheet: _Sheet, text: str, above: tuple[tuple[str, str], ...]) -> None:
    text = text.strip(" \t\r\n\f")
    if text:
        sheet.body.append("".join(start for start, _ in above) + text + "".join(end for _, end in reversed(above)))


def _conditions(tokens: list[str]) -> tuple[tuple[str, str], ...] | None:
    """The blocks that stand for what follows the URL of an `@import` (CSS Cascade 5 §2), outermost first."""
    words = [token for token in tokens if not is_comment(token)]
    rest = _after_url(words)
    text = "".join(rest).strip().removesuffix(";").strip()
    found: list[tuple[str, str]] = []
    layer = supports = ""
    lower = text.lower()
    if lower.startswith("layer("):
        layer, text = _argument(text)
        layer = f"@layer {layer}"
    elif lower == "layer" or lower.startswith("layer "):
        layer, text = "@layer", text[5:].strip()
    if text.lower().startswith("supports("):
        supports, text = _argument(text)
        supports = (
            supports
            if supports.startswith(("(", "not ", "not("))
            or (")" in supports and supports.endswith(")") and ":" not in supports)
            else f"({supports})"
        )
    if text:
        found.append((f"@media {text}{{", "}"))
    if supports:
        found.append((f"@supports {supports}{{", "}"))
    if layer:
        found.append((layer + "{", "}"))
    return tuple(found)


def _after_url(words: list[str]) -> list[str]:
    for index, token in enumerate(words):
        if token[0] in "\"'" or (token.lower().startswith("url(") and len(token) > 4):
            return words[index + 1 :]
        if token.lower() in ("url(", "src("):
            return words[words.index(")", index) + 1 :] if ")" in words[index:] else []
    return []


def _argument(text: str) -> tuple[str, str]:
    """What stands in the first parentheses of `text`, and what comes after them."""
    depth = 0
    start = text.index("(") + 1
    for index in range(start - 1, len(text)):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return text[start:index].strip(), text[index + 1 :].strip()
    return text[start:], ""


def _statements(text: str) -> Iterator[tuple[str, list[str]]]:
    """The top-level statements with the name of their at-rule: `import`, `layer;` (without a block), `rule`."""
    tokens: list[str] = []
    stack: list[str] = []
    has_block = False
    for token in tokenise(text):
        tokens.append(token)
        if token in _CLOSER or (token[-1] == "(" and token[0] not in "\"'/"):
            stack.append(_CLOSER.get(token, ")"))
            has_block |= token == "{"
        elif stack and token == stack[-1]:
            stack.pop()
            if token != "}" or stack:
                continue
        elif token != ";" or stack:
            continue
        if not stack and token in (";", "}"):
            yield _name(tokens, has_block), tokens
            tokens, has_block = [], False
    if tokens:
        yield _name(tokens, has_block), tokens


def _name(tokens: list[str], has_block: bool) -> str:
    for token in tokens:
        if is_space(token) or is_comment(token) or token in ("<!--", "-->"):
            continue
        if not token.startswith("@"):
            return "rule"
        name = unescape(name_of(token))
        return f"{name};" if name == "layer" and not has_block else name
    return ""


def _lead(tokens: list[str]) -> int:
    length = 0
    for token in tokens:
        if not is_space(token) and not is_comment(token):
            break
        length += len(token)
    return length


def _closed(text: str) -> tuple[str, str]:
    """The text with what it leaves open closed, and what that took."""
    stack: list[str] = []
    last = ""
    for token in tokenise(text):
        last = token
        if token in _CLOSER or (token[-1] == "(" and token[0] not in "\"'/"):
            stack.append(_CLOSER.get(token, ")"))
        elif stack and token == stack[-1]:
            stack.pop()
    missing = "".join(reversed(stack))
    if is_comment(last) and not (last.endswith("*/") and len(last) >= 4):
        missing = "*/" + missing
    elif last[:1] in ("'", '"') and (len(last) < 2 or last[-1] != last[0]):
        missing = last[0] + missing
    elif last[:4].lower() == "url(" and not last.endswith(")") and len(last) > 4:
        missing = ")" + missing
    return text + missing, missing
