"""Windows bitmaps: headers, bits, masks, alpha, run lengths, rows from the top."""

import struct
from collections.abc import Iterator
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.agreement.variants.variant import HEIGHT, WIDTH, Picture, Variant, clearness, grey, shades, shown, stepped
from workers.formats import Format

CORE, INFO, V2, V3, OS2, V4, V5 = 12, 40, 52, 56, 64, 108, 124
_NAMES = {CORE: "core", INFO: "info", V2: "V2", V3: "V3", OS2: "OS/2 2", V4: "V4", V5: "V5", 16: "short OS/2 2"}
_PLAIN, _RLE8, _RLE4, _MASKS, _ALPHA_MASKS = 0, 1, 2, 3, 6
Masks = tuple[int, int, int, int]
_555, _565 = (0x7C00, 0x3E0, 0x1F, 0), (0xF800, 0x7E0, 0x1F, 0)
_LAYOUTS: dict[str, tuple[int, Masks]] = {
    "555": (16, _555),
    "565": (16, _565),
    "1555": (16, (0x7C00, 0x3E0, 0x1F, 0x8000)),
    "4444": (16, (0xF00, 0xF0, 0xF, 0xF000)),
    "444 without alpha": (16, (0xF00, 0xF0, 0xF, 0)),
    "8888": (32, (0xFF0000, 0xFF00, 0xFF, 0xFF000000)),
    "888x": (32, (0xFF0000, 0xFF00, 0xFF, 0)),
    "8888, red lowest": (32, (0xFF, 0xFF00, 0xFF0000, 0xFF000000)),
    "888x, red lowest": (32, (0xFF, 0xFF00, 0xFF0000, 0)),
    "alpha lowest": (32, (0xFF000000, 0xFF0000, 0xFF00, 0xFF)),
    "10 bits each": (32, (0x3FF00000, 0xFFC00, 0x3FF, 0)),
    "10 bits each and alpha": (32, (0x3FF00000, 0xFFC00, 0x3FF, 0xC0000000)),
    "5, 7 and 4 bits": (32, (0x1F0000, 0x7F00, 0xF, 0)),
}


def variants() -> Iterator[Variant]:
    yield from _palettes()
    yield from _whole_colors()
    yield from _masked()
    yield from _run_lengths()


def _variant(family: str, name: str, make: Any, picture: Any, **more: Any) -> Variant:
    def write(path: Path) -> None:
        path.write_bytes(make())

    return Variant(family=family, name=name, format=Format.BMP, write=write, picture=picture, **more)


def bmp(
    pixels: bytes, bits: int, header: int, *, compression: int = 0, masks: Masks | None = None, palette: bytes = b"",
    colors: int = 0, top_down: bool = False,
) -> bytes:  # fmt: skip
    """A bitmap; `masks` stand in the header, or behind one that is too short for them."""
    height = -HEIGHT if top_down else HEIGHT
    if header == CORE:
        body = struct.pack("<HHHH", WIDTH, HEIGHT, 1, bits)
    elif header == 16:
        body = struct.pack("<iiHH", WIDTH, height, 1, bits)
    else:
        body = struct.pack("<iiHHIIiiII", WIDTH, height, 1, bits, compression, len(pixels), 2835, 2835, colors, 0)
    said = b"".join(struct.pack("<I", mask) for mask in (masks or (0, 0, 0, 0)))
    behind = b""
    if header in {V2, V3, V4, V5}:
        body += said
        body = body[: header - 4].ljust(header - 4, b"\0")
        if header >= V4:
            body = body[:52] + b"BGRs" + body[56:]
        if header == V5:
            body = body[:104] + struct.pack("<I", 4) + body[108:]
    else:
        body = body.ljust(header - 4, b"\0")
        if masks is not None:
            behind = said[: 16 if compression == _ALPHA_MASKS else 12]
    start = 14 + header + len(behind) + len(palette)
    head = b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start)
    return head + struct.pack("<I", header) + body + behind + palette + pixels


def _rows(values: NDArray[Any], *, top_down: bool = False) -> bytes:
    """Rows of bytes, each filled up to four, from the bottom up."""
    ordered = values if top_down else values[::-1]
    return np.pad(ordered, ((0, 0), (0, -values.shape[1] % 4))).astype(np.uint8).tobytes()


def _palette(bits: int, entries: int, size: int) -> bytes:
    colors = _colors(bits)[:entries]
    return b"".join(bytes((blue, green, red)) + b"\0" * (size - 3) for red, green, blue in colors.tolist())


def _colors(bits: int) -> NDArray[np.uint8]:
    steps = np.arange(2**bits) / (2**bits - 1)
    return stepped(np.stack([steps, 1 - steps, 0.25 + 0.5 * steps], axis=1), 8).astype(np.uint8)


def _indexes(bits: int) -> NDArray[np.uint64]:
    return stepped(grey(), bits)


def _packed(bits: int) -> NDArray[Any]:
    weights = np.arange(bits - 1, -1, -1, dtype=np.uint64)
    return np.packbits(
        (_indexes(bits)[:, :, None] >> weights & np.uint64(1)).astype(np.uint8).reshape(HEIGHT, -1), axis=1
    )


def _palette_picture(bits: int) -> Picture:
    return shown(_colors(bits)[_indexes(bits).astype(int)] / 255)


