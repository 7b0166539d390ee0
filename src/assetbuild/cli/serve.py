"""`assetbuild serve`."""

from __future__ import annotations

from threading import Event

import click

from ..errors import INTERRUPTED, UsageError
from ..watching import Builder, Rebuild, need_libraries, rebuilds
from .options import common_options, definition_option
from .rebuilds import note, print_line, print_rebuild

_LOOPBACK = ("127.0.0.1", "::1", "[::1]", "localhost")


@click.command("serve")
@click.option("--proxy", metavar="URL", help="The app that answers all else: http://127.0.0.1:8000.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="HOST", help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=3000, show_default=True, help="Its port; 0 for any.")
@click.option("--allow-host", "hosts", multiple=True, metavar="HOST", help="Answer to this name too; repeatable.")
@click.option("--jobs", "-j", type=click.IntRange(1), default=None, help="Threads; by default one a processor.")
@click.option("--cache", "cache_dir", metavar="DIR", help="Where results are kept for the next build.")
@definition_option
@common_options
def command(
    proxy: str | None,
    host: str,
    port: int,
    hosts: tuple[str, ...],
    jobs: int | None,
    cache_dir: str | None,
    definition: str | None,
    config_file: str | None,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Watch, and serve the assets for development, with live reload; `--proxy` puts it in front of the app."""
    need_libraries("serve", "watchfiles", "uvicorn", "starlette", "httpx", "websockets")
    from ..devserver.proxy import app_url
    from ..devserver.server import Listening, open_socket, serve

    def told(rebuild: Rebuild) -> None:
        print_rebuild(rebuild, as_json, quiet, verbose)

    if proxy:
        app_url(proxy)
    listening = Listening(host, port, hosts, proxy)
    stop = Event()
    following = rebuilds(Builder(config_file, definition=definition, cache=cache_dir, workers=jobs or 0), stop)
    listener, url = open_socket(listening)
    try:
        with listener:
            first = next(following)
            if isinstance(first.error, UsageError):
                raise first.error
            told(first)
            if host not in _LOOPBACK:
                note(f"warning: others on the network can connect to {host}", quiet)
            if as_json:
                print_line({"event": "listening", "url": url})
            note(f"serving at {url}{f', in front of {proxy}' if proxy else ''}; Ctrl-C ends", quiet or as_json)
            serve(listening, listener, first, following, stop, told)
    except KeyboardInterrupt:
        stop.set()
    return INTERRUPTED
