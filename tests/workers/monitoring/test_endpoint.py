"""The metrics over HTTP: who gets them, and that nobody can hold up the server."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tests.support.pool import wait_until
from tests.support.store import new_table
from workers.figures.exposition import Dialect
from workers.monitoring.endpoint import ADDRESSES, MOST_BYTES, MOST_CONNECTIONS, Endpoint
from workers.monitoring.scrape import Malformed, answered, parsed
from workers.monitoring.token import token_in
from workers.service import JobService
from workers.service.figures import metrics_text

TOKEN = "s3cret"


@pytest.fixture
def endpoint(tmp_path: Path) -> Iterator[Endpoint]:
    with new_table(tmp_path):
        made = Endpoint(
            lambda: JobService(tmp_path / "jobs.db", fallback=tmp_path),
            port=0,
            token=TOKEN,
            text=lambda service: metrics_text(service, version="1", dialect=Dialect.OPENMETRICS),
            within_s=1.0,
        )
        made.start()
        assert made.is_open.wait(20)
        yield made
        made.stop()


def ask(
    endpoint: Endpoint,
    *,
    host: str | None = None,
    token: str | None = TOKEN,
    path: str = "/metrics",
    method: str = "GET",
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(ADDRESSES[0], endpoint.port, timeout=20)
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    if host is not None:
        headers["Host"] = host
    connection.request(method, path, headers=headers)
    return connection.getresponse()


def test_with_the_token_the_metrics_are_served(endpoint: Endpoint) -> None:
    answer = ask(endpoint)
    assert answer.status == HTTPStatus.OK
    assert answer.headers["Content-Type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8"
    text = answer.read().decode()
    assert text.endswith("# EOF\n")
    assert {family.name for family in text_string_to_metric_families(text)} >= {"mediaapp_jobs", "mediaapp_alerts"}
    head = ask(endpoint, method="HEAD")
    assert (head.status, head.read()) == (HTTPStatus.OK, b"")
    assert int(head.headers["Content-Length"]) > 1000


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"token": None}, HTTPStatus.UNAUTHORIZED),
        ({"token": "s3cre"}, HTTPStatus.UNAUTHORIZED),
        ({"token": "S3CRET"}, HTTPStatus.UNAUTHORIZED),
        ({"host": "evil.example"}, HTTPStatus.MISDIRECTED_REQUEST),
        ({"host": "127.0.0.1"}, HTTPStatus.MISDIRECTED_REQUEST),
        ({"host": "127.0.0.1.evil.example:1"}, HTTPStatus.MISDIRECTED_REQUEST),
        ({"path": "/"}, HTTPStatus.NOT_FOUND),
        ({"path": "/metrics/../etc"}, HTTPStatus.NOT_FOUND),
        ({"method": "POST"}, HTTPStatus.METHOD_NOT_ALLOWED),
    ],
)
def test_everybody_else_is_refused(endpoint: Endpoint, asked: dict[str, str | None], status: HTTPStatus) -> None:
    answer = ask(endpoint, **asked)  # type: ignore[arg-type]
    assert answer.status == status
    assert b"mediaapp_" not in answer.read()


def test_a_foreign_name_is_refused_before_the_token_is_looked_at(endpoint: Endpoint) -> None:
    assert ask(endpoint, host="evil.example", token=None).status == HTTPStatus.MISDIRECTED_REQUEST


def test_only_this_machine_can_connect(endpoint: Endpoint) -> None:
    assert ask(endpoint, host=f"localhost:{endpoint.port}").status == HTTPStatus.OK
    for address in _other_addresses():
        with pytest.raises(OSError, match=r"refused|timed out|unreachable"):
            socket.create_connection((address, endpoint.port), 2)


def test_idle_connections_are_bounded_and_do_not_keep_others_out(endpoint: Endpoint) -> None:
    """Hundreds that say nothing: most are closed at once, the few others after a second, and then somebody is served."""
    threads = threading.active_count()
    with ExitStack() as held:
        clients = [held.enter_context(socket.create_connection((ADDRESSES[0], endpoint.port), 20)) for _ in range(200)]
        assert sum(not _is_closed(client) for client in clients) <= MOST_CONNECTIONS
        assert threading.active_count() == threads
        wait_until(lambda: _served(endpoint))
        wait_until(lambda: all(_is_closed(client) for client in clients))


def test_one_that_drips_its_request_is_cut_off(endpoint: Endpoint) -> None:
    with socket.create_connection((ADDRESSES[0], endpoint.port), 20) as client:
        assert any(_is_cut_off(client) for _ in range(200))
    assert _served(endpoint)


@pytest.mark.parametrize(
    "sent",
    [
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /metrics HTTP/9\r\n\r\n",
        b"\x00\xff\xfe\r\n\r\n",
        b"GET / HTTP/1.1\r\n: x\r\n\r\n",
    ],
)
def test_what_is_no_request_is_told_so(endpoint: Endpoint, sent: bytes) -> None:
    with socket.create_connection((ADDRESSES[0], endpoint.port), 20) as client:
        client.sendall(sent)
        assert _all_of(client).startswith(b"HTTP/1.1 400 ")


def test_a_request_without_end_is_cut_off(endpoint: Endpoint) -> None:
    with socket.create_connection((ADDRESSES[0], endpoint.port), 20) as client:
        client.sendall(b"GET /metrics HTTP/1.1\r\nX: " + b"x" * (MOST_BYTES * 2))
        assert _all_of(client) == b""
    assert _served(endpoint)


def test_a_port_that_is_taken_is_logged_and_ends_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with new_table(tmp_path), socket.create_server((ADDRESSES[0], 0)) as taken:
        made = Endpoint(
            lambda: JobService(tmp_path / "jobs.db", fallback=tmp_path),
            port=taken.getsockname()[1],
            token=TOKEN,
            text=lambda _service: "",
        )
        made.start()
        wait_until(lambda: "not served" in caplog.text)
        made.stop()


@given(head=st.binary(max_size=200))
def test_no_first_bytes_break_it(head: bytes) -> None:
    reply = answered(head, token=TOKEN, port=1, media_type="x", text=lambda: "metrics")
    assert reply.startswith(b"HTTP/1.1 4")
    assert b"metrics" not in reply


def test_headers_are_read_whatever_the_case_of_their_names() -> None:
    scrape = parsed(b"GET /metrics HTTP/1.1\r\nHOST: a\r\nhost:b \r\n\r\n")
    assert scrape.headers == {"host": ["a", "b"]}
    with pytest.raises(Malformed):
        parsed(b"GET /metrics HTTP/1.1\r\nHost : a\r\n\r\n")


def test_two_names_or_two_tokens_are_none() -> None:
    def status(*lines: str) -> bytes:
        head = "\r\n".join(("GET /metrics HTTP/1.1", *lines)) + "\r\n\r\n"
        return answered(head.encode(), token=TOKEN, port=1, media_type="x", text=lambda: "")[9:12]

    good = "Host: localhost:1", f"Authorization: bearer {TOKEN}"
    assert status(*good) == b"200"
    assert status(*good, "Host: localhost:1") == b"421"
    assert status(*good, f"Authorization: Bearer {TOKEN}") == b"401"
    assert status(good[0], f"Authorization: Basic {TOKEN}") == b"401"
    assert status(good[0], "Authorization: Bearer é") == b"401"


def test_the_token_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "metrics-token"
    made = token_in(file)
    assert len(made) >= 40
    assert token_in(file) == made
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text("")
    assert token_in(file) not in {made, ""}


def _served(endpoint: Endpoint) -> bool:
    try:
        return ask(endpoint).status == HTTPStatus.OK
    except OSError:
        return False


def _is_closed(client: socket.socket) -> bool:
    client.settimeout(0.2)
    try:
        return client.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def _is_cut_off(client: socket.socket) -> bool:
    """Send a byte more, and look for a while whether that was one too many."""
    try:
        client.sendall(b"G")
    except OSError:
        return True
    return _is_closed(client)


def _all_of(client: socket.socket) -> bytes:
    client.settimeout(20)
    told = b""
    try:
        while more := client.recv(65_536):
            told += more
    except ConnectionResetError:
        pass
    return told


def _other_addresses() -> list[str]:
    """Addresses of this machine that are not its loopback."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    except OSError:
        return []
    return [address for address in found if not address.startswith("127.")]
