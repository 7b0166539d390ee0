"""JavaScript tokens (ECMA-262 §12 and Annex B.1.1 for scripts): a list of strings that add up to the text.

White space and comments are tokens too, so that offsets and newlines are never lost. What a token is shows in its own
text: `/` and `/=` are punctuators, `//…` and `/*…` comments, any other token that starts with a slash is a regular
expression. A template literal comes in pieces: `` `a${ ``, `}b${`, ``}c` ``.
"""

from __future__ import annotations

import re

from ..patterns import compile_pattern
from .js_brackets import Brackets, is_trivia
from .js_slash import regex_follows
from .scan_error import ScanError

NEWLINES = "\n\r\u2028\u2029"
_SPACE = "\t\v\f \xa0\u1680\u2000-\u200a\u202f\u205f\u3000\ufeff"
# Any character beyond Latin-1's controls that is not space may stand in a name: telling letters apart is a parser's
# business.
_PART = rf"[^\x00-#%-/:-@\[-^`{{-\x9f{_SPACE}{NEWLINES}]"
_START = rf"[^\x00-#%-@\[-^`{{-\x9f{_SPACE}{NEWLINES}]"
_ESCAPE = r"\\u(?:[0-9a-fA-F]{4}|\{[0-9a-fA-F]++\})"
_NAME = rf"#?(?:{_START}|{_ESCAPE})(?:{_PART}++|{_ESCAPE})*+"
_STRING = r'"(?:[^"\\\r\n]++|\\(?:\r\n|[\s\S]))*+"' + r"|'(?:[^'\\\r\n]++|\\(?:\r\n|[\s\S]))*+'"
_COMMENT = rf"//[^{NEWLINES}]*+|/\*(?:[^*]++|\*(?!/))*+\*/"
_NUMBER = (
    r"0[xX][\da-fA-F_]++n?|0[oO][\d_]++n?|0[bB][\d_]++n?|0[0-7]++(?![\d_])"
    r"|(?:\d[\d_]*+(?:\.[\d_]*+)?|\.\d[\d_]*+)(?:[eE][+-]?[\d_]++)?n?"
)
_PUNCTUATOR = (
    r"[(){}\[\];,:~@]|\.\.\.|\.|===?|=>|=|!==?|!|&&=?|&=?|\|\|=?|\|=?|\?\?=?|\?\.(?!\d)|\?"
    r"|\+\+|\+=?|--|-=?|\*\*=?|\*=?|<<=?|<=?|>>>?=?|>=?|[%^]=?"
)
_TOKEN = compile_pattern(rf"{_NAME}|[{_SPACE}{NEWLINES}]++|{_NUMBER}|{_STRING}|{_COMMENT}|{_PUNCTUATOR}")

# What needs no look at the tokens before it. A run stops at a slash, a back tick, `<!--`, `-->` and what is no token.
_PLAIN = rf"[^\x00-\x08\x0e-\x1f\x7f-\x9f'\"`/<BRACES#\\-]++|{_STRING}|{_COMMENT}|#(?={_START}|\\u)|{_ESCAPE}"
_RUN_OF = rf"(?:{_PLAIN}|<<|<(?!!--)|--(?!>)|-(?!-))*+"
_RUN = compile_pattern(_RUN_OF.replace("BRACES", ""))
_RUN_IN_TEMPLATE = compile_pattern(_RUN_OF.replace("BRACES", "{}"))
_TEMPLATE = compile_pattern(r"[`}](?:[^`\\$]++|\\[\s\S]|\$(?!\{))*+(?:`|\$\{)")
_REGEX = compile_pattern(
    rf"/(?:[^/\\\[{NEWLINES}]|\\[^{NEWLINES}]|\[(?:[^\]\\{NEWLINES}]|\\[^{NEWLINES}])*+\])++/(?:{_PART}++|{_ESCAPE})*+"
)
_LINE = compile_pattern(rf"[^{NEWLINES}]*+")


