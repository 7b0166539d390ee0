"""The options of a filter against what the function or class that takes them asks for."""

from __future__ import annotations

from inspect import Parameter, Signature, signature
from typing import Any

from ..errors import UsageError
from ..model import FilterUse
from .options import quoted, refuse_unknown

_KEYWORDS = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
_ANYTHING = Signature([Parameter("options", Parameter.VAR_KEYWORD)])


def refuse_unbound(use: FilterUse, target: Any, leading: int) -> None:
    """Raises OptionError for the first option that a callable does not take as a keyword, after `leading` positional
    arguments, and UsageError where one that it must have is missing.
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
