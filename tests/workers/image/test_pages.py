"""Pages that differ: each keeps its own colours, depth and resolution, and what one of them loses is said."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageSequence
from PIL.TiffImagePlugin import AppendingTiffWriter

from tests.support import pictures
from tests.support.profiles import DISPLAY_P3, rgb_profile
from workers.formats import Format
from workers.image import pipeline
from workers.outcome import Promise, Verdict
from workers.plan import Loss, Plan
from workers.recipe import LongEdge, Lossless, Metadata, Recipe, ShortEdge, Size

Page = tuple[Image.Image, Mapping[str, Any]]
PHOTO: Page = pictures.photo((60, 40)), {"dpi": (300, 300)}
DEEP: Page = pictures.grey_16((64, 32)), {}
PRESS: Page = pictures.cmyk((90, 60)), {}
CLEAR: Page = pictures.with_alpha((80, 60)), {}
FAX: Page = pictures.bilevel((80, 50)), {"dpi": (204, 98), "tiffinfo": {274: 6}}
WIDE: Page = pictures.photo((50, 30)), {"icc_profile": rgb_profile(DISPLAY_P3)}


def _tiff(*pages: Page) -> bytes:
    sink = BytesIO()
    with AppendingTiffWriter(sink, new=True) as writer:
        for image, arguments in pages:
            image.save(writer, "TIFF", **arguments)
            writer.newFrame()
    return sink.getvalue()


def _planned(source: bytes, target: Format) -> Plan:
    return pipeline.plan(BytesIO(source), Recipe(format=target, metadata=Metadata.ALL))


def _made(source: bytes, target: Format, part: Path) -> dict[Promise, Verdict]:
    plan = _planned(source, target)
    part.mkdir() if plan.stills > 1 else part.touch()
    outcome = pipeline.make(plan, BytesIO(source), part, lambda stage, share: None)
    return {checked.promise: checked.verdict for checked in outcome.promises}


def _stills(part: Path) -> list[Image.Image]:
    return [Image.open(BytesIO(file.read_bytes())) for file in sorted(part.iterdir())]


def _dpi(image: Image.Image) -> tuple[int, int] | None:
    """Across and down of the size that Pillow tells: of a TIFF that is the one shown, not the one stored."""
    found = image.info.get("dpi")
    if found is None and 282 in image.getexif():
        found = image.getexif()[282], image.getexif()[283]
    if found and image.format == "TIFF" and image.getexif().get(274, 1) >= 5:
        found = found[::-1]
    return (round(float(found[0])), round(float(found[1]))) if found else None


@pytest.mark.parametrize("target", [Format.PNG, Format.JPEG, Format.WEBP, Format.AVIF, Format.TIFF])
def test_each_page_has_its_own_resolution_turned_with_it(target: Format, tmp_path: Path) -> None:
    _made(_tiff(PHOTO, FAX), target, tmp_path / "part")
    if target is Format.TIFF:
        with Image.open(tmp_path / "part") as image:
            assert _dpi(image) == (300, 300)
            image.seek(1)
            assert (image.size, _dpi(image)) == ((50, 80), (98, 204))
        return
    first, second = _stills(tmp_path / "part")
    assert _dpi(first) == (300, 300)
    assert (second.size, _dpi(second)) == ((50, 80), (98, 204))


def test_a_profile_is_that_of_its_own_page_alone(tmp_path: Path) -> None:
    _made(_tiff(PHOTO, WIDE, PHOTO), Format.PNG, tmp_path / "part")
    assert [bool(still.info.get("icc_profile")) for still in _stills(tmp_path / "part")] == [False, True, False]


@pytest.mark.parametrize("pages", [(DEEP, PHOTO), (PHOTO, DEEP)])
def test_deep_pages_stay_deep_beside_others(pages: tuple[Page, Page], tmp_path: Path) -> None:
    assert _made(_tiff(*pages), Format.PNG, tmp_path / "part")[Promise.FRAMES] is Verdict.LOST
    assert {still.mode for still in _stills(tmp_path / "part")} == {"RGB", "I;16"}


@pytest.mark.parametrize(
    ("page", "target", "loss", "promise"),
    [
        (DEEP, Format.JPEG, Loss.DEPTH, Promise.DEPTH),
        (PRESS, Format.PNG, Loss.PRESS_COLORS, Promise.COLORS),
        (CLEAR, Format.JPEG, Loss.TRANSPARENCY, Promise.TRANSPARENCY),
    ],
)
def test_what_a_further_page_loses_is_said(
    page: Page, target: Format, loss: Loss, promise: Promise, tmp_path: Path
) -> None:
    source = _tiff(PHOTO, page, PHOTO)
    assert loss in _planned(source, target).losses
    assert loss not in _planned(_tiff(PHOTO, PHOTO), target).losses
    assert _made(source, target, tmp_path / "part")[promise] is Verdict.LOST


def test_a_clear_page_lies_on_white_where_it_must(tmp_path: Path) -> None:
    _made(_tiff(PHOTO, CLEAR), Format.JPEG, tmp_path / "part")
    assert min(_stills(tmp_path / "part")[1].crop((0, 0, 4, 4)).tobytes()) > 240


@pytest.mark.parametrize("kind", [Format.JPEG, Format.PNG, Format.TIFF])
@pytest.mark.parametrize("target", [Format.JPEG, Format.PNG, Format.WEBP, Format.AVIF, Format.TIFF, Format.BMP])
def test_across_and_down_change_places_with_a_quarter_turn(kind: Format, target: Format, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[274] = 6
    tagged = {"tiffinfo": {274: 6}} if kind is Format.TIFF else {"exif": exif}
    source = pictures.encoded(pictures.photo((60, 40)), kind.upper(), dpi=(300, 150), **tagged)
    _made(source, target, tmp_path / "part")
    with Image.open(tmp_path / "part") as image:
        turned = image.getexif().get(274, 1) == 1
        assert turned or kind is target  # packed, and turned by its tag as before
        shown = turned or kind is Format.TIFF
        assert (image.size, _dpi(image)) == (((40, 60), (150, 300)) if shown else ((60, 40), (300, 150)))


@pytest.mark.parametrize(("size", "became"), [(LongEdge(100), (100, 67)), (ShortEdge(50), (75, 50))])
def test_a_further_page_is_scaled_even_where_the_first_fits(
    size: Size, became: tuple[int, int], tmp_path: Path
) -> None:
    source = _tiff(DEEP, (pictures.photo((300, 200)), {}))
    made = tmp_path / "made"
    planned = pipeline.plan(BytesIO(source), Recipe(size=size, goal=Lossless(), keep_larger=True))
    pipeline.make(planned, BytesIO(source), made, lambda _stage, _share: None)
    with Image.open(made) as found:
        assert [page.size for page in ImageSequence.Iterator(found)] == [(64, 32), became]
