"""Projects of webassets, built by webassets itself and by us, to compare what is in the outputs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping

from assetbuild.runtime.webassets_names import asset_of_output

from ..sites import Site
from .output_folder import compiled_both_ways

# A filter of each sort, with options; `Mark` works on members and on the whole, as those of webassets' own tests do.
TOOLS = """\
from webassets.filter import Filter, register_filter


class Mark(Filter):
    name = "mark"

    def __init__(self, before="", after=""):
        super().__init__()
        self.before, self.after = before, after

    def input(self, _in, out, **kw):
        out.write(_in.read() + self.before)

    def output(self, _in, out, **kw):
        out.write(_in.read() + self.after)

    def unique(self):
        return self.before, self.after


class Load(Filter):
    name = "load"

    def open(self, out, source_path, **kw):
        with open(source_path) as stream:
            out.write("loaded " + stream.read())


class Reverse(Filter):
    name = "reverse"

    def concat(self, out, hunks, **kw):
        out.write("|".join(hunk.data() for hunk, _ in reversed(hunks)))


class Name(Filter):
    name = "name"
    options = {"prefix": "NAME_PREFIX"}

    def output(self, _in, out, **kw):
        out.write((self.prefix or "") + _in.read())


def upper(_in, out, **kw):
    out.write(_in.read().upper())
"""
FILES = {f"static/{name}.txt": name[-1] for name in ("a", "b", "c", "d", "x/e", "x/f", "x/y/g")}

_BUILD = """\
import json, os, sys
from importlib import import_module
from webassets.bundle import wrap
from webassets.loaders import YAMLLoader
sys.path.insert(0, "")
name = sys.argv[1]
if ":" in name:
    module, _, attribute = name.partition(":")
    environment = getattr(import_module(module), attribute)
else:
    YAMLLoader._get_import_resolver = classmethod(lambda cls: lambda dotted: getattr(
        import_module(dotted.rpartition(".")[0]), dotted.rpartition(".")[2]))
    environment = YAMLLoader(name).load_environment()
environment.manifest = environment.cache = False
environment.versions = "hash"
built = {}
for bundle in environment._named_bundles.values():
    for inner, extra, context in bundle.iterbuild(wrap(environment, bundle)):
        if inner.output:
            built[inner.output] = inner._build(context, extra_filters=extra, force=True).data()
print(json.dumps(built))
"""


def built_by_webassets(site: Site, name: str) -> dict[str, str]:
    """What webassets writes to each output. In a process and a folder of its own: it writes beside the sources."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(site.folder, os.path.join(folder, "site"))
        arguments = [sys.executable, "-c", _BUILD, name]
        done = subprocess.run(arguments, cwd=copy, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        built: dict[str, str] = json.loads(done.stdout)
        return built


def built_alike(site: Site, name: str) -> Mapping[str, str]:
    """The outputs by their logical paths, which must be the same from webassets and from us, migrated or not."""
    theirs = {asset_of_output(output): text for output, text in built_by_webassets(site, name).items()}
    compiled_both_ways(site, f"webassets:{name}")
    run = site.compile("--from", f"webassets:{name}").succeeds()
    ours = {output: run.text(output) for output in theirs}
    assert ours == theirs
    return ours
