"""`assetbuild server-config`: what real servers do with the snippets that it prints."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path

import pytest

from assetbuild.config import Config
from assetbuild.errors import UsageError
from assetbuild.server_config import SERVERS, server_config

from ..sites import Site

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
NGINX = """
{modules}
daemon off; pid {folder}/nginx.pid; error_log stderr; worker_processes 1;
events {{}}
http {{
  access_log off; {temporary}
  server {{ listen 127.0.0.1:{port}; include {folder}/snippet.conf; }}
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
NAMES = ["css/app.css", "js/app.mjs", "js/tiny.js", "fonts/a.woff2", "img/a b.svg", "site.webmanifest", "LICENSE"]
TYPES = [
    "text/css; charset=utf-8",
    "text/javascript; charset=utf-8",
    "text/javascript; charset=utf-8",
    "font/woff2",
    "image/svg+xml; charset=utf-8",
    "application/manifest+json; charset=utf-8",
    "application/octet-stream",
]


@pytest.fixture(scope="module")
def site() -> Site:
    site = Site(
        {
            "css/app.css": "a{color:red}" + ".b{color:blue}" * 99,
            "js/app.mjs": "export const é = 1;\n" * 99,
            "js/tiny.js": "1",
            "fonts/a.woff2": b"font",
            "img/a b.svg": "<svg xmlns='http://www.w3.org/2000/svg'></svg>",
            "site.webmanifest": "{}",
            "LICENSE": "MIT " * 99,
        },
        config='url = "https://cdn.example/a%20site/"\nencodings = ["gzip", "br"]\nminify = "off"\n',
    )
    site.compile().succeeds()
    return site


@contextmanager
def nginx(site: Site) -> Iterator[int]:
    """The port at which nginx serves the site by the printed snippet, after `nginx -t` had nothing to say."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    assert program, "nginx is not installed; on Debian: apt-get install nginx libnginx-mod-http-brotli-static"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (site.folder / "snippet.conf").write_text(site.run("server-config", "nginx").succeeds().stdout)
    temporary = " ".join(f"{name}_temp_path {site.folder}/{name};" for name in TEMPORARY)
    modules = f"load_module {BROTLI};" if BROTLI.exists() else ""
    text = NGINX.format(folder=site.folder, port=port, modules=modules, temporary=temporary)
    (site.folder / "nginx.conf").write_text(text)
    command = [program, "-e", "stderr", "-p", str(site.folder), "-c", str(site.folder / "nginx.conf")]
    # Workers of root are another user, to whom the folder of a test is closed.
    site.folder.chmod(0o755)
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "[warn]" not in checked.stderr
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    for _ in range(500):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError("the server does not listen")


def get(port: int, path: str, accepted: str) -> tuple[int, HTTPMessage, bytes]:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Accept-Encoding": accepted})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, response.headers, body


def test_nginx_serves_each_file_immutable_with_its_type_and_the_right_twin(site: Site) -> None:
    run = site.run("lookup", *NAMES)
    paths = [url.removeprefix("https://cdn.example") for url in run.stdout.splitlines()]
    assert len(paths) == len(NAMES)
    with nginx(site) as port:
        for name, path, kind in zip(NAMES, paths, TYPES, strict=True):
            entry = run.entry(name)
            for accepted, encoding in [("gzip, br", "br"), ("gzip", "gzip"), ("identity", "")]:
                status, headers, body = get(port, path, accepted)
                size = entry.encodings.get(encoding, entry.size)
                assert (status, len(body), headers["content-type"]) == (200, size, kind), f"{name} {accepted}"
                assert headers["content-encoding"] == (encoding if encoding in entry.encodings else None)
                assert headers["vary"] == ("Accept-Encoding" if entry.encodings else None)
                assert headers["cache-control"] == "public, max-age=31536000, immutable"
                assert headers["access-control-allow-origin"] == "*"
                assert headers["x-content-type-options"] == "nosniff"
                assert headers["etag"]
        for path in ("/a%20site/manifest.json", "/a%20site/css/app.css", "/a%20site/../assetbuild.toml"):
            status, headers, _ = get(port, path, "gzip")
            assert (status, headers["cache-control"]) == (404, None), path


@pytest.mark.parametrize("server", sorted(SERVERS))
def test_snippet_names_the_folder_that_is_given(server: str, site: Site) -> None:
    text = site.run("server-config", server, "--folder", "/srv/assets/").succeeds(stderr="").stdout
    assert '"/srv/assets' in text
    assert str(site.folder) not in text
    assert '"/a site/' in text
    assert site.run("server-config", server, "--folder", "/srv/assets/", "--json").json == {
        "ok": True,
        "server": server,
        "config": text,
    }


@pytest.mark.parametrize(
    ("server", "config", "lines"),
    [
        pytest.param("nginx", Config(encodings=()), ["    gzip_vary on;"], id="nginx without twins"),
        pytest.param(
            "nginx",
            Config(encodings=("zstd",)),
            ["    # zstd_static on;  # of zstd-nginx-module, where it is installed", "    gzip_vary on;"],
            id="nginx with a module that Debian lacks",
        ),
        pytest.param("nginx", Config(url="/"), ['location = "/manifest.json" {', 'location ^~ "/" {'], id="nginx root"),
        pytest.param("caddy", Config(), ["\t\tprecompressed br gzip", "\t\tVary Accept-Encoding"], id="caddy"),
        pytest.param("caddy", Config(url="/"), ['handle_path "/*" {'], id="caddy root"),
    ],
)
def test_snippet_follows_the_configuration(server: str, config: Config, lines: list[str]) -> None:
    found = server_config(server, config, "/srv").splitlines()
    assert [line for line in lines if line not in found] == []
    if not config.encodings:
        assert not [line for line in found if "_static" in line or "precompressed" in line]


def test_caddy_is_told_the_types_that_it_may_not_know() -> None:
    found = server_config("caddy", Config(), "/srv").splitlines()
    (fonts,) = (line.split()[0] for line in found if line.endswith(" path *.woff2"))
    assert f'\theader {fonts} Content-Type "font/woff2"' in found
    (scripts,) = (line.split()[0] for line in found if line.endswith(" path *.cjs *.js *.mjs"))
    assert f'\theader {scripts} Content-Type "text/javascript; charset=utf-8"' in found


def test_caddy_without_twins_looks_for_none() -> None:
    text = server_config("caddy", Config(encodings=()), "/srv")
    assert "precompressed" not in text
    assert "Vary" not in text


@pytest.mark.parametrize("folder", ["/srv/$x", '/srv/"', "/srv/a\nb", "/srv/{x}", "/srv/\\"])
def test_folder_that_a_server_would_read_otherwise_is_refused(folder: str) -> None:
    for server in SERVERS:
        with pytest.raises(UsageError, match=f"cannot be written for {server}: it has "):
            server_config(server, Config(), folder)


def test_unknown_server_is_told_with_those_there_are(site: Site) -> None:
    run = site.run("server-config", "apache")
    assert run.status == 2
    assert "'apache' is not one of 'caddy', 'nginx'" in run.stderr
