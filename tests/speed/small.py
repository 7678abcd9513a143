"""What it costs to start, and many small files, against the scripts that people write for it.

Ours is always the whole command: table, checks and all that makes an output safe on the disk included.
"""

import struct
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.speed import peers
from tests.speed.figures import Figure
from tests.speed.tree import Took, by_turns
from tests.support import pictures

QUALITY = 82
_STARTS = 9
_THUMBNAILS = 2000
_THUMBNAIL_SOURCE = (640, 427)
_THUMBNAIL = 320
_ICONS = 500
_ICON = 96
_IHDR_END = 33
_DIFFERENT = 25
"""Sources that differ; the others are the same once more, which costs the same and is sooner made."""


def starting(work: Path) -> Iterator[Figure]:
    """The shortest command, and one small file by the whole of it."""
    (work / "in").mkdir()
    for number in range(_STARTS):
        (work / "in" / f"{number}.jpg").write_bytes(pictures.photo_jpeg((1200, 800), number))
    source = work / "in" / "{round}.jpg"
    found = by_turns(
        {
            "python": (sys.executable, "-c", "pass"),
            "version": _ours("--version"),
            "help": _ours("run", "--help"),
            "ours": _run(work, source, home="home", edge=400, target="jpeg"),
            "Pillow script": peers.pillow_script(work, source, work / "pillow.jpg", edge=400, quality=QUALITY),
        },
        rounds=_STARTS,
    )
    bare, version, usage = found.pop("python"), found.pop("version"), found.pop("help")
    yield Figure(
        "`mediaapp --version`, `mediaapp run --help`",
        f"{version.cpu * 1000:.0f} ms and {usage.cpu * 1000:.0f} ms of CPU; Python alone {bare.cpu * 1000:.0f} ms",
    )
    yield _figure("One small file by `mediaapp run`", found)


def thumbnails(work: Path) -> Iterator[Figure]:
    """Small JPEGs and PNGs made smaller."""
    folder = work / "in"
    _many(
        folder,
        _THUMBNAILS,
        [
            (f"{number}.{suffix}", pictures.encoded(pictures.photo(_THUMBNAIL_SOURCE, number), suffix.upper()))
            for number in range(_DIFFERENT)
            for suffix in (("jpeg", "png")[number % 2],)
        ],
    )
    yield _figure(
        f"{_THUMBNAILS:,} JPEGs and PNGs of 640 px to {_THUMBNAIL} px",
        by_turns(_commands(work, folder, edge=_THUMBNAIL, target="jpeg"), rounds=3),
    )


def icons(work: Path) -> Iterator[Figure]:
    """Small transparent PNGs as WebP."""
    folder = work / "in"
    _many(
        folder,
        _ICONS,
        [
            (f"{number}.png", pictures.encoded(pictures.with_alpha((_ICON + number, _ICON)), "PNG"))
            for number in range(_DIFFERENT)
        ],
    )
    yield _figure(
        f"{_ICONS} icons of {_ICON} px to WebP",
        by_turns(_commands(work, folder, edge=1000, target="webp"), rounds=3),
    )


def _many(folder: Path, count: int, different: Sequence[tuple[str, bytes]]) -> None:
    folder.mkdir()
    for number in range(count):
        name, data = different[number % len(different)]
        (folder / f"{number:05}-{name}").write_bytes(_numbered(data, number.to_bytes(4, "big")))


def _numbered(data: bytes, number: bytes) -> bytes:
    """The same picture with a comment, which makes a file of its own of it."""
    if data.startswith(b"\xff\xd8"):
        return data[:2] + b"\xff\xfe\x00\x06" + number + data[2:]
    text = b"tEXt" + b"Comment\0" + number.hex().encode()
    return (
        data[:_IHDR_END]
        + struct.pack(">I", len(text) - 4)
        + text
        + struct.pack(">I", zlib.crc32(text))
        + data[_IHDR_END:]
    )


def _commands(work: Path, folder: Path, *, edge: int, target: str) -> Mapping[str, Sequence[str]]:
    commands = {
        "ours": _run(work, folder, home="home {round}", edge=edge, target=target),
        "Pillow pool of 2": peers.pillow_pool(
            work, folder, work / "pillow {round}", edge=edge, target=target, quality=QUALITY
        ),
    }
    sharp = peers.sharp(work, folder, work / "sharp {round}", edge=edge, target=target, quality=QUALITY)
    return commands if sharp is None else {**commands, "sharp": sharp}


def _ours(*arguments: str) -> Sequence[str]:
    return (str(Path(sys.executable).with_name("mediaapp")), *arguments)


def _run(work: Path, source: Path, *, home: str, edge: int, target: str) -> Sequence[str]:
    where = f"MEDIAAPP_HOME={work / home}"
    options = ("--long-edge", str(edge), "--to", target, "--quality", str(QUALITY), "--out", str(work / "out {round}"))
    return ("env", where, *_ours("run", *options, str(source)))


def _figure(name: str, found: dict[str, Took]) -> Figure:
    ours = found.pop("ours")
    against = (
        f"{ours.cpu / peer.cpu:.2f} x {who} ({ours.wall / peer.wall:.2f} x the time)" for who, peer in found.items()
    )
    missing = () if "sharp" in found or "Pillow script" in found else ("sharp is not installed",)
    return Figure(name, f"{ours.cpu:.2f} s of CPU, {ours.wall:.2f} s: {', '.join((*against, *missing))}")
