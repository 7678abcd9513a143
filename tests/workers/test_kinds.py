"""What tells a file's kind, and that each kind has an engine that fulfils what is asked of it."""

import inspect
from collections.abc import Callable

import pytest

from workers import engine
from workers.engine import load_engines
from workers.kinds import KINDS, JobKind, TimeLimits, done_by, engine_names, guess, tell

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("/June/a.jpg", JobKind.IMAGE),
        ("/June/A.HEIC", JobKind.IMAGE),
        ("a.tar.png", JobKind.IMAGE),
        ("/June/letter.docx", None),
        ("/June.jpg/letter", None),
        ("", None),
    ],
)
def test_a_name_announces_a_kind_or_none(name: str, kind: JobKind | None) -> None:
    assert guess(name) is kind


def test_no_extension_announces_two_kinds() -> None:
    announced = [extension for record in KINDS.files.values() for extension in record.extensions]
    assert len(announced) == len(set(announced))


@pytest.mark.parametrize("head", [PNG, b"", b"just text"])
def test_the_content_tells_the_kind_and_what_tells_nothing_stays_as_guessed(head: bytes) -> None:
    assert tell(head, JobKind.IMAGE) is JobKind.IMAGE
    assert KINDS.files[JobKind.IMAGE].recognizes(head) is (head == PNG)


@pytest.mark.parametrize("name", [*sorted(engine_names(KINDS).values()), "mediaapp.demo.engine"])
@pytest.mark.parametrize("call", ["plan", "make", "preview", "pack", "estimate"])
def test_every_engine_takes_what_the_pool_gives(name: str, call: str) -> None:
    """The protocol is for the type checker, which does not see a module that is loaded by its name."""
    loaded = load_engines(dict.fromkeys(JobKind, name))[JobKind.IMAGE]
    asked = _parameters(getattr(engine.Engine, call))
    assert _parameters(getattr(loaded, call)) == [each for each in asked if each[0] != "self"]
    assert loaded.VERSION


def test_an_engine_that_does_not_exist_is_told() -> None:
    with pytest.raises(ImportError):
        load_engines({JobKind.IMAGE: "workers.no_such_engine"})


def test_all_kinds_can_be_done_by_one_engine_with_its_own_limits() -> None:
    limits = TimeLimits(floor_s=1.0)
    scripted = done_by("scripted", limits)
    assert scripted.files.keys() == KINDS.files.keys()
    assert all((record.engine, record.limits) == ("scripted", limits) for record in scripted.files.values())
    assert done_by("scripted").limits(JobKind.IMAGE) == KINDS.limits(JobKind.IMAGE)
    assert scripted.requests == KINDS.requests


def test_every_kind_is_one_of_files_or_of_requests() -> None:
    assert {*KINDS.files, *KINDS.requests} == set(JobKind)
    assert not KINDS.files.keys() & KINDS.requests.keys()
    assert all(KINDS.limits(kind).floor_s > 0 for kind in JobKind)


def test_a_slow_drive_is_given_time_and_a_long_plan_too() -> None:
    limits = TimeLimits(floor_s=100.0, cpu_factor=10.0, wall_factor=30.0, slowest_drive=1000.0)
    assert limits.cpu_s(2.0) == 120.0
    assert limits.wall_s(2.0, 5_000) == 165.0


def _parameters(call: Callable[..., object]) -> list[tuple[str, object, object]]:
    return [(each.name, each.kind, each.default) for each in inspect.signature(call).parameters.values()]
