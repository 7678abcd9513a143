"""A TIFF with JPEG data in the old way (TIFF 6.0, section 22): its colours, and a result where its bytes cannot be moved."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from struct import pack

import numpy as np
import pytest
from PIL import Image, ImageFilter

from tests.support import pictures
from workers.formats import Format
from workers.image import pipeline
from workers.recipe import LongEdge, Lossless, Quality, Recipe, Smaller

SIZE = (160, 96)
needs_libtiff = pytest.mark.skipif(shutil.which("tiff2rgba") is None, reason="tiff2rgba is not installed")


def old_jpeg(image: Image.Image) -> bytes:
    """The tags point at a whole JPEG, which begins the only strip too."""
    inner = pictures.encoded(image, "JPEG", quality=40, subsampling="4:2:0")
    longs, shorts = {256: SIZE[0], 257: SIZE[1], 278: SIZE[1], 279: len(inner), 514: len(inner)}, {
        259: 6, 262: 6, 277: 3, 284: 1, 512: 1,
    }  # fmt: skip
    tags = sorted({**longs, **shorts, 258: 0, 273: 0, 513: 0, 530: 0})
    start = 8 + 2 + 12 * len(tags) + 4
    entries = b""
    for tag in tags:
        if tag == 258:
            entries += pack("<HHII", tag, 3, 3, start)
        elif tag == 530:
            entries += pack("<HHIHH", tag, 3, 2, 2, 2)
        elif tag in (273, 513):
            entries += pack("<HHII", tag, 4, 1, start + 6)
        elif tag in longs:
            entries += pack("<HHII", tag, 4, 1, longs[tag])
        else:
            entries += pack("<HHIHH", tag, 3, 1, shorts[tag], 0)
    return b"II*\0\x08\0\0\0" + pack("<H", len(tags)) + entries + bytes(4) + pack("<3H", 8, 8, 8) + inner


@pytest.fixture(scope="module")
def source() -> bytes:
    return old_jpeg(pictures.photo(SIZE).filter(ImageFilter.GaussianBlur(1)))


def made(data: bytes, part: Path, **asked: object) -> Image.Image:
    part.write_bytes(b"")
    plan = pipeline.plan(BytesIO(data), Recipe(**asked))  # type: ignore[arg-type]
    pipeline.make(plan, BytesIO(data), part, lambda stage, share: None)
    with Image.open(part) as image:
        return image.convert("RGB")


@needs_libtiff
def test_its_colours_are_those_that_libtiff_shows(source: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(source)
    subprocess.run(("tiff2rgba", tmp_path / "a.tif", tmp_path / "b.tif"), check=True, capture_output=True)
    with Image.open(tmp_path / "b.tif") as judged:
        expected = np.asarray(judged.convert("RGB")).astype(float)
    shown = made(source, tmp_path / "a.png", format=Format.PNG, goal=Lossless())
    assert np.abs(np.asarray(shown).astype(float) - expected).mean() < 1


@pytest.mark.parametrize("asked", [{}, {"goal": Lossless()}, {"goal": Quality(82)}, {"size": LongEdge(80)}])
def test_as_a_tiff_it_is_encoded_even_where_that_is_larger(
    source: bytes, asked: dict[str, object], tmp_path: Path
) -> None:
    shown = made(source, tmp_path / "a.tif", format=Format.TIFF, **asked)
    small = made(source, tmp_path / "a.png", format=Format.PNG, goal=Lossless()).resize(shown.size)
    assert np.abs(np.asarray(shown).astype(float) - np.asarray(small)).mean() < 6


def test_a_goal_of_fewer_bytes_works_too(source: bytes, tmp_path: Path) -> None:
    made(source, part := tmp_path / "a.jpg", format=Format.JPEG, goal=Smaller(30))
    assert part.stat().st_size < len(source)