def tokenise(text: str, module: bool = False, until: int | None = None) -> list[str]:
    """The tokens of a script, in order, white space and comments included: joined they are `text`. Those of a `module`
    differ only where `<!--` or `-->` stands, which is code there. What begins at `until` or later may be left out: no
    token depends on those after it.

    Raises `ScanError` for a string, comment, template or regular expression without end, for brackets that do not
    pair, and for a character that no token starts with.
    """
    lexer = _Lexer(text, module)
    lexer.run(len(text) if until is None else until)
    return lexer.tokens


def template_tokens(text: str, start: int) -> list[str]:
    """The tokens of the template literal that begins at `start`; none where it does not end."""
    lexer = _Lexer(text)
    try:
        lexer.template(start)
    except ScanError:
        return []
    return lexer.tokens


class _Lexer:
    def __init__(self, text: str, module: bool = False) -> None:
        self.text = text
        self._module = module
        self.tokens: list[str] = []
        self._brackets = Brackets(self.tokens)
        # The number of braces open in each `${` that is open.
        self._substitutions: list[int] = []

    def run(self, until: int) -> None:
        position = self._hashbang()
        while position < until:
            position = self._step(position)
        if position == len(self.text):
            self._brackets.finish()

    def template(self, start: int) -> None:
        position = self._step(start)
        while self._substitutions:
            if position == len(self.text):
                raise ScanError("this template literal does not end", start)
            position = self._step(position)

    def _step(self, position: int) -> int:
        """Take the tokens up to the next special one, and that; where it ends."""
        plain = (_RUN_IN_TEMPLATE if self._substitutions else _RUN).match(self.text, position)
        end = plain.end() if plain else position
        if end > position:
            self.tokens += _TOKEN.findall(self.text, position, end)
        if end == len(self.text):
            return end
        token = self._special(end)
        self.tokens.append(token)
        return end + len(token)

    def _hashbang(self) -> int:
        if not self.text.startswith("#!"):
            return 0
        self.tokens.append(_matched(_LINE, self.text, 0))
        return len(self.tokens[0])

    def _special(self, start: int) -> str:
        char = self.text[start]
        if char == "/":
            return self._slash(start)
        if char in "`{}":
            return self._template(start)
        if char == "<" and self._module:
            return "<"
        if char == "<" or (char == "-" and not self._module and self._at_line_start()):
            return _matched(_LINE, self.text, start)
        if char == "-":
            return "--"
        if char in "'\"":
            raise ScanError("this string does not end on its line", start)
        raise ScanError(f"unexpected character {char!r}", start)

    def _template(self, start: int) -> str:
        open_braces = self._substitutions
        if self.text[start] == "{":
            open_braces[-1] += 1
            return "{"
        if self.text[start] == "}" and open_braces[-1]:
            open_braces[-1] -= 1
            return "}"
        piece = _matched(_TEMPLATE, self.text, start)
        if not piece:
            raise ScanError("this template literal does not end", start)
        if self.text[start] == "}":
            open_braces.pop()
        if piece[-1] == "{":
            open_braces.append(0)
        return piece

    def _slash(self, start: int) -> str:
        if self.text.startswith("/*", start):
            raise ScanError("this comment does not end", start)
        if not regex_follows(self._brackets):
            return "/=" if self.text.startswith("/=", start) else "/"
        regex = _matched(_REGEX, self.text, start)
        if not regex:
            raise ScanError("this regular expression does not end on its line", start)
        return regex

    def _at_line_start(self) -> bool:
        """Whether `-->` here is a comment: only space and comments before it on its line (Annex B.1.1)."""
        for token in reversed(self.tokens):
            if not is_trivia(token):
                return False
            if any(char in token for char in NEWLINES):
                return True
        return True


def _matched(pattern: re.Pattern[str], text: str, start: int) -> str:
    found = pattern.match(text, start)
    return found[0] if found else ""
