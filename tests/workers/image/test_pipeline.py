"""Whole jobs: what a person gave, what came out."""

from collections.abc import Sequence
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image

from tests.support.pictures import (
    DURATIONS_MS,
    animated,
    cmyk,
    encoded,
    graphic,
    grey_16,
    levels,
    photo,
    photo_jpeg,
    upright_mark,
    with_alpha,
)
from tests.support.profiles import DISPLAY_P3, display_p3_to_srgb, rgb_profile
from tests.workers.image.steps.test_orient import stored
from workers.errors import ErrorCode, Failure
from workers.formats import WRITABLE, Format
from workers.image import pipeline
from workers.image.formats.codec import Codec
from workers.image.formats.registry import CODECS
from workers.image.limits import MOST_PIXELS
from workers.outcome import Outcome, Stage
from workers.plan import Loss, Method
from workers.recipe import Box, ColorSpace, Fit, LongEdge, Lossless, Percent, Quality, Recipe

ORIENTATION = 274


def made(data: bytes, part: Path, **asked: object) -> Outcome:
    source = BytesIO(data)
    plan = pipeline.plan(source, Recipe(**asked))  # type: ignore[arg-type]
    if plan.stills > 1:
        part.mkdir()
    else:
        part.write_bytes(b"")
    return pipeline.make(plan, source, part, lambda stage, share: None)


def turned_jpeg(image: Image.Image, orientation: int, format_name: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    arguments = {"quality": 95, "subsampling": 0} if format_name == "JPEG" else {}
    return encoded(stored(image, orientation), format_name, exif=exif, **arguments)


def size_of(file: Path) -> tuple[int, int]:
    with Image.open(file) as image:
        return image.size


def distance(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one).astype(float) - np.asarray(other).astype(float)).mean())


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_every_orientation_comes_out_upright_and_tagged_once(
    tmp_path: Path, orientation: int, format_name: str
) -> None:
    mark = upright_mark((240, 160))
    outcome = made(turned_jpeg(mark, orientation, format_name), tmp_path / "part", size=Percent(50), format=Format.PNG)
    assert (outcome.width, outcome.height) == (120, 80)
    with Image.open(tmp_path / "part") as image:
        assert image.getexif().get(ORIENTATION, 1) == 1
        assert distance(image.convert("RGB"), mark.resize((120, 80))) < 3


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_part_is_cut_from_the_upright_picture(tmp_path: Path, orientation: int) -> None:
    picture = photo((240, 160)).convert("RGB")
    data = turned_jpeg(picture, orientation)
    made(data, tmp_path / "part", size=Box(50, 100, Fit.COVER), format=Format.PNG)
    expected = picture.resize((50, 100), Image.Resampling.LANCZOS, box=(80, 0, 160, 160))
    with Image.open(tmp_path / "part") as image:
        assert distance(image.convert("RGB"), expected) < 4


@pytest.mark.parametrize("edge", [100, 333, 600, 1199])
def test_shrinking_while_loading_is_as_good_as_scaling_the_whole(tmp_path: Path, edge: int) -> None:
    made(photo_jpeg(), tmp_path / "part", size=LongEdge(edge), format=Format.PNG)
    whole = Image.open(BytesIO(photo_jpeg())).convert("RGB")
    with Image.open(tmp_path / "part") as image:
        assert distance(image, whole.resize(image.size, Image.Resampling.LANCZOS)) < 1.5


def test_a_jpeg_at_the_quality_asked_for_keeps_every_pixel(tmp_path: Path) -> None:
    data = photo_jpeg(quality=80)
    outcome = made(data, tmp_path / "part", goal=Quality(80))
    assert outcome.encodes == 0
    with Image.open(tmp_path / "part") as image, Image.open(BytesIO(data)) as source:
        assert image.tobytes() == source.tobytes()
    assert outcome.bytes <= len(data)


