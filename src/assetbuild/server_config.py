"""How nginx and Caddy serve the output folder: immutable, each file's twin where a browser takes it, with its type."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from .config import Config
from .errors import UsageError
from .media_types import endings_by_type

IMMUTABLE = "public, max-age=31536000, immutable"

# What these servers would take for a variable or the end of a string, in any quotes.
_UNFIT = re.compile(r"[\x00-\x1f\x7f\"\\${}*]")
# Types in which a browser that is not told the charset guesses it (RFC 2046 §4.1.2).
_TEXT = re.compile(r"text/|application/(?:.*\+)?(?:json|xml)$|image/svg\+xml$")


def server_config(server: str, config: Config, folder: str) -> str:
    """The snippet for that one of `SERVERS`. `folder` is where the output folder is on the server, an absolute path.

    Raises UsageError where that, or the path of the configured URL, cannot be written in it.
    """
    prefix = unquote(urlsplit(config.url).path).strip("/")
    for value in (prefix, folder):
        if unfit := _UNFIT.search(value):
            hint = "serve it from a folder, and under a URL, without such characters"
            raise UsageError(f"{value!r} cannot be written for {server}: it has {unfit[0]!r}", hint=hint)
    return SERVERS[server](f"/{prefix}/" if prefix else "/", folder.rstrip("/"), config.encodings)


def _nginx(prefix: str, folder: str, encodings: tuple[str, ...]) -> str:
    lines = [
        "# In the server block.",
        f'location = "{prefix}manifest.json" {{',
        "    return 404;",
        "}",
        f'location ^~ "{prefix}" {{',
        f'    alias "{folder}/";',
        *(_NGINX_TWINS[encoding] for encoding in encodings),
        "    gzip_vary on;",
        f'    add_header Cache-Control "{IMMUTABLE}";',
        '    add_header Access-Control-Allow-Origin "*";',
        '    add_header X-Content-Type-Options "nosniff";',
        "    default_type application/octet-stream;",
        "    types {",
        *(f'        "{_with_charset(kind)}" {" ".join(endings)};' for kind, endings in endings_by_type().items()),
        "    }",
        "}",
    ]
    return "\n".join(lines) + "\n"


def _caddy(prefix: str, folder: str, encodings: tuple[str, ...]) -> str:
    lines = [
        "# In the site block.",
        f'handle_path "{prefix}*" {{',
        f'\troot * "{folder}"',
        "\t@artifact {",
        "\t\tfile",
        "\t\tnot path /manifest.json",
        "\t}",
        "\theader @artifact {",
        f'\t\tCache-Control "{IMMUTABLE}"',
        '\t\tAccess-Control-Allow-Origin "*"',
        '\t\tX-Content-Type-Options "nosniff"',
        *(["\t\tVary Accept-Encoding"] if encodings else []),
        "\t}",
    ]
    for number, (kind, endings) in enumerate(endings_by_type().items()):
        patterns = " ".join(f"*.{ending}" for ending in endings)
        lines += [f"\t@type{number} path {patterns}", f'\theader @type{number} Content-Type "{_with_charset(kind)}"']
    twins = [f"\t\tprecompressed {' '.join(encodings)}"] if encodings else []
    lines += ["\tfile_server {", "\t\thide manifest.json", *twins, "\t}", "}"]
    return "\n".join(lines) + "\n"


def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if _TEXT.match(kind) else kind


_NGINX_TWINS = {
    "br": "    brotli_static on;  # of ngx_brotli; on Debian: libnginx-mod-http-brotli-static",
    "gzip": "    gzip_static on;",
    "zstd": "    # zstd_static on;  # of zstd-nginx-module, where it is installed",
}

SERVERS: dict[str, Callable[[str, str, tuple[str, ...]], str]] = {"caddy": _caddy, "nginx": _nginx}
