"""What the judges see of an animation: each canvas, how long it is shown, and how often all are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.agreement.readers import magick
from tests.agreement.variants.variant import Picture
from tests.fidelity import judges
from workers.formats import Format


@dataclass(frozen=True, kw_only=True)
class Film:
    """Canvases, the milliseconds of each, and the plays (0: for ever); `judge` is who decoded it."""

    judge: str
    canvases: tuple[Picture, ...]
    times_ms: tuple[float, ...]
    plays: int | None


def watch(paths: Sequence[tuple[Path, Format]]) -> dict[Path, Film | None]:
    """What is seen of each file; None of those that cannot be read."""
    seen = judges.see([path for path, _ in paths])
    return {path: _film(path, kind, seen[path].several) for path, kind in paths}


def _film(path: Path, kind: Format, said: judges.Sequence_) -> Film | None:
    judge, canvases = {
        Format.GIF: ("ImageMagick", _of_gif),
        Format.PNG: ("FFmpeg", _of_apng),
        Format.WEBP: ("libvips", _of_webp),
        Format.AVIF: ("libavif", _of_avif),
    }[kind]
    found = canvases(path, said.count)
    if not found:
        return None
    return Film(judge=judge, canvases=found, times_ms=said.durations_ms or (0.0,) * len(found), plays=said.plays)


def _of_gif(path: Path, count: int) -> tuple[Picture, ...]:
    width, height = np.frombuffer(path.read_bytes()[6:10], "<u2").tolist()
    done = judges.run_judge(["convert", str(path), "-coalesce", "-alpha", "set", "-depth", "8", "rgba:-"])
    return _split(done.stdout, width, height)


def _of_apng(path: Path, count: int) -> tuple[Picture, ...]:
    head = path.read_bytes()[16:24]
    width, height = np.frombuffer(head, ">u4").tolist()
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-i",
        str(path),
        "-vsync",
        "passthrough",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgba",
        "-",
    ]
    return _split(judges.run_judge(command).stdout, width, height)


def _split(pixels: bytes, width: int, height: int) -> tuple[Picture, ...]:
    size = width * height * 4
    if not pixels or len(pixels) % size:
        return ()
    return tuple(np.frombuffer(pixels, np.uint8).reshape(-1, height, width, 4).astype(float))


def _of_webp(path: Path, count: int) -> tuple[Picture, ...]:
    stacked = judges.looks(path, options="[n=-1]")
    if stacked is None or stacked.shape[0] % count:
        return ()
    return tuple(np.split(stacked, count))


def _of_avif(path: Path, count: int) -> tuple[Picture, ...]:
    made = [path.with_name(f"{path.name}.{index}.png") for index in range(count)]
    for index, one in enumerate(made):
        judges.run_judge(["avifdec", "--index", str(index), str(path), str(one)])
    shown = magick([one for one in made if one.exists()])
    return tuple(shown[one] for one in made if one in shown)