def test_an_output_that_would_be_larger_keeps_the_originals_pixels(tmp_path: Path) -> None:
    data = photo_jpeg(quality=40)
    # Tables that belong to no quality, so that it is encoded.
    odd = encoded(Image.open(BytesIO(data)), quality=-1, qtables=[[30] * 64, [40] * 64])
    outcome = made(odd, tmp_path / "part", goal=Quality(95))
    assert outcome.quality is None
    assert outcome.bytes <= len(odd)
    with Image.open(tmp_path / "part") as image, Image.open(BytesIO(odd)) as source:
        assert image.tobytes() == source.tobytes()
    larger = made(odd, tmp_path / "larger", goal=Quality(95), keep_larger=True)
    assert larger.quality == 95
    assert larger.bytes > len(odd)


def test_an_output_that_would_be_larger_and_cannot_be_packed_is_the_original(tmp_path: Path) -> None:
    data = encoded(photo((320, 200)), "WEBP", quality=40)
    outcome = made(data, tmp_path / "part", goal=Quality(90))
    assert outcome.kept_original
    assert (tmp_path / "part").read_bytes() == data


def test_a_larger_output_stays_where_another_size_was_asked_for(tmp_path: Path) -> None:
    outcome = made(encoded(graphic((64, 64)), "GIF"), tmp_path / "part", size=LongEdge(60), format=Format.PNG)
    assert not outcome.kept_original
    assert (outcome.width, outcome.height) == (60, 60)


