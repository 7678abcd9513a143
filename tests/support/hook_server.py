"""A server on the loopback address that answers as a test says, and keeps what it was sent."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread


@dataclass
class Received:
    """One request."""

    path: str
    headers: Message
    body: bytes


@dataclass
class HookServer:
    """`answers` are given one after the other, the last one again and again."""

    answers: list["Answer"]
    received: list[Received] = field(default_factory=list)
    closing: Event = field(default_factory=Event)
    port: int = 0
    scheme: str = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/hook?who=me"

    def keys(self) -> list[str]:
        return [each.headers["webhook-id"] for each in self.received]


Answer = Callable[[BaseHTTPRequestHandler, HookServer], None]


def status(code: int, **headers: str) -> Answer:
    """Answer with this code."""

    def answer(handler: BaseHTTPRequestHandler, _server: HookServer) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(f"said {code}".encode())

    return answer


def never(_handler: BaseHTTPRequestHandler, server: HookServer) -> None:
    """Do not answer as long as the test runs."""
    server.closing.wait()


def cut(handler: BaseHTTPRequestHandler, _server: HookServer) -> None:
    """Cut the connection."""
    handler.connection.close()


def drip(handler: BaseHTTPRequestHandler, server: HookServer) -> None:
    """Send a header byte now and then, for ever."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
    while not server.closing.wait(0.05):
        try:
            handler.wfile.write(b"a")
            handler.wfile.flush()
        except OSError:
            return


@contextmanager
def hook_server(*answers: Answer, certificate: Path | None = None) -> Iterator[HookServer]:
    """A server at work; by TLS with a certificate, whose file holds its key too."""
    told = HookServer(answers=list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            told.received.append(Received(self.path, self.headers, body))
            answer = told.answers[min(len(told.received), len(told.answers)) - 1]
            answer(self, told)

        def do_CONNECT(self) -> None:
            told.received.append(Received(self.path, self.headers, b""))
            self.send_error(403)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        told.scheme = "https"
    server.daemon_threads = True
    server.block_on_close = False
    told.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        told.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
