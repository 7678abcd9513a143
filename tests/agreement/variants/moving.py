"""Animations: times, plays, what a frame leaves behind, and how it is laid over what was there."""

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from pathlib import Path
from zlib import compress

import numpy as np
from numpy.typing import NDArray

from tests.agreement.variants.variant import Picture
from tests.fidelity.sources.making import run
from tests.support.pngs import RGB, RGB_ALPHA, chunk, png
from workers.formats import Format

SIDE_X, SIDE_Y = 40, 30
_NONE, _LEAVE, _CLEAR, _RESTORE = 0, 1, 2, 3
Pixels = NDArray[np.uint8]
COLORS = ((200, 40, 40), (40, 180, 60), (50, 70, 210), (230, 200, 40))


@dataclass(frozen=True, kw_only=True)
class Part:
    """One frame as it is stored: RGBA pixels at a place, shown so many milliseconds."""

    pixels: Pixels
    left: int = 0
    top: int = 0
    ms: float = 100.0
    dispose: int = _LEAVE
    over: bool = True


@dataclass(frozen=True, kw_only=True)
class Moving:
    """An animation's file, the canvases that it shows, for how many milliseconds each, and how often (0: for ever)."""

    family: str
    name: str
    format: Format
    write: Callable[[Path], None]
    canvases: tuple[Picture, ...]
    times_ms: tuple[float, ...]
    plays: int = 0
    tools: tuple[str, ...] = ()
    tolerance: float = 0.0

    def __str__(self) -> str:
        return f"{self.family}: {self.name}"


def all_moving() -> tuple[Moving, ...]:
    """All of them, always in the same order."""
    return (*_gifs(), *_apngs(), *_webps(), *_avifs())


