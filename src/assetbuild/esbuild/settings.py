"""The `[esbuild]` table of the configuration, frozen, and the flags that it becomes."""

from __future__ import annotations

from typing import NamedTuple

# Every loader of esbuild that can be given to an extension, but for `copy`, which would name files in its own way.
LOADERS = tuple("base64 binary css dataurl default empty file global-css js json jsx local-css text ts tsx".split())
JSX = ("automatic", "transform")
# What pages load by a URL of its own, so that a script that imports one gets that.
FILES = (
    ".png .jpg .jpeg .gif .webp .avif .svg .ico .cur .woff .woff2 .ttf .otf .eot .mp3 .mp4 .ogg .webm .wav .flac .pdf"
    " .wasm .webmanifest .vtt"
).split()
TIME_LIMIT = 60


class EsbuildSettings(NamedTuple):
    """How esbuild is found and called. `target` is by default that of the configuration's `targets`; `time_limit` is in
    seconds."""

    binary: str = ""
    version: str = ""
    target: tuple[str, ...] = ()
    define: tuple[tuple[str, str], ...] = ()
    external: tuple[str, ...] = ()
    loaders: tuple[tuple[str, str], ...] = ()
    jsx: str = ""
    jsx_import_source: str = ""
    tsconfig: str = ""
    time_limit: int = TIME_LIMIT


# With it esbuild makes source maps, and writes no comment that names them.
MAP_FLAG = "--sourcemap=external"


def common_flags(settings: EsbuildSettings, minify: bool) -> list[str]:
    """The flags of every call, for bundles and single files alike."""
    flags = ["--log-level=silent", "--log-limit=0", "--charset=utf8"]
    # One warning a place where a vendor wrote CSS for Internet Explorer.
    flags.append("--log-override:css-syntax-error=silent")
    if minify:
        flags.append("--minify")
    if settings.target:
        flags.append(f"--target={','.join(settings.target)}")
    if settings.jsx:
        flags.append(f"--jsx={settings.jsx}")
    if settings.jsx_import_source:
        flags.append(f"--jsx-import-source={settings.jsx_import_source}")
    return [*flags, *(f"--define:{name}={value}" for name, value in settings.define)]


def bundle_flags(settings: EsbuildSettings, minify: bool, url: str, mark: str) -> list[str]:
    """The flags of the call that bundles all entry points. `mark` stands before the path of whatever an output refers
    to; what stands below `url`, the public prefix of the assets, is linked later."""
    flags = [
        *common_flags(settings, minify),
        "--bundle",
        "--splitting",
        "--format=esm",
        "--legal-comments=eof",
        "--metafile",
        f"--public-path={mark}",
        "--outdir=out",
        "--chunk-names=chunks/[name]-[hash]",
        "--asset-names=files/[name]-[hash]",
    ]
    if settings.tsconfig:
        flags.append(f"--tsconfig={settings.tsconfig}")
    loaders = dict.fromkeys(FILES, "file") | dict(settings.loaders)
    flags += [f"--loader:{suffix}={loader}" for suffix, loader in sorted(loaders.items())]
    external = [*settings.external, f"{url}*"] if url.startswith("/") and url != "/" else settings.external
    return [*flags, *(f"--external:{name}" for name in external)]
