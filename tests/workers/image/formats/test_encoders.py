"""Each format's writer, its output read back by Pillow (tests of the whole engine use other readers)."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from weakref import ReferenceType, ref

import pytest
from PIL import Image, ImageChops, ImageSequence
from PIL.TiffImagePlugin import TiffImageFile

from tests.support import pictures
from workers.errors import ErrorCode, Failure
from workers.formats import WRITABLE, Format
from workers.image.formats.encoder import EncoderSettings
from workers.image.formats.registry import CODECS
from workers.image.frames import Frame, FrameSequence, still

_ICC_TAG = 34675
CORE = [target for target in WRITABLE if target not in {Format.HEIC, Format.JXL}]
EXACT = EncoderSettings(quality=None, chroma="444")


def _written(target: Format, image: Image.Image, settings: EncoderSettings = EXACT, **frame: object) -> Image.Image:
    return _opened(CODECS[target].writer.encode(still(Frame(pixels=image, **frame)), settings))  # type: ignore[arg-type]


def _opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def _animated(*, clear: bool = False, plays: int = 3) -> FrameSequence:
    canvases = pictures.animation(clear=clear)

    def produce() -> Iterator[Frame]:
        for canvas, duration in zip(canvases, pictures.DURATIONS_MS, strict=True):
            yield Frame(pixels=canvas, duration_ms=duration)

    return FrameSequence(count=len(canvases), produce=produce, animated=True, plays=plays)


def _equal(one: Image.Image, other: Image.Image, mode: str = "RGBA") -> bool:
    return ImageChops.difference(one.convert(mode), other.convert(mode)).getbbox(alpha_only=False) is None


SOURCES: dict[str, Callable[[], Image.Image]] = {
    "photo": lambda: pictures.photo((97, 61)),
    "graphic": lambda: pictures.graphic((120, 90)),
    "alpha": lambda: pictures.with_alpha((80, 60)),
    "palette": lambda: pictures.palette((80, 60)),
    "clear palette": lambda: pictures.palette((80, 60), clear=True),
    "bilevel": lambda: pictures.bilevel((80, 60)),
    "grey": lambda: pictures.photo((80, 60)).convert("L"),
    "grey and alpha": lambda: pictures.with_alpha((80, 60)).convert("LA"),
    "16 bits": lambda: pictures.grey_16((80, 60)),
    "press": lambda: pictures.cmyk((160, 60)),
    "float": lambda: pictures.photo((80, 60)).convert("F"),
    "one pixel": lambda: pictures.photo((1, 1)),
}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("target", [target for target in CORE if target is not Format.PDF])
@pytest.mark.parametrize("quality", [None, 80], ids=["exact", "80"])
def test_every_kind_of_picture_can_be_written(target: Format, source: str, quality: int | None) -> None:
    image = SOURCES[source]()
    found = _written(target, image, EncoderSettings(quality=quality))
    assert found.size == image.size
    assert found.format == target.upper()


@pytest.mark.parametrize("target", [Format.PNG, Format.WEBP, Format.TIFF, Format.ICO])
@pytest.mark.parametrize("source", ["photo", "alpha", "palette", "clear palette", "bilevel"])
def test_lossless_formats_keep_every_pixel_hidden_ones_too(target: Format, source: str) -> None:
    image = SOURCES[source]()
    assert _equal(_written(target, image), image)


@pytest.mark.parametrize("target", [Format.PNG, Format.TIFF])
def test_16_bit_grey_stays_16_bit_grey(target: Format) -> None:
    image = pictures.grey_16()
    found = _written(target, image)
    assert (found.mode, found.tobytes()) == (image.mode, image.tobytes())


@pytest.mark.parametrize("target", [Format.JPEG, Format.WEBP, Format.AVIF, Format.BMP])
def test_deep_grey_is_scaled_to_8_bits_and_not_clipped(target: Format) -> None:
    found = _written(target, pictures.grey_16()).convert("L")
    assert found.getextrema() == pytest.approx((0, 255), abs=3)
    assert sum(found.resize((1, 1), Image.Resampling.BOX).tobytes()) == pytest.approx(127, abs=3)


@pytest.mark.parametrize("target", [Format.JPEG, Format.TIFF])
def test_press_colours_stay_press_colours(target: Format) -> None:
    image = pictures.cmyk((320, 200))
    found = _written(target, image)
    assert found.mode == "CMYK"
    assert found.getpixel((20, 20)) == pytest.approx(image.getpixel((20, 20)), abs=4)


@pytest.mark.parametrize("target", [Format.JPEG, Format.PNG, Format.WEBP, Format.AVIF, Format.TIFF])
def test_the_profile_of_the_frame_and_no_other_is_written(target: Format) -> None:
    image = pictures.photo((40, 30))
    image.info["icc_profile"] = b"of another picture"
    profile = pictures.srgb_profile()
    assert _written(target, image, profile=profile).info["icc_profile"] == profile
    assert "icc_profile" not in _written(target, image).info


@pytest.mark.parametrize("target", [Format.JPEG, Format.PNG, Format.TIFF, Format.BMP])
def test_dots_per_inch_are_written(target: Format) -> None:
    found = _written(target, pictures.photo((40, 30)), dpi=(300.0, 300.0)).info["dpi"]
    assert found == pytest.approx((300, 300), abs=0.1)


@pytest.mark.parametrize(("chroma", "sampling"), [("444", 0), ("422", 1), ("420", 2)])
def test_jpeg_has_the_chroma_asked_for_is_progressive_and_says_nothing(chroma: str, sampling: int) -> None:
    from PIL.JpegImagePlugin import get_sampling

    image = pictures.photo((64, 48))
    image.info["comment"] = b"of the source"
    found = Image.open(
        BytesIO(
            CODECS[Format.JPEG].writer.encode(still(Frame(pixels=image)), EncoderSettings(quality=80, chroma=chroma))
        )
    )
    assert get_sampling(found) == sampling
    assert found.info["progressive"]
    assert "comment" not in found.info


def test_red_text_stays_sharp_with_full_chroma() -> None:
    image = pictures.graphic()
    worst = {
        chroma: max(
            high
            for _, high in _difference(_written(Format.JPEG, image, EncoderSettings(quality=90, chroma=chroma)), image)
        )
        for chroma in ("420", "444")
    }
    assert worst["444"] < worst["420"] / 2


def _difference(one: Image.Image, other: Image.Image) -> list[tuple[int, int]]:
    return ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getextrema()  # type: ignore[return-value]


@pytest.mark.parametrize("clear", [False, True], ids=["opaque", "clear"])
@pytest.mark.parametrize("target", [Format.PNG, Format.GIF, Format.WEBP, Format.AVIF])
def test_animations_keep_their_frames_and_times(target: Format, clear: bool) -> None:
    found = _opened(CODECS[target].writer.encode(_animated(clear=clear), EXACT))
    shown = []
    for frame in ImageSequence.Iterator(found):
        frame.load()
        shown.append((frame.convert("RGBA"), frame.info["duration"]))
    # libwebp makes one frame of two equal ones.
    expected = list(zip(pictures.animation(clear=clear), pictures.DURATIONS_MS, strict=True))
    if target is Format.WEBP:
        expected[-2:] = [(expected[-1][0], sum(pictures.DURATIONS_MS[-2:]))]
    assert [duration for _, duration in shown] == pytest.approx([duration for _, duration in expected], abs=0.01)
    for (image, _), (canvas, _) in zip(shown, expected, strict=True):
        box = canvas.getchannel("A").getbbox()
        assert image.getchannel("A").getbbox() == box
        worst = max(high for _, high in ImageChops.difference(image.crop(box), canvas.crop(box)).getextrema())  # type: ignore[misc]
        assert worst <= (12 if target is Format.AVIF else 0)


@pytest.mark.parametrize("plays", [0, 1, 3])
def test_plays_are_counted_as_each_format_counts_them(plays: int) -> None:
    png, webp, gif = (
        _opened(CODECS[target].writer.encode(_animated(plays=plays), EXACT)).info
        for target in (Format.PNG, Format.WEBP, Format.GIF)
    )
    assert (png["loop"], webp["loop"]) == (plays, plays)
    assert gif.get("loop") == {0: 0, 1: None, 3: 2}[plays]


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
@pytest.mark.parametrize("target", [Format.PNG, Format.GIF, Format.WEBP, Format.AVIF])
def test_an_animation_is_never_held_whole(target: Format, mode: str) -> None:
    count, made, most = 20, list[ReferenceType[Image.Image]](), 0

    def produce() -> Iterator[Frame]:
        nonlocal most
        for number in range(count):
            image = Image.new("RGB", (40, 30), (12 * number, 90, 250 - 12 * number)).convert(mode)
            made.append(ref(image))
            most = max(most, sum(one() is not None for one in made))
            yield Frame(pixels=image, duration_ms=10 * number + 20)

    data = CODECS[target].writer.encode(FrameSequence(count=count, produce=produce, animated=True), EXACT)
    assert most < 6
    assert _opened(data).n_frames == count  # type: ignore[attr-defined]


def test_gif_times_do_not_drift() -> None:
    frames = FrameSequence(
        count=9,
        produce=lambda: (Frame(pixels=Image.new("RGB", (4, 4), (0, 0, n)), duration_ms=33.3) for n in range(9)),
        animated=True,
    )
    found = _opened(CODECS[Format.GIF].writer.encode(frames, EXACT))
    total = 0
    for frame in ImageSequence.Iterator(found):
        frame.load()
        total += frame.info["duration"]
    assert total == 300


def test_a_gif_keeps_the_colours_and_order_of_a_palette() -> None:
    """Converting a palette with transparency once broke the palette that Pillow writes next."""
    image = pictures.palette(clear=True)
    image.convert("RGBA")
    found = _written(Format.GIF, image)
    assert _equal(found, pictures.palette(clear=True))
    assert found.info["transparency"] == 0


def test_a_gif_of_few_colours_is_exact_and_a_photo_is_dithered() -> None:
    few = pictures.palette().convert("RGB")
    assert _equal(_written(Format.GIF, few), few)
    photo = pictures.photo((200, 150))
    found = _written(Format.GIF, photo).convert("RGB")
    means = [image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)) for image in (found, photo)]
    assert means[0] == pytest.approx(means[1], abs=3)


def test_tiff_pages_keep_their_own_mode_size_profile_and_dpi() -> None:
    pages = (
        Frame(pixels=pictures.photo((40, 30)), profile=pictures.srgb_profile(), dpi=(300.0, 300.0)),
        Frame(pixels=pictures.bilevel((64, 48)), dpi=(200.0, 200.0)),
        Frame(pixels=pictures.grey_16((20, 10))),
    )
    found = _opened(CODECS[Format.TIFF].writer.encode(FrameSequence(count=3, produce=lambda: iter(pages)), EXACT))
    seen = []
    for page in ImageSequence.Iterator(found):
        assert isinstance(page, TiffImageFile)
        page.load()
        seen.append((page.mode, page.size, page.info.get("compression"), _ICC_TAG in page.tag_v2))
    assert seen == [
        ("RGB", (40, 30), "tiff_lzw", True),
        ("1", (64, 48), "group4", False),
        ("I;16", (20, 10), "tiff_lzw", False),
    ]


def test_a_tiff_is_packed_harder_where_bytes_count() -> None:
    image = pictures.photo((200, 150))
    sizes = [
        len(CODECS[Format.TIFF].writer.encode(still(Frame(pixels=image)), EncoderSettings(quality=None, small=small)))
        for small in (False, True)
    ]
    assert sizes[1] < sizes[0] < 200 * 150 * 3


def test_a_jpeg_in_a_tiff_is_not_compressed_as_jpeg_again(tmp_path: Path) -> None:
    pictures.photo((64, 64)).save(tmp_path / "in.tif", compression="jpeg")
    image = Image.open(tmp_path / "in.tif")
    image.load()
    assert _equal(_written(Format.TIFF, image), image, "RGB")


def test_an_icon_has_every_size() -> None:
    frames = FrameSequence(
        count=2, produce=lambda: (Frame(pixels=pictures.with_alpha((side, side))) for side in (16, 48))
    )
    assert _opened(CODECS[Format.ICO].writer.encode(frames, EXACT)).info["sizes"] == {(16, 16), (48, 48)}


@pytest.mark.parametrize("quality", [None, 80])
@pytest.mark.parametrize("source", ["photo", "bilevel", "grey", "press", "palette"])
def test_a_pdf_has_a_page_a_picture_as_large_as_its_dpi_say(source: str, quality: int | None) -> None:
    image = SOURCES[source]()
    frames = FrameSequence(count=2, produce=lambda: (Frame(pixels=image, dpi=(72.0, 72.0)) for _ in range(2)))
    data = CODECS[Format.PDF].writer.encode(frames, EncoderSettings(quality=quality))
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)
    assert [(float(across), float(down)) for across, down in boxes] == [image.size, image.size]
    for number, offset in enumerate(re.findall(rb"(\d{10}) 00000 n", data), 1):
        assert data.startswith(b"%d 0 obj" % number, int(offset))
    has_jpeg = b"/DCTDecode" in data
    assert has_jpeg == (quality is not None and source != "bilevel")


def test_a_pdf_keeps_the_profile_that_fits() -> None:
    image = pictures.photo((20, 20))
    with_profile = CODECS[Format.PDF].writer.encode(still(Frame(pixels=image, profile=pictures.srgb_profile())), EXACT)
    assert b"/ICCBased" in with_profile
    grey = CODECS[Format.PDF].writer.encode(
        still(Frame(pixels=image.convert("L"), profile=pictures.srgb_profile())), EXACT
    )
    assert b"/ICCBased" not in grey


@pytest.mark.parametrize(("target", "module"), [(Format.HEIC, "pillow_heif"), (Format.JXL, "pillow_jxl")])
def test_an_extra_that_is_missing_is_named(target: Format, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(Failure) as failed:
        CODECS[target].writer.encode(still(Frame(pixels=pictures.photo((8, 8)))), EXACT)
    assert failed.value.code is ErrorCode.FORMAT_NOT_AVAILABLE
    assert failed.value.facts.extra == target


@pytest.mark.parametrize("source", ["photo", "alpha"])
@pytest.mark.parametrize(("target", "module"), [(Format.HEIC, "pillow_heif"), (Format.JXL, "pillow_jxl")])
def test_an_extra_keeps_every_pixel(target: Format, module: str, source: str) -> None:
    codec = pytest.importorskip(module, reason=f"needs the extra {target}")
    if target is Format.HEIC:
        codec.register_heif_opener()
    image = SOURCES[source]()
    assert _equal(_written(target, image), image)


@pytest.mark.parametrize("target", [Format.WEBP, Format.AVIF])
def test_parts_of_a_millisecond_add_up(target: Format) -> None:
    canvases = [pictures.photo((32, 24), seed) for seed in range(9)]
    frames = FrameSequence(
        count=9, produce=lambda: (Frame(pixels=canvas, duration_ms=100 / 3) for canvas in canvases), animated=True
    )
    with Image.open(BytesIO(CODECS[target].writer.encode(frames, EncoderSettings(quality=50)))) as image:
        times = []
        for number in range(9):
            image.seek(number)
            image.load()
            times.append(image.info["duration"])
    assert sum(times) == 300
