"""The files and batches of the demo, in a profile that is gone afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mediaapp.demo.script import Script, write
from mediaapp.paths import Folders
from mediaapp.saved_recipes import built_in
from workers.errors import ErrorCode, FailureFacts
from workers.formats import Format
from workers.jobs.ids import BatchId
from workers.jobs.queries import Selection
from workers.kinds import done_by
from workers.outcome import Stage
from workers.recipe import Recipe
from workers.service.commands import ResumeJobs
from workers.service.submit import accept, fill

if TYPE_CHECKING:
    from workers.service import JobService

KINDS = done_by("mediaapp.demo.engine")
WORKERS = 2
STILL_BEGUN = 70

MB = 1_000_000
COLORS = ("#c8823c", "#4fa37a", "#b5476b", "#4d8cc0", "#c9a13b", "#7a62b8")
VIEWS = ("landscape", "document", "portrait")
CUT = FailureFacts(line=1430, lines=4512)


@contextmanager
def temporary_profile() -> Iterator[Folders]:
    """A profile, and a folder `Photos` beside it, that are removed at the end."""
    with tempfile.TemporaryDirectory(prefix="mediaapp-demo-", ignore_cleanup_errors=True) as made:
        top = Path(made)
        yield Folders.made(data=top / "data", config=top / "config", cache=top / "cache", logs=top / "logs")


def add_scene(service: "JobService", photos: Path) -> None:
    """Write files below `photos` and add them; the last of them are done after some minutes."""
    _add_past(service, photos, seconds=0.4, archive=1204)
    _add(service, _june(photos / "June", seconds=6.0, hold=False), built_in()[1])


def add_still_past(
    service: "JobService", photos: Path, *, archive: int = 240, begun: int = STILL_BEGUN
) -> tuple[BatchId, BatchId]:
    """Add batches that come to rest: some done, some failed, some delayed, and one of which only so many have begun.

    Returns the one with those delayed, and the one that is on hold.
    """
    scans, held = _add_past(service, photos, seconds=0.0, archive=archive, hold=True)
    ResumeJobs(Selection(ids=tuple(service.reader.ids(Selection(batch=held), limit=begun)))).run(service)
    return scans, held


def add_still_away(service: "JobService", photos: Path) -> BatchId:
    """Add a batch whose drive is away; the pool lets all that is queued for the same volume wait with it."""
    away = FailureFacts(drive="Archive")
    folder = photos / "Pages"
    for n in range(12):
        script = Script(drawing="document", color=_color(n), seconds=0.0, fails=ErrorCode.OUTPUT_AWAY, failure=away)
        write(folder / f"page-{n + 1:02}.jpg", script, 3 * MB)
    return _add(service, [folder], built_in()[0])


def add_still_present(service: "JobService", photos: Path) -> BatchId:
    """Add a batch of which two files run and hold where they are until they are cancelled."""
    return _add(service, _june(photos / "June", seconds=0.0, hold=True), built_in()[1])


def add_more(service: "JobService", photos: Path) -> BatchId:
    """Add a batch that goes before what waits and takes some seconds."""
    return _add(service, _june(photos / "2026" / "June", seconds=8.0, hold=False), built_in()[1])


def _add_past(
    service: "JobService", photos: Path, *, seconds: float, archive: int, hold: bool = False
) -> tuple[BatchId, BatchId]:
    smaller, _, web, mail = built_in()
    _add(service, _family_album(photos / "Family album", seconds / 8), mail)
    _add(service, _logos(photos / "Logo set", seconds / 8), web)
    scans = _add(service, _scans(photos / "Scans"), msgspec.structs.replace(smaller, name="Archive copy"))
    return scans, _add(service, _archive(photos / "Archive 2019", archive, seconds), smaller, hold=hold)


def _add(service: "JobService", source: list[Path], recipe: Recipe, *, hold: bool = False) -> BatchId:
    batch = accept(service, source, recipe, submitter="demo", hold=hold)
    for _found in fill(service, batch):
        pass
    return batch


def _family_album(folder: Path, seconds: float) -> list[Path]:
    for n in range(33):
        script = Script(drawing="portrait", color=_color(n), out_bytes=470_000, seconds=seconds)
        write(folder / f"IMG_{1001 + n}.jpg", script, 4 * MB + n * 31_000)
    return [folder]


def _logos(folder: Path, seconds: float) -> list[Path]:
    for n in range(20):
        script = Script(
            drawing="logo",
            color=_color(n),
            format=Format.PNG,
            width=1200,
            height=1200,
            out_width=1200,
            out_height=1200,
            out_bytes=58_000,
            seconds=seconds,
        )
        write(folder / f"logo-{n + 1:02}.png", script, 200_000 + n * 7_000)
    return [folder]


def _archive(folder: Path, count: int, seconds: float) -> list[Path]:
    for n in range(count):
        script = Script(
            drawing=VIEWS[n % len(VIEWS)],
            color=_color(n),
            out_width=6000,
            out_height=4000,
            out_bytes=1_900_000 + n * 5_000,
            seconds=seconds,
            fails=ErrorCode.DAMAGED if n in (21, 47) else None,
            failure=CUT if n in (21, 47) else FailureFacts(),
        )
        write(folder / f"Box {n // 32 + 1:02}" / f"scan-{n + 1:04}.jpg", script, 9 * MB + n * 11_000)
    return [folder]


def _june(folder: Path, *, seconds: float, hold: bool) -> list[Path]:
    compressing = (Stage.COMPRESSING, 0.64) if hold else None
    resizing = (Stage.RESIZING, 0.22) if hold else None
    files = {
        "DSC_0409.jpg": (Script(drawing="vase"), 9_800_000),
        "DSC_0410.jpg": (Script(drawing="mug", color="#4fa37a", out_bytes=655_000), 10_200_000),
        "IMG_2201.heic": (
            Script(
                drawing="lamp",
                color="#b5476b",
                format=Format.HEIC,
                width=4032,
                height=3024,
                out_height=1500,
                out_bytes=471_000,
            ),
            2_100_000,
        ),
        "IMG_2202.png": (
            Script(drawing="vase", color="#7a62b8", format=Format.PNG, fails=ErrorCode.ENDS_EARLY, failure=CUT),
            1_100_000,
        ),
        "DSC_0412.jpg": (Script(drawing="lamp", color="#4d8cc0", seconds=seconds, hold=compressing), 9_800_000),
        "DSC_0413.jpg": (Script(drawing="vase", color="#b5476b", seconds=seconds, hold=resizing), 10_200_000),
        "DSC_0414.jpg": (Script(drawing="mug", color="#c9a13b", seconds=seconds), 9_900_000),
    }
    for name, (script, size) in files.items():
        write(folder / name, script, size)
    return [folder / name for name in files]


def _scans(folder: Path) -> list[Path]:
    owner = FailureFacts(owner="scanner", path=str(folder / "deed-1931.tiff"))
    files = {
        "scan-0117.png": Script(drawing="landscape", format=Format.PNG, fails=ErrorCode.ENDS_EARLY, failure=CUT),
        "deed-1931.tiff": Script(
            drawing="document", format=Format.TIFF, fails=ErrorCode.SOURCE_FORBIDDEN, failure=owner
        ),
        "page-01.tiff": Script(drawing="document", format=Format.TIFF, fails=ErrorCode.SOURCE_LOCKED),
        "panorama-04.tiff": Script(
            drawing="landscape", format=Format.TIFF, width=41_000, height=10_000, fails=ErrorCode.OUT_OF_MEMORY
        ),
    }
    for name, script in files.items():
        write(folder / name, script, 3 * MB)
    return [folder]


def _color(n: int) -> str:
    return COLORS[n % len(COLORS)]
