"""The value of the header `Integrity-Policy`, which has browsers refuse what comes without integrity."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..errors import UsageError

# RFC 9651 §3.3.4.
_TOKEN = re.compile(r"[A-Za-z*][\w!#$%&'*+.^`|~:/-]*", re.ASCII)


def integrity_policy(*, styles: bool = False, endpoints: Iterable[str] = ()) -> str:
    """The value of `Integrity-Policy` and `Integrity-Policy-Report-Only` (W3C, Subresource Integrity).

    Scripts and modules without `integrity` are refused, with `styles` style sheets too. `endpoints` are names of the
    header `Reporting-Endpoints`, where violations are told. Raises UsageError for what cannot be such a name.
    """
    names = [endpoints] if isinstance(endpoints, str) else list(endpoints)
    for name in names:
        if not _TOKEN.fullmatch(name):
            hint = 'Reporting-Endpoints: integrity="https://example.com/reports" has the name `integrity`'
            raise UsageError(f"{name!r} cannot be the name of a reporting endpoint", hint=hint)
    blocked = f"blocked-destinations=({'script style' if styles else 'script'})"
    return f"{blocked}, endpoints=({' '.join(names)})" if names else blocked
