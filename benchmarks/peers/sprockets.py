"""Sprockets as Debian has it: every file through its manifest, CSS by libsass, JavaScript by Terser."""

from __future__ import annotations

import json

from ..measuring import Command
from ..peer import Peer, Project

_BUILD = """\
require "json"
require "sassc"
require "sprockets"
require "terser"

# As sassc-rails does it; the compressor that comes with Sprockets, ruby-sass, knows no custom properties.
class Minifier
  def compress(css)
    SassC::Engine.new(css, style: :compressed, syntax: :scss).render
  rescue SassC::SyntaxError # newer CSS than it knows
    css
  end
end

environment = Sprockets::Environment.new(".")
environment.append_path({root!r})
environment.css_compressor = Minifier.new
environment.js_compressor = Terser.new
environment.gzip = {gzip}
environment.cache = Sprockets::Cache::FileStore.new("cache")
files = JSON.parse(File.read("files.json"))
Sprockets::Manifest.new(environment.cached, "out", "out/manifest.json").compile(*files)
"""


def _prepare(project: Project) -> Command:
    gzip = "false" if project.group == "each" else "true"
    project.write("build.rb", _BUILD.format(root=project.sources, gzip=gzip))
    project.write("files.json", json.dumps(project.corpus.files))
    return Command(["ruby", "build.rb"], project.folder)


PEER = Peer("Sprockets", "debian", ("each", "twins", "unchanged"), _prepare, made=("out", "cache"))