def field(number: int, size: tuple[int, int] = (SIDE_X, SIDE_Y), *, clear: bool = False, soft: bool = False) -> Pixels:
    """A field of one colour with a bar of another one; `clear` has holes, `soft` half transparent ones."""
    width, height = size
    made = np.full((height, width, 4), (*COLORS[number % 4], 255), np.uint8)
    made[:, width // 2 : width // 2 + 4] = (*COLORS[(number + 1) % 4], 255)
    if clear or soft:
        made[height // 4 : height // 2, : width // 3] = (*COLORS[(number + 2) % 4], 120) if soft else (0, 0, 0, 0)
    return made


def _parts(dispose: int, *, clear: bool = False, soft: bool = False, over: bool = True) -> tuple[Part, ...]:
    """A whole frame, a smaller one whose `dispose` is tried, another one elsewhere, and a whole one."""
    return (
        Part(pixels=field(0), over=over),
        Part(pixels=field(1, (20, 16), clear=clear, soft=soft), left=6, top=4, ms=60, dispose=dispose, over=over),
        Part(pixels=field(2, (12, 10), clear=clear, soft=soft), left=22, top=16, ms=250, over=over),
        Part(pixels=field(3, clear=clear, soft=soft), ms=120, over=over),
    )


def composed(parts: Sequence[Part]) -> tuple[Picture, ...]:
    """Each canvas after its frame (GIF89a, section 23; PNG third edition, 11.3.6.2)."""
    canvas = np.zeros((SIDE_Y, SIDE_X, 4))
    shown = []
    for part in parts:
        before = canvas.copy()
        place = canvas[part.top : part.top + part.pixels.shape[0], part.left : part.left + part.pixels.shape[1]]
        place[:] = _over(part.pixels.astype(float), place) if part.over else part.pixels
        shown.append(canvas.copy())
        if part.dispose == _CLEAR:
            place[:] = 0
        elif part.dispose == _RESTORE:
            canvas = before
    return tuple(shown)


def _over(above: Picture, below: Picture) -> Picture:
    share, under = above[:, :, 3:] / 255, below[:, :, 3:] / 255
    alpha = share + under * (1 - share)
    colors = above[:, :, :3] * share + below[:, :, :3] * under * (1 - share)
    return np.concatenate([colors / np.maximum(alpha, 1e-9), alpha * 255], axis=2)


def _moving(
    family: str, name: str, kind: Format, parts: Sequence[Part], data: Callable[[], bytes], plays: int
) -> Moving:
    def write(path: Path) -> None:
        path.write_bytes(data())

    times = tuple(part.ms for part in parts)
    return Moving(
        family=family, name=name, format=kind, write=write, canvases=composed(parts), times_ms=times, plays=plays
    )


def gif(parts: Sequence[Part], *, again: int | None, own: bool = False, interlaced: bool = False) -> bytes:
    """A GIF; `again` is what NETSCAPE2.0 says (None: nothing), `own` gives each frame a palette, index 0 is clear."""
    table = bytes(3) + b"".join(bytes(color) for color in COLORS) + bytes(9)
    head = b"GIF89a" + struct.pack("<HHBBB", SIDE_X, SIDE_Y, 0x70 if own else 0xF2, 0, 0) + (b"" if own else table)
    loop = b"" if again is None else b"\x21\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", again) + b"\0"
    frames = b""
    for part in parts:
        is_clear = part.pixels[:, :, 3] < 128
        flags = part.dispose << 2 | bool(is_clear.any())
        frames += b"\x21\xf9\x04" + struct.pack("<BHBB", flags, round(part.ms / 10), 0, 0)
        height, width = is_clear.shape
        packed = (0x82 if own else 0) | (0x40 if interlaced else 0)
        frames += b"\x2c" + struct.pack("<HHHHB", part.left, part.top, width, height, packed) + (table if own else b"")
        frames += _gif_data(_indexes(part.pixels, is_clear), interlaced=interlaced)
    return head + loop + frames + b"\x3b"


def _indexes(pixels: Pixels, is_clear: NDArray[np.bool_]) -> NDArray[np.int64]:
    made = np.zeros(is_clear.shape, np.int64)
    for number, color in enumerate(COLORS, 1):
        made[(pixels[:, :, :3] == color).all(axis=2) & ~is_clear] = number
    return made


def _gif_data(indexes: NDArray[np.int64], *, interlaced: bool) -> bytes:
    """Codes of one size, the table cleared before it would grow."""
    if interlaced:
        rows = [
            *range(0, len(indexes), 8),
            *range(4, len(indexes), 8),
            *range(2, len(indexes), 4),
            *range(1, len(indexes), 2),
        ]
        indexes = indexes[rows]
    codes = []
    for at, value in enumerate(indexes.reshape(-1).tolist()):
        codes += [8] if at % 6 == 0 else []
        codes.append(value)
    held = 0
    for at, code in enumerate([*codes, 9]):
        held |= code << 4 * at
    data = held.to_bytes((len(codes) + 2) // 2, "little")
    blocks = b"".join(bytes((len(data[at : at + 255]),)) + data[at : at + 255] for at in range(0, len(data), 255))
    return b"\x03" + blocks + b"\0"


def _gifs() -> Iterator[Moving]:
    yes_or_no = (False, True)
    for dispose, clear, own, interlaced in product((_NONE, _LEAVE, _CLEAR, _RESTORE), yes_or_no, yes_or_no, yes_or_no):
        parts = _parts(dispose, clear=clear)
        words = [f"disposal {dispose}"]
        words += [
            word for word, said in (("clear parts", clear), ("own palettes", own), ("interlaced", interlaced)) if said
        ]
        yield _moving(
            "GIF animations", ", ".join(words), Format.GIF, parts,
            partial(gif, parts, again=0, own=own, interlaced=interlaced), 0,
        )  # fmt: skip
    for again, plays in ((None, 1), (0, 0), (1, 2), (4, 5), (65535, 65536)):
        parts = _parts(_LEAVE)
        yield _moving("GIF animations", f"NETSCAPE {again}", Format.GIF, parts, partial(gif, parts, again=again), plays)
    for hundredths in (0, 1, 2, 3, 5, 1000, 65535):
        parts = tuple(replace(part, ms=hundredths * 10) for part in _parts(_LEAVE))
        yield _moving(
            "GIF animations", f"{hundredths} hundredths a frame", Format.GIF, parts, partial(gif, parts, again=0), 0
        )


def apng(
    parts: Sequence[Part],
    *,
    plays: int,
    hidden: bool = False,
    color: int = RGB_ALPHA,
    times: tuple[int, int] | None = None,
) -> bytes:
    """An APNG of frames in RGBA or RGB; `hidden` has a default picture that is no frame, `times` is each frame's fraction."""
    sequence = 0
    made = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE_X, SIDE_Y, 8, color, 0, 0, 0))
    made += chunk(b"acTL", struct.pack(">II", len(parts), plays))
    bands = 4 if color == RGB_ALPHA else 3
    if hidden:
        made += chunk(b"IDAT", _rows(field(3), bands))
    for number, part in enumerate(parts):
        height, width = part.pixels.shape[:2]
        over, under = times or (round(part.ms), 1000)
        dispose = {_NONE: 0, _LEAVE: 0, _CLEAR: 1, _RESTORE: 2}[part.dispose]
        place = (width, height, part.left, part.top, over, under, dispose, part.over)
        made += chunk(b"fcTL", struct.pack(">IIIIIHHBB", sequence, *place))
        sequence += 1
        if number == 0 and not hidden:
            made += chunk(b"IDAT", _rows(part.pixels, bands))
            continue
        made += chunk(b"fdAT", struct.pack(">I", sequence) + _rows(part.pixels, bands))
        sequence += 1
    return made + chunk(b"IEND", b"")


def _rows(pixels: Pixels, bands: int) -> bytes:
    return compress(b"".join(b"\0" + row.tobytes() for row in pixels[:, :, :bands]))


_FRACTIONS = {
    (1, 10): 100.0, (1, 3): 1000 / 3, (5, 0): 50.0, (20, 1): 20_000.0, (1, 100): 10.0, (65535, 1): 65_535_000.0,
}  # fmt: skip
"""Of seconds; under 0 means 100."""


