"""Large pictures by the engine in this process, against what the libraries that people use take for the same.

Starts and the table are left out on both sides: ours has its digest, plan, checks and metadata. Peers that are not installed
are told of.
"""

import resource
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from tests.speed.engine import run
from tests.speed.figures import Figure
from tests.support import pictures
from workers.formats import Format
from workers.recipe import LongEdge, Lossless, Quality, Recipe

EDGE, QUALITY, AVIF_QUALITY = 2000, 82, 60
_ROUNDS = 5
_FRAMES, _FRAME_SIZE = 20, (480, 320)
_SCREEN = (1920, 1080)

Peer = Callable[[Path, Path], object]
"""Makes a file (the second path) of a file (the first)."""


class Row(NamedTuple):
    """A line of the table: a file, what is made of it, and who else makes it; None for a peer that is not there."""

    name: str
    source: Path
    recipe: Recipe
    peers: Mapping[str, Peer | None]


def large(work: Path) -> Iterator[Figure]:
    """Every row, the median of rounds in which each takes its turn."""
    for row in _rows(work):
        yield Figure(row.name, _measured(row, work))


def _measured(row: Row, work: Path) -> str:
    ours, theirs = work / "ours", {name: work / f"by {name}" for name in row.peers}
    works: dict[str, Callable[[], object]] = {"ours": partial(run, row.source, ours, row.recipe)}
    works |= {name: partial(peer, row.source, theirs[name]) for name, peer in row.peers.items() if peer is not None}
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(_ROUNDS):
        for name, work_of in works.items():
            began = _cpu()
            work_of()
            taken[name].append(_cpu() - began)
    found = {name: statistics.median(seconds) for name, seconds in taken.items()}
    beside = [
        f"{found['ours'] / found[name]:.2f} x {name} ({ours.stat().st_size / theirs[name].stat().st_size:.2f} x its bytes)"
        if name in found
        else f"{name} is not installed"
        for name in row.peers
    ]
    return f"{found['ours'] * 1000:.0f} ms of CPU: {', '.join(beside)}"


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _rows(work: Path) -> Iterator[Row]:
    photo = pictures.photo(pictures.MEGAPIXELS_12)
    jpeg = _saved(work / "12.jpg", photo, quality=92)
    progressive = _saved(work / "progressive.jpg", photo, quality=92, progressive=True)
    huge = _saved(work / "24.jpg", pictures.photo(pictures.MEGAPIXELS_24), quality=92)
    png = _saved(work / "12.png", photo, compress_level=6)
    small = LongEdge(EDGE)
    to_jpeg = Recipe(format=Format.JPEG, size=small, goal=Quality(QUALITY))
    for name, source in (("JPEG of 12 MP", jpeg), ("progressive JPEG of 12 MP", progressive), ("JPEG of 24 MP", huge)):
        yield Row(f"{name} to {EDGE} px, in one process", source, to_jpeg, {"Pillow": _pillow, "pyvips": _vips("jpeg")})
    optimised: Mapping[str, Peer | None] = {
        "jpegoptim": _program("jpegoptim", "-q", f"-m{QUALITY}", "--all-progressive")
    }
    yield Row("JPEG of 12 MP recompressed", jpeg, Recipe(goal=Quality(QUALITY)), optimised)
    exact: Mapping[str, Peer | None] = {"jpegoptim": _program("jpegoptim", "-q", "--all-progressive")}
    yield Row("JPEG of 12 MP, lossless", jpeg, Recipe(goal=Lossless()), exact)
    yield Row(f"PNG of 12 MP to JPEG of {EDGE} px", png, to_jpeg, {"Pillow": _pillow, "pyvips": _vips("jpeg")})
    to_png = Recipe(format=Format.PNG, size=small)
    yield Row(f"PNG of 12 MP to PNG of {EDGE} px", png, to_png, {"Pillow optimised": _pillow_png})
    screen = _saved(work / "screen.png", pictures.graphic(_SCREEN))
    yield Row("Screenshot, lossless", screen, Recipe(goal=Lossless()), {"oxipng": _oxipng})
    to_webp = Recipe(format=Format.WEBP, size=small, goal=Quality(QUALITY))
    cwebp: Mapping[str, Peer | None] = {"cwebp": _cwebp()}
    yield Row(f"PNG of 12 MP to WebP of {EDGE} px", png, to_webp, cwebp)
    yield Row(f"JPEG of 12 MP to WebP of {EDGE} px", jpeg, to_webp, cwebp)
    to_avif = Recipe(format=Format.AVIF, size=small, goal=Quality(AVIF_QUALITY))
    yield Row(f"JPEG of 12 MP to AVIF of {EDGE} px", jpeg, to_avif, {"Pillow, speed 6": _pillow_avif})
    yield from _rarer(work, photo, png, to_jpeg)


