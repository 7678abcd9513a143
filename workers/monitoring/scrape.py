"""What a request for the metrics is answered: from the same machine, by this name, with the token, or not at all."""

from collections.abc import Callable
from hmac import compare_digest
from http import HTTPStatus

from msgspec import Struct

PATH = "/metrics"
_NAMES = ("127.0.0.1", "localhost", "[::1]")


class Scrape(Struct, frozen=True, kw_only=True):
    """A request, as far as it matters; header names are in lower case, and each has all its values."""

    method: str
    target: str
    headers: dict[str, list[str]]


class Malformed(Exception):  # noqa: N818 - what the request is
    """It is no request of HTTP/1."""


def parsed(head: bytes) -> Scrape:
    """The request whose first line and headers these are, up to the empty line. Raises Malformed."""
    try:
        first, *lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
        method, target, version = first.split(" ")
    except ValueError as error:
        raise Malformed from error
    if not version.startswith("HTTP/1."):
        raise Malformed
    headers = dict[str, list[str]]()
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise Malformed
        headers.setdefault(name.lower(), []).append(value.strip())
    return Scrape(method=method, target=target, headers=headers)


def status_of(scrape: Scrape, *, token: str, port: int) -> HTTPStatus:
    """OK, or why not. The name is looked at first: a page of the web that comes here by a name of its own learns nothing."""
    if scrape.headers.get("host", []) not in [[f"{name}:{port}"] for name in _NAMES]:
        return HTTPStatus.MISDIRECTED_REQUEST
    if not _has_token(scrape.headers.get("authorization", []), token):
        return HTTPStatus.UNAUTHORIZED
    if scrape.target.partition("?")[0] != PATH:
        return HTTPStatus.NOT_FOUND
    return HTTPStatus.OK if scrape.method in {"GET", "HEAD"} else HTTPStatus.METHOD_NOT_ALLOWED


def answered(head: bytes, *, token: str, port: int, media_type: str, text: Callable[[], str | None]) -> bytes:
    """The whole answer to these first bytes; the connection ends with it. `text` is None where there is none now."""
    try:
        scrape = parsed(head)
        status = status_of(scrape, token=token, port=port)
    except Malformed:
        scrape, status = None, HTTPStatus.BAD_REQUEST
    told = text() if status is HTTPStatus.OK else None
    if status is HTTPStatus.OK and told is None:
        status = HTTPStatus.SERVICE_UNAVAILABLE
    body = (told or f"{status.phrase}\n").encode()
    headers = {
        "Content-Type": media_type if status is HTTPStatus.OK else "text/plain; charset=utf-8",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "Connection": "close",
    }
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="mediaapp"'
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = "GET, HEAD"
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    start = f"HTTP/1.1 {status.value} {status.phrase}\r\n{lines}\r\n".encode("ascii")
    return start if scrape is not None and scrape.method == "HEAD" else start + body


def _has_token(authorization: list[str], token: str) -> bool:
    if len(authorization) != 1:
        return False
    scheme, _, told = authorization[0].partition(" ")
    # Compared as bytes: text that is not ASCII cannot be, and takes as long wherever the first difference is.
    return scheme.lower() == "bearer" and compare_digest(told.strip().encode(), token.encode())
