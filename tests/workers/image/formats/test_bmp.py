"""Every kind of bitmap is read as what it shows, or refused by its name."""

from io import BytesIO

import numpy as np
import pytest

from workers.errors import ErrorCode, Failure
from workers.formats import Format
from workers.image.decode.opening import open_image, reading
from workers.image.formats.registry import CODECS
from workers.image.probe import probe

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
    assert facts.alpha == any(packed((0, 0, 0, masks[3]), bits))
    found = np.asarray(open_image(BytesIO(data), CODECS[Format.BMP]).convert("RGBA")).astype(int)
    assert np.abs(found[..., :3] - COLORS[..., :3].astype(int)).max() <= steps


# The second ones are the most common, but Pillow does not know the compression that is told with four.
@pytest.mark.parametrize("masks", [(0xFF000000, 0xFF0000, 0xFF00, 0xFF), (0xFF0000, 0xFF00, 0xFF, 0xFF000000)])
def test_masks_behind_a_short_header_with_alpha_and_rows_from_the_top_down(masks: tuple[int, ...]) -> None:
    behind = b"".join(mask.to_bytes(4, "little") for mask in masks)
    data = bitmap(info(32, 6, height=-HEIGHT), behind, packed(masks, 32))
    assert probe(BytesIO(data)).alpha
    found = np.asarray(open_image(BytesIO(data), CODECS[Format.BMP]).convert("RGBA"))
    assert np.array_equal(found, COLORS[::-1])


def test_a_palette_with_the_shortest_header_of_os2() -> None:
    header = WIDTH.to_bytes(4, "little") + HEIGHT.to_bytes(4, "little") + b"\1\0\10\0"
    palette = bytes(value for shade in range(256) for value in (shade, 0, 255 - shade, 0))
    data = bitmap(header, palette, bytes(range(8)) * HEIGHT)
    image = open_image(BytesIO(data), CODECS[Format.BMP]).convert("RGB")
    assert [image.getpixel((x, 0)) for x in range(WIDTH)] == [(255 - x, 0, x) for x in range(WIDTH)]


def test_a_palette_of_more_colours_than_can_be_used() -> None:
    palette = bytes(value for shade in range(300) for value in (shade % 256, 0, 0, 0))
    data = bitmap(info(8, 0, colors=300), palette, bytes(range(8)) * HEIGHT)
    image = open_image(BytesIO(data), CODECS[Format.BMP]).convert("RGB")
    assert image.getpixel((3, 0)) == (0, 0, 3)


@pytest.mark.parametrize("bits", [4, 8])
def test_a_palette_of_black_and_white_with_more_bits_than_it_needs(bits: int) -> None:
    row = bytes((0, 1, 1, 0, 1, 0, 0, 0)) if bits == 8 else bytes((0x01, 0x10, 0x10, 0))
    data = bitmap(info(bits, 0, colors=2), bytes(4) + b"\xff\xff\xff\x00", row * HEIGHT)
    with reading(0):
        shown = np.asarray(open_image(BytesIO(data), CODECS[Format.BMP]).convert("L"))
    assert shown.tolist() == [[0, 255, 255, 0, 255]] * HEIGHT


@pytest.mark.parametrize(
    ("bits", "compression"),
    [(0, 4), (0, 5), (2, 0), (24, 4), (24, 3), (8, 3), (4, 6), (16, 1), (32, 2), (4, 1), (64, 0)],
)
def test_a_kind_that_nobody_reads_is_not_called_damaged(bits: int, compression: int) -> None:
    data = bitmap(info(bits, compression), bytes(16), bytes(200))
    with pytest.raises(Failure) as caught, reading(0):
        probe(BytesIO(data))
    assert caught.value.code is ErrorCode.UNSUPPORTED_VARIANT


