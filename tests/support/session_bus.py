"""A session bus of one's own, with whatever services a test puts on it."""

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from jeepney import HeaderFields, Message, MessageType, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

Answer = Callable[[str, Message], tuple[str, tuple[Any, ...]] | None]


@contextmanager
def session_bus() -> Iterator[str]:
    """Start a bus; gives its address."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("dbus-daemon is not installed")
    process = subprocess.Popen(
        [daemon, "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


class Service:
    """Owns a name on the bus and answers calls: `answer` gets the member and gives the signature and the values."""

    def __init__(self, address: str, name: str, answer: Answer) -> None:
        self.connection: DBusConnection = open_dbus_connection(bus=address)
        self.calls: list[tuple[str, Any]] = []
        self._answer = answer
        self._stopped = threading.Event()
        self.connection.send_and_get_reply(message_bus.RequestName(name))
        self._thread = threading.Thread(target=self._serve, name=f"service {name}")
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()
        self.connection.close()

    def members(self) -> list[str]:
        return [member for member, _ in self.calls]

    def _serve(self) -> None:
        while not self._stopped.is_set():
            try:
                message = self.connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            if message.header.message_type is not MessageType.method_call:
                continue
            member = message.header.fields[HeaderFields.member]
            self.calls.append((member, message.body))
            answer = self._answer(member, message)
            if answer is not None:
                self.connection.send(new_method_return(message, *answer))