def test_wide_colours_are_converted_when_asked_and_kept_otherwise(tmp_path: Path) -> None:
    picture = photo((120, 80)).point(lambda level: 64 + level // 2)
    data = encoded(picture, "PNG", icc_profile=rgb_profile(DISPLAY_P3))
    made(data, tmp_path / "kept", size=Percent(50), goal=Lossless())
    made(data, tmp_path / "srgb", size=Percent(50), color=ColorSpace.SRGB, goal=Lossless())
    with Image.open(tmp_path / "kept") as kept, Image.open(tmp_path / "srgb") as converted:
        assert kept.info["icc_profile"] == rgb_profile(DISPLAY_P3)
        assert converted.info["icc_profile"] != rgb_profile(DISPLAY_P3)
        expected = display_p3_to_srgb(np.asarray(kept.convert("RGB")))
        assert np.abs(np.asarray(converted.convert("RGB")).astype(float) - expected).mean() < 0.6


def test_a_format_without_profiles_gets_srgb(tmp_path: Path) -> None:
    field = Image.new("RGB", (40, 40), (200, 120, 90))
    made(encoded(field, "PNG", icc_profile=rgb_profile(DISPLAY_P3)), tmp_path / "part", format=Format.BMP)
    expected = display_p3_to_srgb(np.array([[(200, 120, 90)]], dtype=np.uint8))[0, 0]
    with Image.open(tmp_path / "part") as image:
        assert np.abs(np.array(image.getpixel((5, 5))) - expected).max() <= 2


def test_press_colours_become_screen_colours_for_a_screen_format(tmp_path: Path) -> None:
    made(encoded(cmyk(), "TIFF"), tmp_path / "part", format=Format.PNG)
    with Image.open(tmp_path / "part") as image:
        assert image.mode == "RGB"
        cyan, magenta, yellow, black = (levels(image, (number * 40 + 20, 20)) for number in range(4))
    assert cyan[0] < 80
    assert cyan[2] > 130
    assert magenta[1] < 80
    assert magenta[0] > 150
    assert yellow[2] < 80
    assert yellow[0] > 200
    assert max(black) < 70


def test_16_bit_grey_comes_through_to_the_last_bit(tmp_path: Path) -> None:
    ramp = grey_16((256, 16))
    made(encoded(ramp, "PNG"), tmp_path / "part", format=Format.TIFF)
    with Image.open(tmp_path / "part") as image:
        assert image.mode == "I;16"
        assert image.tobytes() == ramp.tobytes()


def test_transparency_is_laid_on_the_colour_asked_for(tmp_path: Path) -> None:
    made(encoded(with_alpha(), "PNG"), tmp_path / "part", format=Format.JPEG, background="#00ff00", goal=Quality(95))
    with Image.open(tmp_path / "part") as image:
        corner = image.getpixel((2, 2))
    assert np.abs(np.array(corner) - (0, 255, 0)).max() <= 6


@pytest.mark.parametrize("source", ["GIF", "PNG", "WEBP"])
@pytest.mark.parametrize("target", [Format.GIF, Format.PNG, Format.WEBP, Format.AVIF])
def test_animations_keep_frames_and_times(tmp_path: Path, source: str, target: Format) -> None:
    outcome = made(animated(source), tmp_path / "part", size=LongEdge(60), format=target)
    assert outcome.frames == 5
    with Image.open(tmp_path / "part") as image:
        assert image.n_frames == 5  # type: ignore[attr-defined]
        times = []
        for index in range(5):
            image.seek(index)
            image.load()
            times.append(round(float(image.info["duration"])))
    assert times == list(DURATIONS_MS)


def test_pages_become_a_folder_of_stills(tmp_path: Path) -> None:
    pages: Sequence[Image.Image] = [photo((120, 80)), photo((60, 90), seed=1), photo((50, 40), seed=2)]
    sink = BytesIO()
    pages[0].save(sink, "TIFF", save_all=True, append_images=list(pages[1:]))
    outcome = made(sink.getvalue(), tmp_path / "part", format=Format.PNG, size=LongEdge(60))
    files = sorted((tmp_path / "part").iterdir())
    assert [file.name for file in files] == ["001.png", "002.png", "003.png"]
    assert [size_of(file) for file in files] == [(60, 40), (40, 60), (50, 40)]
    assert outcome.bytes == sum(file.stat().st_size for file in files)
    digests = "".join(blake2b(file.read_bytes(), digest_size=32).hexdigest() for file in files)
    assert outcome.digest == blake2b(digests.encode(), digest_size=32).hexdigest()


def test_the_outcome_tells_the_file(tmp_path: Path) -> None:
    outcome = made(photo_jpeg(), tmp_path / "part", size=LongEdge(300))
    written = (tmp_path / "part").read_bytes()
    assert (outcome.format, outcome.width, outcome.height) == (Format.JPEG, 300, 200)
    assert outcome.bytes == len(written)
    assert outcome.digest == blake2b(written, digest_size=32).hexdigest()
    assert outcome.quality == 82
    assert outcome.promises


def test_equal_jobs_give_equal_bytes(tmp_path: Path) -> None:
    data = encoded(photo((120, 80)), "PNG", icc_profile=rgb_profile(DISPLAY_P3))
    asked = {"format": Format.JPEG, "color": ColorSpace.SRGB}
    assert made(data, tmp_path / "one", **asked).digest == made(data, tmp_path / "two", **asked).digest


def test_progress_goes_forward_through_the_stages_to_the_end(tmp_path: Path) -> None:
    source, part = BytesIO(photo_jpeg()), tmp_path / "part"
    part.write_bytes(b"")
    told: list[tuple[Stage, float]] = []
    plan = pipeline.plan(source, Recipe(size=LongEdge(300)))
    pipeline.make(plan, source, part, lambda stage, share: told.append((stage, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    stages = list(dict.fromkeys(stage for stage, _ in told))
    assert stages == [Stage.DECODING, Stage.RESIZING, Stage.COMPRESSING, Stage.CHECKING]


class _CancelledError(Exception):
    """What the pool raises out of a progress report."""


def test_a_report_of_progress_may_end_the_job(tmp_path: Path) -> None:
    source, part = BytesIO(photo_jpeg()), tmp_path / "part"
    part.write_bytes(b"")
    plan = pipeline.plan(source, Recipe(size=LongEdge(300)))

    def cancel(stage: Stage, share: float) -> None:
        raise _CancelledError

    with pytest.raises(_CancelledError):
        pipeline.make(plan, source, part, cancel)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ErrorCode.SOURCE_EMPTY),
        (b"just some text", ErrorCode.NOT_A_PICTURE),
        (b"%PDF-1.7\n", ErrorCode.UNSUPPORTED_FORMAT),
        (b"\xff\xd8\xff\xe0", ErrorCode.ENDS_EARLY),
    ],
)
def test_what_is_no_picture_is_said_before_the_work(data: bytes, code: ErrorCode) -> None:
    with pytest.raises(Failure) as caught:
        pipeline.plan(BytesIO(data), Recipe())
    assert caught.value.code is code


def test_a_picture_larger_than_any_is_refused_by_its_header() -> None:
    header = bytearray(encoded(Image.new("L", (8, 8)), "BMP"))
    header[18:26] = (40_000).to_bytes(4, "little") + (40_000).to_bytes(4, "little")
    with pytest.raises(Failure) as caught:
        pipeline.plan(BytesIO(header), Recipe())
    assert caught.value.code is ErrorCode.TOO_LARGE
    assert caught.value.facts.limit == MOST_PIXELS


def test_a_damaged_source_fails_also_where_its_bytes_would_only_be_repacked(tmp_path: Path) -> None:
    whole = photo_jpeg(quality=60)
    with pytest.raises(Failure) as caught:
        made(whole[: len(whole) // 2] + b"\xff\xd9", tmp_path / "part", goal=Lossless())
    assert caught.value.code is ErrorCode.ENDS_EARLY


def test_what_plan_says_is_what_make_does(tmp_path: Path) -> None:
    source = BytesIO(encoded(with_alpha(), "PNG"))
    plan = pipeline.plan(source, Recipe(format=Format.JPEG))
    assert plan.method is Method.ENCODE
    assert Loss.TRANSPARENCY in plan.losses


GREY = photo((96, 64)).convert("L")
ODD_MODES = {
    "float": encoded(GREY.convert("F"), "TIFF"),
    "32 bit": encoded(GREY.convert("I").point(lambda level: level * 1000), "TIFF"),
    "lab": encoded(Image.merge("LAB", (GREY, GREY, GREY)), "TIFF"),
    "16 bit with a clear grey": encoded(grey_16(), "PNG", transparency=0),
    "16 bit, big end first": encoded(Image.frombytes("I;16B", (256, 64), grey_16().tobytes()), "TIFF"),
    "grey with alpha": encoded(Image.merge("LA", (GREY, GREY)), "PNG"),
    "2 bit palette with a clear entry": encoded(GREY.quantize(4), "PNG", bits=2, transparency=0),
    "clear colour": encoded(photo((96, 64)), "PNG", transparency=(1, 2, 3)),
    "single bits": encoded(GREY.convert("1"), "PNG", transparency=0),
    "cmyk": encoded(cmyk(), "JPEG"),
    "one pixel": encoded(Image.new("RGB", (1, 1))),
    "one pixel wide": encoded(Image.new("RGB", (1, 3000))),
}


@pytest.mark.parametrize("target", [None, *(target for target in WRITABLE if target not in {Format.HEIC, Format.JXL})])
@pytest.mark.parametrize("source", ODD_MODES)
def test_every_mode_goes_into_every_format(tmp_path: Path, source: str, target: Format | None) -> None:
    made(ODD_MODES[source], tmp_path / "plain", format=target)
    outcome = made(ODD_MODES[source], tmp_path / "small", format=target, size=LongEdge(30), flatten=True)
    assert max(outcome.width, outcome.height) <= 30


@pytest.mark.parametrize("size", [(240, 160), (900, 600)], ids=["whole", "in parts"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_packer_that_gives_another_picture_is_found(
    kind: str, size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = photo(size)
    other = encoded(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), kind)
    codec = CODECS[Format[kind]]
    packing = replace(codec, encoder=replace(codec.writer, repack=lambda _: other))
    monkeypatch.setitem(cast("dict[Format, Codec]", CODECS), codec.format, packing)
    with pytest.raises(Failure) as failed:
        made(encoded(image, kind) + bytes(2000), tmp_path / "part", goal=Lossless())
    assert failed.value.code is ErrorCode.CHECK_FAILED