def clear(masks: tuple[int, ...], bits: int) -> bytes:
    """The pixels with the bits of alpha all 0; where rows are filled up, with ones."""
    rows = np.frombuffer(packed((*masks[:3], 0), bits), np.uint8).reshape(HEIGHT, -1).copy()
    rows[:, WIDTH * bits // 8 :] = 255
    return rows.tobytes()


@pytest.mark.parametrize(
    ("bits", "masks"),
    [
        (32, (0xFF0000, 0xFF00, 0xFF, 0xFF000000)),
        (32, (0xFF, 0xFF00, 0xFF0000, 0xFF000000)),
        (32, (0xFF000000, 0xFF0000, 0xFF00, 0xFF)),
        (32, (0x3FF00000, 0xFFC00, 0x3FF, 0xC0000000)),
        (16, (0x7C00, 0x3E0, 0x1F, 0x8000)),
        (16, (0xF00, 0xF0, 0xF, 0xF000)),
    ],
)
@pytest.mark.parametrize("size", [40, 56, 108, 124])
@pytest.mark.parametrize("height", [HEIGHT, -HEIGHT])
def test_an_alpha_that_no_pixel_has_is_none(bits: int, masks: tuple[int, ...], size: int, height: int) -> None:
    numbers = b"".join(mask.to_bytes(4, "little") for mask in masks)
    short = info(bits, 6 if size == 40 else 3, height=height)
    header, behind = (short, numbers) if size == 40 else ((short + numbers).ljust(size - 4, b"\0"), b"")
    data = bitmap(header, behind, clear(masks, bits))
    assert not probe(BytesIO(data)).alpha
    with reading(0):
        image = open_image(BytesIO(data), CODECS[Format.BMP])
        shown = np.asarray(image.convert("RGBA")).astype(int)[:: 1 if height > 0 else -1]
    assert (shown[..., 3] == 255).all()
    assert np.abs(shown[..., :3] - COLORS[..., :3].astype(int)).max() <= 17


def test_alpha_in_the_very_last_pixel_counts() -> None:
    masks = (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    pixels = bytearray(clear(masks, 32))
    pixels[-1] = 200
    data = bitmap(
        (info(32, 3) + b"".join(mask.to_bytes(4, "little") for mask in masks)).ljust(104, b"\0"), b"", bytes(pixels)
    )
    assert probe(BytesIO(data)).alpha
    image = open_image(BytesIO(data), CODECS[Format.BMP])
    assert image.getpixel((WIDTH - 1, 0))[3] == 200  # type: ignore[index]
    assert image.getpixel((0, 0))[3] == 0  # type: ignore[index]


def icon(pixels: bytes, mask: bytes, *, bits: int = 32) -> bytes:
    """An icon of one bitmap, whose entry says `bits` a pixel."""
    body = (40).to_bytes(4, "little") + info(32, 0, height=2 * HEIGHT) + pixels + mask
    entry = bytes((WIDTH, HEIGHT, 0, 0)) + b"\1\0" + bits.to_bytes(2, "little")
    return b"\0\0\1\0\1\0" + entry + len(body).to_bytes(4, "little") + (22).to_bytes(4, "little") + body


@pytest.mark.parametrize("bits", [32, 0])
def test_an_icon_whose_alpha_is_all_clear_shows_what_its_mask_says(bits: int) -> None:
    """Rows from the bottom up, filled up to 32 bits; 1 is clear."""
    pixels = clear((0xFF0000, 0xFF00, 0xFF, 0), 32)
    mask = b"".join(bytes((row, 0, 0, 0)) for row in (0b10000000, 0b01000000, 0b00001000))
    image = open_image(BytesIO(icon(pixels, mask, bits=bits)), CODECS[Format.ICO])
    expected = np.full((HEIGHT, WIDTH), 255)
    expected[2, 0] = expected[1, 1] = expected[0, 4] = 0
    assert np.array_equal(np.asarray(image.convert("RGBA"))[..., 3], expected)
    assert np.array_equal(np.asarray(image.convert("RGB")), COLORS[..., :3])
    assert np.asarray(open_image(BytesIO(icon(pixels, b"")), CODECS[Format.ICO]).convert("RGBA"))[..., 3].min() == 255


@pytest.mark.parametrize("bits", [32, 0])
def test_an_icon_with_alpha_of_its_own_keeps_it_whatever_its_entry_says(bits: int) -> None:
    pixels = packed((0xFF0000, 0xFF00, 0xFF, 0xFF000000), 32)
    image = open_image(BytesIO(icon(pixels, bytes(4 * HEIGHT), bits=bits)), CODECS[Format.ICO])
    assert np.array_equal(np.asarray(image.convert("RGBA"))[..., 3], COLORS[..., 3])


@pytest.mark.parametrize("bits", [16, 32])
def test_masks_that_name_no_bits_are_damage(bits: int) -> None:
    with pytest.raises(Failure) as caught:
        probe(BytesIO(bitmap(info(bits, 3), bytes(12), bytes(200))))
    assert caught.value.code is ErrorCode.DAMAGED
