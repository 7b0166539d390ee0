"""The options of a filter, `[filters.NAME]` in the configuration: a fault in one is told at its line."""

from __future__ import annotations

from collections.abc import Iterable
from inspect import Parameter, Signature, signature
from typing import Any

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


def refuse_unbound(use: FilterUse, target: Any, leading: int) -> None:
    """The same for a callable that takes the options as keywords after `leading` positional arguments.

    Raises UsageError where one that it must have is missing.
    """
    parameters = list((signature_of(target) or _ANYTHING).parameters.values())
    if not any(each.kind is Parameter.VAR_KEYWORD for each in parameters):
        refuse_unknown(use, (each.name for each in parameters[leading:] if each.kind in _KEYWORDS))
    given = {key for key, _ in use.options}
    for each in parameters[leading:]:
        if each.kind in _KEYWORDS and each.default is Parameter.empty and each.name not in given:
            hint = f"set it in [filters.{quoted(use.name)}]"
            raise UsageError(f"the filter {use.name!r} needs the option `{each.name}`", hint=hint)


def signature_of(target: Any) -> Signature | None:
    """How to call it, or None where nothing tells (some built-in functions)."""
    try:
        return signature(target)
    except (TypeError, ValueError):
        return None


def quoted(name: str) -> str:
    """The name as a key of TOML."""
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else f'"{name}"'


_KEYWORDS = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
_ANYTHING = Signature([Parameter("options", Parameter.VAR_KEYWORD)])
