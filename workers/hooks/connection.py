"""A connection to whom a hook calls: to an address that is allowed, or through the proxy that the environment names."""

import ssl
from base64 import b64encode
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.hooks.addresses import is_public, names_no_public


class _Checked(HTTPConnection):
    """Looks at the address that it has really reached, before a byte is sent there."""

    private = False

    def connect(self) -> None:
        """Connect. Raises Failure for an address that the hook does not allow."""
        super().connect()
        address = self.sock.getpeername()[0]
        if not self.private and not is_public(address):
            self.close()
            raise not_allowed(self.host)


class _CheckedTls(HTTPSConnection, _Checked):
    """The same; what is checked is the connection below the TLS one, which comes next in the order of classes."""


def not_allowed(host: str) -> Failure:
    """An address of this computer or of a private network was called without leave."""
    return Failure(ErrorCode.ADDRESS_NOT_ALLOWED, FailureFacts(host=host))


def connection(url: SplitResult, *, private: bool, timeout_s: float) -> tuple[HTTPConnection, str]:
    """A connection that is not open yet, and the target to ask it for. Raises Failure and ValueError.

    Behind a proxy it is the proxy that looks names up, so only an address in the URL itself can be checked.
    """
    host, secure = url.hostname or "", url.scheme == "https"
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    proxy = None if proxy_bypass(host) else getproxies_environment().get(url.scheme)
    if proxy is None:
        return _opened(url, secure=secure, private=private, timeout_s=timeout_s), target
    if not private and names_no_public(host):
        raise not_allowed(host)
    through = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    opened = _opened(through, secure=secure, private=True, timeout_s=timeout_s)
    credentials = _credentials(through)
    if secure:
        opened.set_tunnel(host, url.port or 443, headers=credentials)
        return opened, target
    return opened, url._replace(fragment="").geturl()


def _opened(url: SplitResult, *, secure: bool, private: bool, timeout_s: float) -> _Checked:
    host = url.hostname or ""
    if secure:
        opened: _Checked = _CheckedTls(host, url.port, timeout=timeout_s, context=ssl.create_default_context())
    else:
        opened = _Checked(host, url.port, timeout=timeout_s)
    opened.private = private
    return opened


def _credentials(proxy: SplitResult) -> dict[str, str]:
    if proxy.username is None:
        return {}
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": "Basic " + b64encode(pair.encode()).decode()}