def _apngs() -> Iterator[Moving]:
    for dispose, over, (clear, soft), hidden in product(
        (_LEAVE, _CLEAR, _RESTORE), (False, True), ((False, False), (True, False), (False, True)), (False, True)
    ):
        parts = _parts(dispose, clear=clear, soft=soft, over=over)
        words = [f"dispose {dispose - 1}", "over" if over else "in place of"]
        words += [
            word for word, said in (("clear parts", clear), ("soft parts", soft), ("hidden default", hidden)) if said
        ]
        yield _moving(
            "APNG animations", ", ".join(words), Format.PNG, parts, partial(apng, parts, plays=0, hidden=hidden), 0
        )
    for plays in (1, 3, 65535, 100_000):
        parts = _parts(_LEAVE)
        yield _moving("APNG animations", f"{plays} plays", Format.PNG, parts, partial(apng, parts, plays=plays), plays)
    for (over_ms, under), ms in _FRACTIONS.items():
        parts = tuple(replace(part, ms=ms) for part in _parts(_LEAVE))
        yield _moving(
            "APNG animations", f"{over_ms}/{under} of a second a frame", Format.PNG, parts,
            partial(apng, parts, plays=0, times=(over_ms, under)), 0,
        )  # fmt: skip
    parts = _parts(_LEAVE)[:1]
    yield _moving(
        "APNG animations", "one frame, hidden default", Format.PNG, parts, partial(apng, parts, plays=0, hidden=True), 0
    )
    parts = _parts(_LEAVE)
    yield _moving("APNG animations", "RGB", Format.PNG, parts, partial(apng, parts, plays=0, color=RGB), 0)


def _webps() -> Iterator[Moving]:
    """Frames put together by webpmux: what a frame leaves is itself or nothing."""
    for dispose, over, soft, lossless in product((_LEAVE, _CLEAR), (False, True), (False, True), (False, True)):
        parts = _even(_parts(dispose, soft=soft, over=over))
        name = f"{'cleared' if dispose == _CLEAR else 'left'}, {'over' if over else 'in place of'}"
        name += f"{', soft parts' if soft else ''}{', lossless' if lossless else ', lossy'}"
        yield _webp(name, parts, 0, lossless=lossless)
    for plays in (1, 3, 65535):
        yield _webp(f"{plays} plays", _even(_parts(_LEAVE)), plays)
    for ms in (0, 1, 7, 15, 33, 20_000, 1_000_000):
        yield _webp(f"{ms} ms a frame", tuple(replace(part, ms=ms) for part in _even(_parts(_LEAVE))), 0)


def _even(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(replace(part, left=part.left // 2 * 2, top=part.top // 2 * 2) for part in parts)


def _webp(name: str, parts: Sequence[Part], plays: int, *, lossless: bool = True) -> Moving:
    def write(path: Path) -> None:
        command: list[object] = ["webpmux"]
        made = []
        for number, part in enumerate(parts):
            plain, still = (path.with_name(f"{path.name}.{number}{ending}") for ending in (".png", ".webp"))
            plain.write_bytes(png(part.pixels, 8, RGB_ALPHA))
            run("cwebp", "-quiet", *(("-lossless", "-exact") if lossless else ("-q", "95")), plain, "-o", still)
            turned = (
                f"+{round(part.ms)}+{part.left}+{part.top}+{int(part.dispose == _CLEAR)}{'+b' if part.over else '-b'}"
            )
            command += ["-frame", still, turned]
            made += [plain, still]
        run(*command, "-loop", plays, "-bgcolor", "0,0,0,0", "-o", path)
        for one in made:
            one.unlink()

    return Moving(
        family="WebP animations", name=name, format=Format.WEBP, write=write, canvases=composed(parts),
        times_ms=tuple(part.ms for part in parts), plays=plays, tools=("webpmux", "cwebp"), tolerance=0 if lossless else 4,
    )  # fmt: skip


def _avifs() -> Iterator[Moving]:
    for ms, chroma in product((10, 40, 100, 5000), ("444", "420")):
        parts = tuple(Part(pixels=field(number), ms=ms) for number in range(4))

        def write(path: Path, parts: tuple[Part, ...] = parts, ms: int = ms, chroma: str = chroma) -> None:
            plain = [path.with_name(f"{path.name}.{number}.png") for number in range(len(parts))]
            for one, part in zip(plain, parts, strict=True):
                one.write_bytes(png(part.pixels[:, :, :3], 8, RGB))
            options = (
                "-s",
                "10",
                "-j",
                "1",
                "-y",
                chroma,
                "--min",
                "2",
                "--max",
                "6",
                "--timescale",
                "1000",
                "--duration",
                str(ms),
            )
            run("avifenc", *options, *plain, path)
            for one in plain:
                one.unlink()

        yield Moving(
            family="AVIF animations", name=f"{ms} ms a frame, {chroma}", format=Format.AVIF, write=write,
            canvases=composed(parts), times_ms=(float(ms),) * 4, plays=0, tools=("avifenc",), tolerance=4,
        )  # fmt: skip
