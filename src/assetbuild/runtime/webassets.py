"""The tag `{% assets %}` of webassets and Flask-Assets, answered from the manifest; webassets need not be installed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from ..errors import UsageError
from . import jinja
from .jinja import Assets
from .webassets_names import asset_of_output

OPTIONS = ("filters", "output", "debug", "depends")


def add_assets(environment: Environment, assets: Assets | str | os.PathLike[str]) -> Assets:
    """Give templates the tag `{% assets %}`, in place of webassets' own, and what `runtime.jinja` gives.

    `assets` may be the manifest's path: then it is read at the first lookup. Gives the manifest back.
    """
    known = jinja.add_assets(environment, assets)
    environment.add_extension(AssetsExtension)
    environment.assetbuild_assets = known  # type: ignore[attr-defined]
    return known


class AssetsExtension(Extension):
    """The tag as webassets parses it: names and paths, `filters=`, `output=`, `debug=`, `depends=`.

    Its body is rendered once for each asset, with `ASSET_URL`, `ASSET_SRI` and `EXTRA`.
    """

    tags = {"assets"}  # noqa: RUF012 (Jinja's declaration)
    # After webassets' own extension, so that the tag is ours.
    priority = 101

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.extend(assetbuild_assets=None)

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        options: dict[str, nodes.Expr] = {name: nodes.Const(None) for name in OPTIONS}
        files: list[nodes.Expr] = []
        while parser.stream.current.type != "block_end":
            self._argument(parser, options, files)
            if parser.stream.current.type != "block_end":
                parser.stream.expect("comma")
        body = parser.parse_statements(("name:endassets",), drop_needle=True)
        names = ("ASSET_URL", "ASSET_SRI", "EXTRA")
        call = self.call_method("_render", [*(options[name] for name in OPTIONS), nodes.List(files)])
        return nodes.CallBlock(call, [nodes.Name(name, "param") for name in names], [], body).set_lineno(line)

    def _argument(self, parser: Parser, options: dict[str, nodes.Expr], files: list[nodes.Expr]) -> None:
        stream = parser.stream
        if stream.current.type == "name" and stream.look().type == "assign":
            token = next(stream)
            name = "filters" if token.value == "filter" else token.value
            if name not in options:
                parser.fail(f"Invalid keyword argument: {name}", token.lineno)
            stream.skip()
            options[name] = parser.parse_expression()
            return
        found = parser.parse_expression()
        files += found.items if isinstance(found, nodes.List | nodes.Tuple) else [found]

    def _render(
        self, filters: object, output: str | None, debug: object, depends: object, files: list[str], caller: Any = None
    ) -> str:
        assets: Assets | None = self.environment.assetbuild_assets  # type: ignore[attr-defined]
        if assets is None:
            raise UsageError(
                "no manifest was given to Jinja's environment", hint="assetbuild.runtime.webassets.add_assets"
            )
        names = [asset_of_output(output)] if output else list(_assets_of(files, assets))
        extra = _extra(files, assets)
        return "".join(caller(assets.url(name), assets.integrity(name), extra) for name in names)


def _assets_of(files: Iterable[str], assets: Assets) -> Iterator[str]:
    for file in files:
        group = assets.group(file)
        yield from group.assets if group else (file,)


def _extra(files: Iterable[str], assets: Assets) -> Mapping[str, Any]:
    """Of all bundles, where there is nothing but bundles."""
    groups = [assets.group(file) for file in files]
    if not all(groups):
        return {}
    return {key: value for group in groups if group for key, value in group.extra.items()}
