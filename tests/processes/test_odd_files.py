"""Names and files that no one expects: each picture is done under a name that every system takes, nothing else is opened."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.application import Application, pictures
from tests.support.invariants import originals_of
from workers.jobs.state import JobState
from workers.recipe import OnExists

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names and files as Linux allows them")

NAMES = (
    "🦊🏳️‍🌈.png",
    "two\nlines.png",
    os.fsdecode(b"not \xff utf-8.png"),
    "x" * 251 + ".png",
    "\u202egnp.exe.png",
    "-rf.png",
    "NUL.png",
    "CON.png",
    "dot..png",
    "space .png",
    " space.png",
    "\u00e9 nfc.png",
    "e\u0301 nfd.png",
    "{} %s {name} %(x)s.png",
    "<b>bold<b>&amp;.png",
    "a[0].png",
    "\"quotes'.png",
    "back\\slash:colon|.png",
)


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    with closing(Application(tmp_path)) as application:
        yield application


def test_names(application: Application) -> None:
    (one,) = pictures(application.top / "one", 1, edge=64)
    for name in NAMES:
        (application.sources / name).write_bytes(one.read_bytes())
    jobs = application.accept(application.sources)
    assert len(jobs) == len(NAMES)
    application.finish()
    assert application.broken() == []
    outputs = [Path(application.job(job).output or "") for job in jobs]
    assert {application.job(job).state for job in jobs} == {JobState.DONE}
    assert len({path.name.casefold() for path in outputs}) == len(NAMES)
    for path in outputs:
        assert path.parent == application.outputs
        assert len(os.fsencode(path.name)) <= 255
        assert not set(path.name) & set('<>:"/\\|?*\n')
        assert path.stem.rstrip(" .") == path.stem
        assert path.stem.upper() not in {"NUL", "CON"}


def test_only_files_are_opened(application: Application) -> None:
    folder = application.sources
    (one,) = pictures(folder, 1, edge=64)
    os.mkfifo(folder / "fifo.jpg")
    os.mknod(folder / "device.png", stat.S_IFIFO | 0o600)
    (folder / "loop").symlink_to(folder)
    (folder / "self.png").symlink_to(folder / "self.png")
    (folder / "nowhere.png").symlink_to(folder / "nothing")
    (folder / "zero.png").symlink_to("/dev/zero")
    named = [folder / "fifo.jpg", folder / "zero.png", folder / "self.png"]
    jobs = [*application.accept(folder), *application.accept(*named)]
    application.finish()
    assert application.broken() == []
    done = [application.job(job).source for job in jobs if application.job(job).state is JobState.DONE]
    assert done == [str(one)]


@pytest.mark.parametrize(
    "on_exists",
    [OnExists.REPLACE, *(pytest.param(one, marks=pytest.mark.soak) for one in (OnExists.NUMBER, OnExists.SKIP))],
)
def test_outputs_of_one_name_never_meet(application: Application, on_exists: OnExists) -> None:
    made = pictures(application.top / "made", 5, edge=64)
    for n, source in enumerate(made):
        for name in ("a", "A"):
            (application.sources / f"{name}{source.suffix}").write_bytes(source.read_bytes() + bytes(n))
    jobs = application.accept(application.sources, recipe=application.recipe(on_exists=on_exists))
    application.finish()
    assert application.broken() == []
    assert [application.job(job).state for job in jobs] == [JobState.DONE] * 10


@pytest.mark.parametrize(
    "kind",
    ["fifo", *(pytest.param(kind, marks=pytest.mark.soak) for kind in ("file", "link to a file", "broken link"))],
)
def test_the_output_folder_becomes_something_else(application: Application, kind: str) -> None:
    (source,) = pictures(application.sources, 1, edge=64)
    (job,) = application.accept(source)
    secret = application.top / "secret"
    secret.write_text("secret")
    application.outputs.rmdir()
    match kind:
        case "file":
            application.outputs.write_text("here first")
        case "fifo":
            os.mkfifo(application.outputs)
        case "link to a file":
            application.outputs.symlink_to(secret)
        case _:
            application.outputs.symlink_to(application.top / "nothing")
    application.finish()
    assert application.job(job).state is JobState.FAILED
    assert secret.read_text() == "secret"
    assert originals_of(source) == application.originals
