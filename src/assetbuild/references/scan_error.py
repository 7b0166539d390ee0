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
