"""Every kind of bitmap is read as what it shows, or refused by its name."""

from io import BytesIO

import numpy as np
import pytest

from workers.engine.decode.opening import open_image, reading
from workers.engine.probe import probe
from workers.errors import ErrorCode, Failure
from workers.formats import Format

WIDTH, HEIGHT = 5, 3
COLORS = np.arange(WIDTH * HEIGHT * 4, dtype=np.uint32).reshape(HEIGHT, WIDTH, 4) * 4 % 256


def bitmap(header: bytes, behind: bytes, pixels: bytes) -> bytes:
    start = 14 + 4 + len(header) + len(behind)
    size = start + len(pixels)
    info = (4 + len(header)).to_bytes(4, "little") + header + behind
    return b"BM" + size.to_bytes(4, "little") + bytes(4) + start.to_bytes(4, "little") + info + pixels


def info(bits: int, compression: int, *, height: int = HEIGHT, colors: int = 0) -> bytes:
    numbers = (
        (WIDTH, 4),
        (height, 4),
        (1, 2),
        (bits, 2),
        (compression, 4),
        (0, 4),
        (0, 4),
        (0, 4),
        (colors, 4),
        (0, 4),
    )
    return b"".join(value.to_bytes(size, "little", signed=True) for value, size in numbers)


def packed(masks: tuple[int, ...], bits: int) -> bytes:
    whole = np.zeros((HEIGHT, WIDTH), np.uint32)
    for channel, mask in enumerate(masks):
        if mask:
            shift = (mask & -mask).bit_length() - 1
            whole |= (COLORS[..., channel] * (mask >> shift) // 255) << shift
    rows = whole[::-1].astype("<u2" if bits == 16 else "<u4")
    row = (WIDTH * bits + 31) // 32 * 4
    return b"".join(line.tobytes().ljust(row, b"\0") for line in rows)


@pytest.mark.parametrize(
    ("bits", "masks", "steps"),
    [
        (32, (0xFF00, 0xFF0000, 0xFF000000, 0), 1),
        (32, (0x3FF00000, 0xFFC00, 0x3FF, 0), 1),
        (32, (0xFF, 0xFF00, 0xFF0000, 0xFF000000), 1),
        (16, (0xF00, 0xF0, 0xF, 0xF000), 17),
        (16, (0x7C00, 0x3E0, 0x1F, 0x8000), 9),
    ],
)
def test_colours_packed_in_any_way(bits: int, masks: tuple[int, int, int, int], steps: int) -> None:
    numbers = b"".join(mask.to_bytes(4, "little") for mask in masks)
    data = bitmap(info(bits, 3) + numbers, b"", packed(masks, bits))
    facts = probe(BytesIO(data))
    assert facts.alpha == bool(masks[3])
    found = np.asarray(open_image(BytesIO(data), Format.BMP).convert("RGBA")).astype(int)
    assert np.abs(found[..., :3] - COLORS[..., :3].astype(int)).max() <= steps


def test_masks_behind_a_short_header_with_alpha_and_rows_from_the_top_down() -> None:
    masks = (0xFF000000, 0xFF0000, 0xFF00, 0xFF)
    behind = b"".join(mask.to_bytes(4, "little") for mask in masks)
    data = bitmap(info(32, 6, height=-HEIGHT), behind, packed(masks, 32))
    assert probe(BytesIO(data)).alpha
    found = np.asarray(open_image(BytesIO(data), Format.BMP).convert("RGBA"))
    assert np.array_equal(found, COLORS[::-1])


def test_a_palette_with_the_shortest_header_of_os2() -> None:
    header = WIDTH.to_bytes(4, "little") + HEIGHT.to_bytes(4, "little") + b"\1\0\10\0"
    palette = bytes(value for shade in range(256) for value in (shade, 0, 255 - shade, 0))
    data = bitmap(header, palette, bytes(range(8)) * HEIGHT)
    image = open_image(BytesIO(data), Format.BMP).convert("RGB")
    assert [image.getpixel((x, 0)) for x in range(WIDTH)] == [(255 - x, 0, x) for x in range(WIDTH)]


def test_a_palette_of_more_colours_than_can_be_used() -> None:
    palette = bytes(value for shade in range(300) for value in (shade % 256, 0, 0, 0))
    data = bitmap(info(8, 0, colors=300), palette, bytes(range(8)) * HEIGHT)
    image = open_image(BytesIO(data), Format.BMP).convert("RGB")
    assert image.getpixel((3, 0)) == (0, 0, 3)


@pytest.mark.parametrize("bits", [4, 8])
def test_a_palette_of_black_and_white_with_more_bits_than_it_needs(bits: int) -> None:
    row = bytes((0, 1, 1, 0, 1, 0, 0, 0)) if bits == 8 else bytes((0x01, 0x10, 0x10, 0))
    data = bitmap(info(bits, 0, colors=2), bytes(4) + b"\xff\xff\xff\x00", row * HEIGHT)
    with reading(0):
        shown = np.asarray(open_image(BytesIO(data), Format.BMP).convert("L"))
    assert shown.tolist() == [[0, 255, 255, 0, 255]] * HEIGHT


@pytest.mark.parametrize(("bits", "compression"), [(0, 4), (0, 5), (2, 0), (24, 4)])
def test_a_kind_that_nobody_reads_is_not_called_damaged(bits: int, compression: int) -> None:
    data = bitmap(info(bits, compression), bytes(16), bytes(200))
    with pytest.raises(Failure) as caught, reading(0):
        probe(BytesIO(data))
    assert caught.value.code is ErrorCode.UNSUPPORTED_VARIANT
