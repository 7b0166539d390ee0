"""What a scanner raises for a text that is not of its language."""

from __future__ import annotations


class ScanError(ValueError):
    """A text that cannot be tokenised; `offset` (characters) is where the offending token starts."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.message, self.offset)


class HtmlLikeComment(ScanError):
    """`<!--` or `-->` (ECMA-262 Annex B.1.1): a comment in a script, code in a module, so nothing is sure behind it."""

    def __init__(self, offset: int) -> None:
        super().__init__("an HTML-like comment is a comment in a script and code in a module", offset)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.offset,)