def _rarer(work: Path, photo: Image.Image, png: Path, to_jpeg: Recipe) -> Iterator[Row]:
    """What takes an extra to be made."""
    if find_spec("pillow_heif"):
        import pillow_heif

        pillow_heif.from_pillow(photo).save(str(work / "12.heic"), quality=70)
        yield Row(f"HEIC of 12 MP to JPEG of {EDGE} px", work / "12.heic", to_jpeg, {"pillow-heif": _pillow_heif})
    if find_spec("pyvips"):
        import pyvips

        deep = (pyvips.Image.new_from_file(str(png)).cast("ushort") * 257).cast("ushort").copy(interpretation="rgb16")
        deep.tiffsave(str(work / "12.tif"), compression="deflate", predictor="horizontal")
        name = f"TIFF of 12 MP and 16 bits to JPEG of {EDGE} px"
        yield Row(name, work / "12.tif", to_jpeg, {"pyvips": _vips("jpeg")})
    frames = [pictures.photo(_FRAME_SIZE, seed).quantize(128) for seed in range(_FRAMES)]
    gif = _saved(work / "film.gif", frames[0], save_all=True, append_images=frames[1:], duration=80, loop=0)
    peers = {"pyvips": _vips("webp", "[n=-1]")}
    yield Row(f"GIF of {_FRAMES} photos to WebP", gif, Recipe(format=Format.WEBP, goal=Quality(QUALITY)), peers)


def _saved(path: Path, image: Image.Image, **arguments: object) -> Path:
    image.save(path, **arguments)  # type: ignore[arg-type]
    return path


def _pillow(source: Path, out: Path) -> None:
    with Image.open(source) as image:
        image.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
        image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)


def _pillow_png(source: Path, out: Path) -> None:
    with Image.open(source) as image:
        image.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
        image.save(out, "PNG", optimize=True)


def _pillow_avif(source: Path, out: Path) -> None:
    with Image.open(source) as image:
        image.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
        image.save(out, "AVIF", quality=AVIF_QUALITY, speed=6, max_threads=1)


def _pillow_heif(source: Path, out: Path) -> None:
    import pillow_heif

    image = pillow_heif.open_heif(source).to_pillow()
    image.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)


def _vips(target: str, options: str = "") -> Peer | None:
    """By one thread of libvips, with its own way of loading no more than it needs."""
    if not find_spec("pyvips"):
        return None

    def made(source: Path, out: Path) -> None:
        from workers.image.pixels.libvips import vips

        if options:
            image = vips().Image.new_from_file(str(source) + options, access="sequential")
            out.write_bytes(image.webpsave_buffer(Q=QUALITY))
        else:
            image = vips().Image.thumbnail(str(source), EDGE, height=EDGE)
            out.write_bytes(image.jpegsave_buffer(Q=QUALITY, optimize_coding=True, interlace=True))

    return made


def _oxipng(source: Path, out: Path) -> None:
    import oxipng

    out.write_bytes(oxipng.optimize_from_memory(source.read_bytes(), level=2))


def _program(*command: str) -> Peer | None:
    """A program that changes a file where it stands."""
    if shutil.which(command[0]) is None:
        return None

    def made(source: Path, out: Path) -> None:
        shutil.copyfile(source, out)
        _call([*command, str(out)])

    return made


def _cwebp() -> Peer | None:
    if shutil.which("cwebp") is None:
        return None
    return lambda source, out: _call(
        ["cwebp", "-quiet", "-q", str(QUALITY), "-resize", str(EDGE), "0", str(source), "-o", str(out)]
    )


def _call(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)
