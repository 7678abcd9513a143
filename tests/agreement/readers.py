"""The judges: programs that read pictures and share no line with ours, or with one another where that can be had."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from tests.agreement.variants.png import in_srgb
from tests.agreement.variants.variant import Picture
from tests.fidelity import judges
from workers.formats import Format

_DEEP = 257


def magick(paths: Sequence[Path]) -> dict[Path, Picture]:
    """What ImageMagick shows of the first pictures of many files, in one run; those that it cannot read are left out.

    AVIF goes through libavif's own program first: ImageMagick 6 leaves its transparency out and is levels off.
    """
    plain = {_from_avif(path) if path.suffix == ".avif" else path: path for path in paths}
    return {plain[path]: picture for path, picture in _all_of(list(plain)).items()}


def _from_avif(path: Path) -> Path:
    made = path.with_name(path.name + ".png")
    judges.run_judge(["avifdec", "-d", "16", str(path), str(made)])
    return made


def _all_of(paths: Sequence[Path]) -> dict[Path, Picture]:
    found = _magick(paths)
    missing = [path for path in paths if path not in found]
    if not missing or len(paths) < 2:
        return found
    if found:  # one that it cannot read can take others with it
        return found | _all_of(missing)
    half = len(paths) // 2
    return _all_of(paths[:half]) | _all_of(paths[half:])


def _magick(paths: Sequence[Path]) -> dict[Path, Picture]:
    with TemporaryDirectory() as folder:
        sizes, pixels = Path(folder) / "sizes", Path(folder) / "pixels"
        judges.run_judge([
            "convert", *(f"{path}[0]" for path in paths), "-auto-orient", "-colorspace", "sRGB", "-alpha", "set",
            "-format", "%d/%f\t%w\t%h\n", "-write", f"info:{sizes}", "-depth", "16", "-endian", "LSB", f"rgba:{pixels}",
        ])  # fmt: skip
        if not sizes.exists() or not pixels.exists():
            return {}
        values, at, found = np.fromfile(pixels, "<u2"), 0, {}
        for line in sizes.read_text().splitlines():
            name, width, height = line.split("\t")
            count = int(width) * int(height) * 4
            shown = values[at : at + count].reshape(int(height), int(width), 4)
            found[Path(name)] = shown / _DEEP
            at += count
        return found


def vips(path: Path, *, profiled: bool = False) -> Picture | None:
    """What libvips shows of a file's first picture, `profiled` through the profile in it; None where it cannot read it."""
    try:
        return judges.looks(path, profiled=profiled)
    except KeyError:  # numbers of a kind that its judge does not take
        return None


def ffmpeg(path: Path) -> Picture | None:
    """What FFmpeg's own decoders show of a file's first picture; None where it cannot read it, or is not installed."""
    if shutil.which("ffmpeg") is None:
        return None
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-frames:v", "1", "-pix_fmt", "rgba64be"]
    done = judges.run_judge([*command, "-c:v", "pam", "-f", "image2pipe", "-"])
    head, mark, pixels = done.stdout.partition(b"ENDHDR\n")
    if done.returncode or not mark:
        return None
    said = dict(line.split(b" ", 1) for line in head.splitlines() if b" " in line)
    width, height = int(said[b"WIDTH"]), int(said[b"HEIGHT"])
    return np.frombuffer(pixels, ">u2", width * height * 4).reshape(height, width, 4) / _DEEP


def managed(path: Path) -> Picture | None:
    """What libvips shows through what a file says of its numbers: a profile, or a PNG's gamma, which nobody else heeds."""
    plain = vips(path)
    said = dict(judges.chunks(path)) if path.suffix == ".png" else {}
    if plain is not None and b"gAMA" in said and not {b"iCCP", b"sRGB"} & said.keys():
        return in_srgb(plain, int.from_bytes(said[b"gAMA"], "big") / 100_000)
    shown = vips(path, profiled=True)
    if shown is None or plain is None:
        return plain
    return np.dstack([shown[:, :, :3], plain[:, :, 3]])  # libvips 8.14 converts alpha of 16 bits with the colours


def readings(path: Path, kind: Format, *, is_managed: bool = False) -> dict[str, Picture]:
    """What each judge shows of a source."""
    shown = {
        "ImageMagick": magick([path]).get(path),
        "libvips": managed(path) if is_managed else vips(path),
        "FFmpeg": ffmpeg(path) if kind is not Format.HEIC else None,
    }
    return {name: picture for name, picture in shown.items() if picture is not None}
