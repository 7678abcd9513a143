"""Press colours in every coding look as another colour engine shows them; no profile goes where it does not fit."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from struct import pack

import numpy as np
import pytest
from PIL import Image, ImageFilter

from tests.fidelity.press import cmyk_profile
from tests.support import pictures
from tests.support.profiles import DISPLAY_P3, grey_profile, rgb_profile
from workers.binary.source import ByteSource
from workers.formats import Format
from workers.image import pipeline
from workers.image.color import icc
from workers.image.color.srgb import srgb_profile
from workers.image.formats.jpeg import container as jpeg
from workers.plan import Loss, Plan
from workers.recipe import ColorSpace, LongEdge, Quality, Recipe

needs_convert = pytest.mark.skipif(shutil.which("convert") is None, reason="convert is not installed")
_ADOBE = 0xEE
SIZE = (96, 64)
P3 = rgb_profile(DISPLAY_P3)


def inks() -> Image.Image:
    return pictures.photo(SIZE).filter(ImageFilter.GaussianBlur(3)).convert("CMYK")


def without_adobe(data: bytes) -> bytes:
    """The JPEG without the segment that says that its inks are counted from white."""
    source = ByteSource.of(data)
    found = next(one for one in jpeg.segments(source) if one.marker == _ADOBE)
    return data[: found.at] + data[found.end :]


def deep_tiff() -> bytes:
    """The same inks with 16 bits each, of which Pillow writes none."""
    plain = pictures.encoded(inks(), "TIFF", icc_profile=cmyk_profile())
    command = ("convert", "tiff:-", "-depth", "16", "-compress", "zip", "tiff:-")
    return subprocess.run(command, input=plain, capture_output=True, check=True).stdout


def ycck() -> bytes:
    plain = pictures.encoded(inks(), "TIFF", icc_profile=cmyk_profile())
    command = ("convert", "tiff:-", "-quality", "95", "jpeg:-")
    return subprocess.run(command, input=plain, capture_output=True, check=True).stdout


def made(data: bytes, part: Path, target: Format, **asked: object) -> Plan:
    part.write_bytes(b"")
    recipe = Recipe(**{"format": target, "goal": Quality(95), "keep_larger": True, **asked})  # type: ignore[arg-type]
    plan = pipeline.plan(BytesIO(data), recipe)
    pipeline.make(plan, BytesIO(data), part, lambda stage, share: None)
    return plan


@needs_convert
@pytest.mark.parametrize(
    "make",
    [
        lambda: pictures.encoded(inks(), "JPEG", quality=95, icc_profile=cmyk_profile()),
        lambda: without_adobe(pictures.encoded(inks(), "JPEG", quality=95, icc_profile=cmyk_profile())),
        ycck,
        lambda: without_adobe(ycck()),
        lambda: pictures.encoded(inks(), "TIFF", compression="jpeg", quality=95, icc_profile=cmyk_profile()),
        lambda: pictures.encoded(inks(), "TIFF", compression="tiff_lzw", icc_profile=cmyk_profile()),
        deep_tiff,
    ],
)
def test_every_coding_of_inks_looks_the_same(make: object, tmp_path: Path) -> None:
    data = make()  # type: ignore[operator]
    (source := tmp_path / "a").write_bytes(data)
    (tmp_path / "srgb.icc").write_bytes(srgb_profile())
    how = ("-intent", "relative", "-black-point-compensation", "-profile", tmp_path / "srgb.icc")
    kind = "tiff" if data[:2] in (b"II", b"MM") else "jpeg"
    subprocess.run(("convert", f"{kind}:{source}", *how, "-depth", "8", tmp_path / "b.png"), check=True)
    plan = made(data, part := tmp_path / "c", Format.PNG)
    with Image.open(part) as image, Image.open(tmp_path / "b.png") as judged:
        shown, expected = (np.asarray(one.convert("RGB")).astype(float) for one in (image, judged))
    assert np.abs(shown - expected).mean() < 3
    assert Loss.PRESS_COLORS in plan.losses


def classed(profile: bytes, kind: bytes) -> bytes:
    return profile[:12] + kind + profile[16:]


UNUSABLE = [
    classed(P3, b"abst"),
    classed(P3, b"link"),
    classed(P3, b"nmcl"),
    P3[:300],
    P3[:128] + b"\xff" * 400,
    P3.replace(b"gXYZ", b"none"),
    grey_profile(1.8).replace(b"kTRC", b"none"),
]


@pytest.mark.parametrize("profile", UNUSABLE)
@pytest.mark.parametrize("color", list(ColorSpace))
def test_a_profile_that_says_nothing_of_numbers_is_named_and_left_out(
    profile: bytes, color: ColorSpace, tmp_path: Path
) -> None:
    mode = "L" if profile[16:20] == b"GRAY" else "RGB"
    picture = pictures.photo(SIZE).filter(ImageFilter.GaussianBlur(3)).convert(mode)
    data = pictures.encoded(picture, "JPEG", quality=95, icc_profile=profile)
    for target in (Format.JPEG, Format.PNG, Format.TIFF):
        plan = made(data, part := tmp_path / "a", target, color=color, size=LongEdge(95))
        with Image.open(part) as image:
            assert "icc_profile" not in image.info
            assert np.abs(np.asarray(image).astype(float) - np.asarray(picture.resize(image.size))).mean() < 4
        assert Loss.PROFILE in plan.losses


@pytest.mark.parametrize(
    ("mode", "profile"),
    [("L", P3), ("CMYK", P3), ("RGB", grey_profile(1.8)), ("RGB", cmyk_profile()), ("CMYK", grey_profile(1.8))],
)
@pytest.mark.parametrize("target", [Format.JPEG, Format.TIFF])
def test_a_profile_for_other_pixels_is_named_and_left_out(
    mode: str, profile: bytes, target: Format, tmp_path: Path
) -> None:
    data = pictures.encoded(pictures.photo(SIZE).convert(mode), "JPEG", icc_profile=profile)
    plan = made(data, part := tmp_path / "a", target, size=LongEdge(95))
    with Image.open(part) as image:
        assert (image.mode, image.info.get("icc_profile")) == (mode, None)
    assert Loss.PROFILE in plan.losses


@pytest.mark.parametrize(
    ("keep", "whole"), [((1, 2, 3), True), ((3, 1, 2), True), ((1, 3), False), ((1, 2), False), ((2, 3), False)]
)
def test_a_profile_in_parts_counts_where_all_are_there(keep: tuple[int, ...], whole: bool, tmp_path: Path) -> None:
    plain = pictures.encoded(pictures.photo(SIZE), "JPEG", quality=95)
    step = len(P3) // 3 + 1
    parts = {number: P3[(number - 1) * step : number * step] for number in (1, 2, 3)}
    told = (b"ICC_PROFILE\0" + bytes((number, 3)) + parts[number] for number in keep)
    data = plain[:2] + b"".join(jpeg.spell(0xE2, segment) for segment in told) + plain[2:]
    plan = made(data, part := tmp_path / "a", Format.PNG)
    with Image.open(part) as image:
        assert (image.info.get("icc_profile") == P3) == whole
    assert (Loss.PROFILE in plan.losses) != whole


@pytest.mark.parametrize("kind", [b"scnr", b"mntr", b"prtr", b"spac"])
def test_profiles_of_scanners_screens_printers_and_spaces_count(kind: bytes) -> None:
    told = icc.describe(classed(P3, kind))
    assert told is not None
    assert told.space == "RGB"


def test_grey_and_alpha_go_through_a_grey_profile(tmp_path: Path) -> None:
    """Gamma 1.0 at half is 188 in sRGB; transparency is no colour."""
    picture = Image.new("LA", SIZE, (128, 90))
    data = pictures.encoded(picture, "PNG", icc_profile=grey_profile(1.0))
    made(data, part := tmp_path / "a", Format.WEBP)
    with Image.open(part) as image:
        shade, *_, alpha = image.convert("RGBA").getpixel((5, 5))  # type: ignore[misc]
    assert abs(shade - 188) <= 2
    assert alpha == 90


def with_fifth_channel(meaning: int) -> bytes:
    """Inks as a plain TIFF with one more channel, of a meaning by its number in tag 338 (TIFF 6.0)."""
    channels = np.dstack([np.asarray(inks()), np.full(SIZE[::-1], 90, np.uint8)])
    shorts = {259: 1, 262: 5, 277: 5, 284: 1, 338: meaning}
    longs = {256: SIZE[0], 257: SIZE[1], 278: SIZE[1], 279: channels.size}
    tags = sorted({*shorts, *longs, 258, 273})
    start = 8 + 2 + 12 * len(tags) + 4
    values = {258: pack("<HII", 3, 5, start), 273: pack("<HII", 4, 1, start + 10)}
    values |= {tag: pack("<HIHH", 3, 1, value, 0) for tag, value in shorts.items()}
    values |= {tag: pack("<HII", 4, 1, value) for tag, value in longs.items()}
    entries = b"".join(pack("<H", tag) + values[tag] for tag in tags)
    return b"II*\0\x08\0\0\0" + pack("<H", len(tags)) + entries + bytes(4) + pack("<5H", *[8] * 5) + channels.tobytes()


@pytest.mark.parametrize("meaning", [0, 1, 2])
def test_a_channel_beside_the_inks_stays_behind_and_is_named(meaning: int, tmp_path: Path) -> None:
    plan = made(with_fifth_channel(meaning), part := tmp_path / "a", Format.TIFF, size=LongEdge(95))
    assert Loss.AUXILIARY in plan.losses
    expected = inks().resize((plan.width, plan.height), Image.Resampling.LANCZOS)
    with Image.open(part) as image:
        assert image.mode == "CMYK"
        assert np.abs(np.asarray(image).astype(float) - np.asarray(expected)).mean() < 2
