"""A reverse proxy in front of the app, which adds the script for live reload to its pages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlsplit

import httpx
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope

from ..errors import UsageError
from .client import client_script, script_tag
from .headers import passed

# Where a page is asked for it must come whole, new and plain, so that the script can be added.
_CONDITIONS = frozenset(("accept-encoding", "if-none-match", "if-modified-since", "range"))
_PLAIN = (b"accept-encoding", b"identity")
_NONCE = re.compile(r"'nonce-([A-Za-z0-9+/_=-]+)'")
_WAIT = 10.0


class Proxy:
    """Sends requests on to the app at `target`. `digest` says what the pages that pass are up to date with."""

    def __init__(self, target: httpx.URL, digest: Callable[[], str]) -> None:
        """`target` is of `app_url`."""
        self._target = target
        self._digest = digest
        self._client_script = client_script()
        # Headers and cookies are the browser's: there shall be none that it did not send.
        none = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(None, connect=_WAIT), trust_env=False, cookies=none)
        self._client.headers.clear()

    async def forward(self, scope: Scope, receive: Receive) -> Response:
        """The app's answer, as it comes; status 502 where there is none."""
        headers = Headers(scope=scope)
        page = is_page(scope["method"], headers)
        request = self._client.build_request(
            scope["method"],
            self._target.copy_with(
                raw_path=scope["raw_path"] + (b"?" * bool(scope["query_string"]) + scope["query_string"])
            ),
            headers=[*passed(headers.raw, _CONDITIONS), _PLAIN] if page else passed(headers.raw, frozenset()),
            content=_body(receive) if "content-length" in headers or "transfer-encoding" in headers else None,
        )
        try:
            answer = await self._client.send(request, stream=True)
        except httpx.TransportError:
            return PlainTextResponse(f"nothing answers at {self._target}: start the app\n", 502)
        except ClientDisconnect:
            return Response(status_code=400)  # which nobody reads
        return self._answer(answer, page)

    async def close(self) -> None:
        await self._client.aclose()

    def _answer(self, answer: httpx.Response, page: bool) -> Response:
        headers = httpx.Headers(answer.headers)
        is_html = headers.get("content-type", "").partition(";")[0].strip().lower() == "text/html"
        added = page and is_html and "content-encoding" not in headers and answer.status_code not in (204, 304)
        policy = headers.get("content-security-policy", "")
        tag = script_tag(self._client_script, self._digest(), _nonce(policy)) if added else b""
        response = StreamingResponse(_content(answer, tag), answer.status_code)
        dropped = frozenset(("content-length", "etag", "last-modified")) if added else frozenset()
        response.raw_headers = passed(answer.headers.raw, dropped)
        return response


def app_url(target: str) -> httpx.URL:
    """The origin of the app. Raises UsageError where `target` is none."""
    hint = "name where the app listens: --proxy http://127.0.0.1:8000"
    try:
        urlsplit(target)  # httpx takes half of an IPv6 address for a name
        url = httpx.URL(target)
    except (ValueError, httpx.InvalidURL) as error:
        raise UsageError(f"{target!r} is not a URL: {error}", hint=hint) from error
    if url.scheme not in ("http", "https") or not url.host or url.raw_path not in (b"", b"/") or url.fragment:
        raise UsageError(f"{target!r} is not the origin of an app", hint=hint)
    return url


def is_page(method: str, headers: Headers) -> bool:
    """Whether a browser is about to show what it asks for: a fragment that a script fetches is no page."""
    wanted = headers.get("sec-fetch-dest")
    shown = wanted in ("document", "iframe", "frame") if wanted else "text/html" in headers.get("accept", "")
    return method in ("GET", "POST") and shown


def _nonce(policy: str) -> str | None:
    """The nonce that a Content-Security-Policy allows, if there is one."""
    found = _NONCE.search(policy)
    return found[1] if found else None


async def _body(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        yield message.get("body", b"")
        more = message.get("more_body", False)


async def _content(answer: httpx.Response, tag: bytes) -> AsyncIterator[bytes]:
    try:
        async for chunk in answer.aiter_raw():
            yield chunk
        if tag:
            yield tag
    finally:
        await answer.aclose()
