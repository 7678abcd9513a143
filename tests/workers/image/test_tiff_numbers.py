"""The numbers of a deep TIFF come out as shades from black to white, whichever way they are stored."""

import struct
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from workers.formats import Format
from workers.image.pipeline import make, plan
from workers.recipe import Recipe


def made(source: bytes, recipe: Recipe, tmp_path: Path) -> Image.Image:
    part = tmp_path / "part"
    part.write_bytes(b"")
    make(plan(BytesIO(source), recipe), BytesIO(source), part, lambda _stage, _share: None)
    return Image.open(BytesIO(part.read_bytes()))


def tiff(values: np.ndarray, **tags: int) -> bytes:
    """An uncompressed little-endian TIFF of one strip: `bits` a sample, `photometric`, `sample_format`."""
    data, count = values.tobytes(), 9
    height, width = tags["height"], tags["width"]
    entries = (
        (256, width), (257, height), (258, tags["bits"]), (259, 1), (262, tags["photometric"]), (273, 10 + 12 * count + 4),
        (278, height), (279, len(data)), (339, tags.get("sample_format", 1)),
    )  # fmt: skip
    directory = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", count) + directory + bytes(4) + data


def test_deep_grey_whose_white_is_zero(tmp_path: Path) -> None:
    grey = np.linspace(0, 65535, 600).astype(np.uint16).reshape(20, 30)
    source = tiff(65535 - grey, width=30, height=20, bits=16, photometric=0)
    assert np.array_equal(np.asarray(made(source, Recipe(format=Format.PNG), tmp_path)), grey)


@pytest.mark.parametrize("target", [Format.PNG, Format.WEBP, Format.AVIF])
def test_white_of_12_bits_is_white(target: Format, tmp_path: Path) -> None:
    packed = np.frombuffer(bytes((0xFF, 0xF7, 0xFF)) * 10 * 8, np.uint8)  # 4095 and 2047
    source = tiff(packed, width=20, height=8, bits=12, photometric=1)
    shown = np.asarray(made(source, Recipe(format=target), tmp_path)).astype(float)
    top = 65535 if shown.max() > 255 else 255
    assert shown[4, 0:20:2].mean() / top == pytest.approx(1.0, abs=0.02)
    assert shown[4, 1:20:2].mean() / top == pytest.approx(0.5, abs=0.02)


def test_whole_numbers_of_32_bits_beyond_half(tmp_path: Path) -> None:
    numbers = np.linspace(0, 2**32 - 1, 600).astype(np.uint32).reshape(20, 30)
    source = tiff(numbers, width=30, height=20, bits=32, photometric=1)
    shown = np.asarray(made(source, Recipe(format=Format.PNG), tmp_path)).astype(int)
    assert np.abs(shown - numbers // 2**24).max() <= 1


def test_parts_of_one_are_shades_from_black_to_white(tmp_path: Path) -> None:
    parts = np.full((20, 30), 0.25, np.float32)
    parts[0, 0] = 0.5
    source = tiff(parts, width=30, height=20, bits=32, photometric=1, sample_format=3)
    shown = np.asarray(made(source, Recipe(format=Format.PNG), tmp_path)).astype(int)
    assert (shown[0, 0], shown[9, 9]) == (pytest.approx(127, abs=1), pytest.approx(64, abs=1))
