"""What only packs never makes a file larger, whatever stands beside the pixels."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from tests.support import pictures
from tests.workers.image.test_pipeline import made
from workers.formats import Format
from workers.image.formats.metadata import read
from workers.image.formats.registry import CODECS
from workers.recipe import Goal, Lossless, Metadata, Quality, SameLook


def with_packed_texts(letters: str) -> bytes:
    """A PNG of some kilobytes whose texts have a megabyte when they are unpacked."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Software", letters * 40_000, zip=True)
    texts.add_itxt("Description", letters * 40_000, lang="en", zip=True)
    texts.add_itxt(
        "XML:com.adobe.xmp", f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><!--{letters * 20_000}--></x:xmpmeta>", zip=True
    )
    return pictures.encoded(pictures.graphic((64, 64)), "PNG", pnginfo=texts)


@pytest.mark.parametrize("metadata", [Metadata.ALL, Metadata.NO_LOCATION])
@pytest.mark.parametrize("goal", [Lossless(), Quality(82), SameLook()], ids=str)
@pytest.mark.parametrize("letters", ["abcdefghij", "Größe äöü ∑"])
def test_packed_texts_stay_packed(letters: str, goal: Goal, metadata: Metadata, tmp_path: Path) -> None:
    data = with_packed_texts(letters)
    outcome = made(data, tmp_path / "part", goal=goal, metadata=metadata)
    assert outcome.bytes <= len(data)
    before, after = (
        read(BytesIO(data), CODECS[Format.PNG]),
        read(BytesIO((tmp_path / "part").read_bytes()), CODECS[Format.PNG]),
    )
    assert (after.texts, after.xmp) == (before.texts, before.xmp)


def test_what_was_packed_better_than_we_can_stays_as_it_is(tmp_path: Path) -> None:
    once = pictures.encoded(pictures.photo((240, 160)), "JPEG")
    made(once, tmp_path / "once", goal=Lossless(), metadata=Metadata.ALL)
    best = (tmp_path / "once").read_bytes()
    outcome = made(best, tmp_path / "twice", goal=Lossless(), metadata=Metadata.ALL)
    assert outcome.bytes <= len(best)


@pytest.mark.parametrize("goal", [Lossless(), Quality(82), SameLook()], ids=str)
def test_a_tiff_that_is_not_packed_gets_packed(goal: Goal, tmp_path: Path) -> None:
    data = pictures.encoded(pictures.graphic(), "TIFF", compression="raw")
    assert made(data, tmp_path / "part", goal=goal).bytes < len(data) / 4


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "jpeg"])
def test_a_tiff_does_not_grow_by_its_tags(compression: str, tmp_path: Path) -> None:
    data = pictures.encoded(pictures.photo((64, 48)), "TIFF", compression=compression, dpi=(300, 300))
    outcome = made(data, tmp_path / "part", goal=Lossless(), metadata=Metadata.ALL)
    assert outcome.bytes <= len(data)
    with Image.open(tmp_path / "part") as after, Image.open(BytesIO(data)) as before:
        assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()
