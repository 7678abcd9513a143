"""What the computer tells: its power supplies, GNOME's compositor, a real X server."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from threading import Semaphore

import pytest
from jeepney import Message

from tests.support.pool import wait_until
from tests.support.session_bus import Service, session_bus
from workers.manners import idle
from workers.manners.idle_gnome import gnome_idle_s
from workers.manners.idle_x11 import x11_idle_s
from workers.manners.mains import mains_told
from workers.manners.manners import Manners, Surroundings
from workers.manners.watch import SurroundingsWatch, look_around

ADAPTER = {"type": "Mains", "online": "1"}
UNPLUGGED = {"type": "Mains", "online": "0"}
EMPTYING = {"type": "Battery", "status": "Discharging", "scope": "System"}
FULL = {"type": "Battery", "status": "Full"}
NOT_CHARGING = {"type": "Battery", "status": "Not charging"}
MOUSE = {"type": "Battery", "status": "Discharging", "scope": "Device"}

SUPPLIES = [
    # what there is -> on mains
    ({}, True),
    ({"BAT0": EMPTYING}, False),
    ({"AC": UNPLUGGED, "BAT0": EMPTYING}, False),
    ({"AC": ADAPTER, "BAT0": EMPTYING}, True),  # an adapter too weak for what the computer does
    ({"ADP1": ADAPTER, "BAT0": FULL}, True),
    ({"AC": UNPLUGGED, "BAT0": NOT_CHARGING}, True),
    ({"ucsi-source-psy-USBC000:001": {"type": "USB", "online": "1"}, "BAT0": EMPTYING}, True),
    ({"hidpp_battery_0": MOUSE}, True),
    ({"hidpp_battery_0": MOUSE, "AC": UNPLUGGED, "BAT0": EMPTYING}, False),
]


@pytest.mark.parametrize(("there", "expected"), SUPPLIES)
def test_power_supplies_are_read_as_the_kernel_tells_them(
    tmp_path: Path, there: dict[str, dict[str, str]], *, expected: bool
) -> None:
    for name, files in there.items():
        (tmp_path / name).mkdir()
        for file, content in files.items():
            (tmp_path / name / file).write_text(f"{content}\n")
    assert mains_told(tmp_path) is expected


def test_a_computer_that_tells_of_no_supply_is_on_mains(tmp_path: Path) -> None:
    assert mains_told(tmp_path / "none")


def test_gnomes_compositor_is_asked_on_the_bus() -> None:
    def answer(member: str, _message: Message) -> tuple[str, tuple[int]] | None:
        return ("t", (90_500,)) if member == "GetIdletime" else None

    with session_bus() as address:
        assert gnome_idle_s(address) is None
        service = Service(address, "org.gnome.Mutter.IdleMonitor", answer)
        try:
            assert gnome_idle_s(address) == 90.5
        finally:
            service.stop()


def test_a_bus_that_never_answers_holds_nobody_up() -> None:
    with session_bus() as address:
        service = Service(address, "org.gnome.Mutter.IdleMonitor", lambda _member, _message: None)
        try:
            assert gnome_idle_s(address) is None
        finally:
            service.stop()
    assert gnome_idle_s("unix:path=/nowhere") is None


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of its own, without a window."""
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("Xvfb is not installed")
    told, tell = os.pipe()
    process = subprocess.Popen(
        [server, "-displayfd", str(tell), "-screen", "0", "64x64x24", "-nolisten", "tcp"],
        pass_fds=(tell,),
        stderr=subprocess.DEVNULL,
    )
    os.close(tell)
    try:
        with os.fdopen(told) as number:
            yield f":{number.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


def test_an_x_server_counts_the_seconds(display: str) -> None:
    first = x11_idle_s(display)
    if first is None:
        pytest.skip("libXss is not installed")
    wait_until(lambda: (x11_idle_s(display) or 0.0) > first, what="nobody touches it, so it grows")
    assert (x11_idle_s(display) or 0.0) < 3600


def test_without_a_screen_nobody_can_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    assert x11_idle_s() is None
    assert idle.idle_s() is None


def test_only_what_manners_ask_about_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.manners.watch.idle_s", lambda: pytest.fail("nobody asked for that"))
    assert look_around((Manners(on_mains=True),)).idle_s is None


def test_a_look_that_hangs_holds_up_nobody_and_a_change_is_told() -> None:
    told, may_go_on = threading.Event(), threading.Event()
    looks = iter((Surroundings(idle_s=1.0), Surroundings(idle_s=2.0)))

    def look(_manners: object) -> Surroundings:
        found = next(looks, None)
        if found is None:
            may_go_on.wait()
            return Surroundings()
        return found

    watch = SurroundingsWatch(look, told.set, every_s=0.01)
    watch.start((Manners(when_idle=True),))
    assert told.wait(10)
    wait_until(lambda: watch.around == Surroundings(idle_s=2.0))
    watch.stop()
    may_go_on.set()


def test_a_look_that_fails_holds_nothing_back_and_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    looks = Semaphore(0)

    def look(_manners: object) -> Surroundings:
        looks.release()
        raise OSError

    watch = SurroundingsWatch(look, lambda: None, every_s=0.01)
    watch.start((Manners(on_mains=True, when_idle=True),))
    assert all(looks.acquire(timeout=10) for _ in range(3))
    watch.stop()
    assert watch.around == Surroundings()
    assert len(caplog.records) == 1
