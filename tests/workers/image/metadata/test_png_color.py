"""Which of a PNG's colour chunks count, and which may stand before the pixels of the output."""

import shutil
import subprocess
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.support import pictures
from tests.support.profiles import display_p3_to_srgb, grey_profile, rgb_profile
from tests.workers.image.metadata.test_color import colorful, made, profile_name
from workers.binary.source import ByteSource
from workers.formats import Format
from workers.image.formats.png import container as png
from workers.image.probe import probe
from workers.plan import Loss
from workers.recipe import ColorSpace, LongEdge, Lossless, Recipe

needs_pngcheck = pytest.mark.skipif(shutil.which("pngcheck") is None, reason="pngcheck is not installed")
OTHER = rgb_profile(((0.60974, 0.20528, 0.14919), (0.31111, 0.62567, 0.06322), (0.01947, 0.06087, 0.74457)))
OTHER_CHUNK = (b"iCCP", b"other\0\0" + zlib.compress(OTHER))
GREY_CHUNK = (b"iCCP", b"grey\0\0" + zlib.compress(grey_profile(1.0)))
SAYS_P3, SAYS_SRGB, SAYS_NOTHING = ((b"cICP", bytes((primaries, 13, 0, 1))) for primaries in (12, 1, 200))


def picture(*chunks: tuple[bytes, bytes], mode: str = "RGB", image: Image.Image | None = None) -> bytes:
    data = pictures.encoded((image or colorful()).convert(mode), "PNG")
    return data[:33] + b"".join(png.spell(*chunk) for chunk in chunks) + data[33:]


def chunks(path: Path) -> dict[bytes, bytes]:
    source = ByteSource.of(path.read_bytes())
    return {one.name: source.at(one.data_at, one.size) for one in png.chunks(source)}


@pytest.mark.parametrize(("says", "name"), [(SAYS_P3, "Display P3"), (SAYS_SRGB, None), (SAYS_NOTHING, "test profile")])
def test_code_points_count_more_than_a_profile(says: tuple[bytes, bytes], name: str | None, tmp_path: Path) -> None:
    data = picture(OTHER_CHUNK, says)
    assert probe(BytesIO(data)).profile == name
    made(data, part := tmp_path / "a.jpg", Format.JPEG)
    assert profile_name(part) == name


@pytest.mark.parametrize("size", [Recipe().size, LongEdge(48)])
@pytest.mark.parametrize("says", [SAYS_P3, SAYS_SRGB])
def test_both_stay_where_nothing_changes_the_colours(says: tuple[bytes, bytes], size: object, tmp_path: Path) -> None:
    made(picture(OTHER_CHUNK, says), part := tmp_path / "a.png", Format.PNG, size=size)
    found = chunks(part)
    assert (found[b"cICP"], found[b"iCCP"]) == (says[1], OTHER_CHUNK[1])


def test_both_go_where_the_colours_are_converted(tmp_path: Path) -> None:
    data = picture(OTHER_CHUNK, SAYS_P3)
    made(data, part := tmp_path / "a.png", Format.PNG, color=ColorSpace.SRGB)
    with Image.open(part) as image:
        assert abs(np.asarray(image) - display_p3_to_srgb(np.asarray(colorful()))).mean() < 1
    assert b"cICP" not in chunks(part)
    assert chunks(part)[b"iCCP"] != OTHER_CHUNK[1]


def test_a_profile_that_does_not_count_never_stands_before_pixels_of_another_kind(tmp_path: Path) -> None:
    grey = colorful().convert("L").convert("RGB")
    made(picture(OTHER_CHUNK, SAYS_SRGB, image=grey), part := tmp_path / "a.png", Format.PNG, size=LongEdge(48))
    assert (chunks(part)[b"IHDR"][9] == 0) == (b"iCCP" not in chunks(part))
    made(
        picture(GREY_CHUNK, SAYS_SRGB, mode="LA", image=colorful()),
        part,
        Format.PNG,
        flatten=True,
        background="#ff0000",
        size=LongEdge(48),
    )
    assert b"iCCP" not in chunks(part)


@needs_pngcheck
@pytest.mark.parametrize("asked", [{}, {"goal": Lossless(), "size": LongEdge(48)}, {"flatten": True}])
@pytest.mark.parametrize(
    ("mode", "bits"), [("RGB", b"\5\6\5"), ("RGBA", b"\5\6\5\1"), ("LA", b"\5\1"), ("L", b"\4"), ("P", b"\5\6\5")]
)
def test_significant_bits_are_those_of_the_pixels_or_gone(
    mode: str, bits: bytes, asked: dict[str, object], tmp_path: Path
) -> None:
    data = picture((b"sBIT", bits), mode=mode, image=colorful().convert("L").convert("RGB"))
    made(data, part := tmp_path / "a.png", Format.PNG, **{"background": "#ff0000", **asked})
    subprocess.run(("pngcheck", part), check=True, capture_output=True)


def test_significant_bits_stay_where_they_are_true(tmp_path: Path) -> None:
    made(picture((b"sBIT", b"\5\6\5")), part := tmp_path / "a.png", Format.PNG)
    assert chunks(part)[b"sBIT"] == b"\5\6\5"


@pytest.mark.parametrize("color", list(ColorSpace))
def test_what_is_said_of_light_stays_with_hdr_and_goes_with_it(color: ColorSpace, tmp_path: Path) -> None:
    light = ((b"cICP", b"\x09\x10\0\1"), (b"mDCV", bytes(range(24))), (b"cLLI", bytes(range(8))))
    plan = made(picture(*light), part := tmp_path / "a.png", Format.PNG, size=LongEdge(48), color=color)
    found, kept = chunks(part), color is ColorSpace.KEEP
    assert [found.get(name) for name, _ in light] == [data if kept else None for _, data in light]
    assert (Loss.HDR in plan.losses) != kept
