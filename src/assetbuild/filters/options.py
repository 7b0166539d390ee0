"""The options of a filter, `[filters.NAME]` in the configuration: a fault in one is told at its line."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import UsageError, did_you_mean
from ..model import FilterUse


class OptionError(UsageError):
    """A fault in the option of that name."""

    def __init__(self, message: str, option: str, hint: str | None = None) -> None:
        super().__init__(message, None, hint)
        self.option = option

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.message, self.option, self.hint)


def refuse_unknown(use: FilterUse, known: Iterable[str], shown: Iterable[str] | None = None) -> None:
    """Raises OptionError for the first option that is not in `known`. `shown` are those worth a mention."""
    known = set(known)
    for key, _ in use.options:
        if key not in known:
            names = sorted(known if shown is None else shown)
            hint = did_you_mean(key, known) or (f"its options: {', '.join(names)}" if names else "it takes no options")
            raise OptionError(f"the filter {use.name!r} has no option `{key}`", key, hint)


def quoted(name: str) -> str:
    """The name as a key of TOML."""
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else f'"{name}"'