def _palettes() -> Iterator[Variant]:
    for bits, header, top_down in product((1, 4, 8), (CORE, 16, INFO, V2, V3, OS2, V4, V5), (False, True)):
        if header in {CORE, 16, OS2} and top_down:
            continue

        def make(bits: int = bits, header: int = header, top_down: bool = top_down) -> bytes:
            table = _palette(bits, 2**bits, 3 if header == CORE else 4)
            return bmp(_rows(_packed(bits), top_down=top_down), bits, header, palette=table, top_down=top_down)

        name = f"palette {bits}, {_NAMES[header]} header{', from the top' if top_down else ''}"
        yield _variant("BMP palettes", name, make, partial(_palette_picture, bits), crisp=True)


def _whole_colors() -> Iterator[Variant]:
    for bits, header, top_down in product((16, 24, 32), (CORE, 16, INFO, V2, V3, OS2, V4, V5), (False, True)):
        if header in {CORE, 16, OS2} and (top_down or bits != 24):
            continue

        def make(bits: int = bits, header: int = header, top_down: bool = top_down) -> bytes:
            if bits == 16:
                rows = _under_masks(_555, bits)
            else:
                channels = [stepped(shades()[:, :, at], 8) for at in (2, 1, 0)]
                channels += [np.zeros((HEIGHT, WIDTH), np.uint64)] if bits == 32 else []
                rows = np.stack(channels, axis=2).reshape(HEIGHT, -1).astype(np.uint8)
            return bmp(_rows(rows, top_down=top_down), bits, header, top_down=top_down)

        name = f"{bits} bits, {_NAMES[header]} header{', from the top' if top_down else ''}"
        yield _variant("BMP colours", name, make, partial(_masked_picture, _555 if bits == 16 else None))


def _masked_values(masks: Masks) -> NDArray[np.uint64]:
    made = np.zeros((HEIGHT, WIDTH), np.uint64)
    channels = [*(shades()[:, :, at] for at in range(3)), clearness()]
    for values, mask in zip(channels, masks, strict=True):
        if mask:
            shift = (mask & -mask).bit_length() - 1
            made |= stepped(values, (mask >> shift).bit_length()) << np.uint64(shift)
    return made


def _under_masks(masks: Masks, bits: int) -> NDArray[np.uint8]:
    values = _masked_values(masks).astype("<u2" if bits == 16 else "<u4")
    return np.frombuffer(values.tobytes(), np.uint8).reshape(HEIGHT, -1)


def _masked_picture(masks: Masks | None) -> Picture:
    if masks is None:
        return shown(stepped(shades(), 8) / 255)
    channels = [*(shades()[:, :, at] for at in range(3)), clearness()]
    coarse = []
    for values, mask in zip(channels, masks, strict=True):
        most = mask >> ((mask & -mask).bit_length() - 1) if mask else 0
        coarse.append(np.round(values * most) / most if most else np.ones_like(values))
    return shown(np.stack(coarse[:3], axis=2), coarse[3])


def _masked() -> Iterator[Variant]:
    for (name, (bits, masks)), header, top_down in product(_LAYOUTS.items(), (INFO, V2, V3, V4, V5), (False, True)):
        code = _ALPHA_MASKS if header == INFO and masks[3] else _MASKS
        if header == V2 and masks[3]:
            continue

        def make(
            bits: int = bits, masks: Masks = masks, header: int = header, top_down: bool = top_down, code: int = code
        ) -> bytes:
            return bmp(
                _rows(_under_masks(masks, bits), top_down=top_down), bits, header, compression=code, masks=masks,
                top_down=top_down,
            )  # fmt: skip

        said = f"{name}, {_NAMES[header]} header{', from the top' if top_down else ''}"
        yield _variant("BMP masks", said, make, partial(_masked_picture, masks))
    for header in (INFO, V3, V4, V5):
        masks = (0xFF0000, 0xFF00, 0xFF, 0xFF000000)

        def clear(masks: Masks = masks, header: int = header) -> bytes:
            rows = _under_masks((*masks[:3], 0), 32)
            return bmp(_rows(rows), 32, header, compression=_ALPHA_MASKS if header == INFO else _MASKS, masks=masks)

        name = f"alpha is zero everywhere, {_NAMES[header]} header"
        yield _variant("BMP masks", name, clear, partial(_masked_picture, None))


def _run_lengths() -> Iterator[Variant]:
    for bits, header, absolute in product((4, 8), (INFO, V4, V5), (False, True)):

        def make(bits: int = bits, header: int = header, absolute: bool = absolute) -> bytes:
            lines = [_line(row.tolist(), bits, absolute=absolute) + b"\0\0" for row in _indexes(bits)[::-1]]
            pixels = b"".join(lines)[:-2] + b"\0\1"
            return bmp(
                pixels, bits, header, compression=_RLE8 if bits == 8 else _RLE4, palette=_palette(bits, 2**bits, 4),
            )  # fmt: skip

        name = f"run lengths of {bits} bits{', also absolute' if absolute else ''}, {_NAMES[header]} header"
        yield _variant("BMP run lengths", name, make, partial(_palette_picture, bits), crisp=True)


def _line(values: list[int], bits: int, *, absolute: bool) -> bytes:
    """A row as runs, or in turn as runs and as pieces of ten values that stand for themselves."""
    made, at = b"", 0
    while at < len(values):
        piece = values[at : at + 10]
        if absolute and at % 20 == 0 and len(piece) == 10:
            packed = (
                bytes(piece) if bits == 8 else bytes(a << 4 | b for a, b in zip(piece[::2], piece[1::2], strict=True))
            )
            made += b"\0\x0a" + packed + b"\0" * (len(packed) % 2)
            at += 10
            continue
        run = 1
        while (
            run < 200
            and at + run < len(values)
            and values[at + run] == values[at]
            and (not absolute or (at + run) % 20)
        ):
            run += 1
        made += bytes((run, values[at] if bits == 8 else values[at] * 17))
        at += run
    return made
