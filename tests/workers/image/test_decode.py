"""Pictures are read whole or not at all, no larger than needed, frame by frame."""

from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.support.pictures import (
    DURATIONS_MS,
    animated,
    animation,
    encoded,
    graphic,
    grey_16,
    levels,
    photo,
    photo_jpeg,
    srgb_profile,
    with_alpha,
)
from workers.errors import ErrorCode, Failure
from workers.formats import Format
from workers.image import pipeline
from workers.image.decode import check_source, decode
from workers.image.decode.opening import reading
from workers.image.frames import FrameSequence
from workers.plan import Plan
from workers.recipe import Box, LongEdge, Recipe, Size


def planned(data: bytes, size: Size | None = None, target: Format | None = None) -> Plan:
    return pipeline.plan(BytesIO(data), Recipe(size=size or LongEdge(100_000), format=target))


def decoded(data: bytes, size: Size | None = None, target: Format | None = None) -> FrameSequence:
    return decode(BytesIO(data), planned(data, size, target))


def failure_of(data: bytes) -> Failure:
    with pytest.raises(Failure) as caught:
        list(decoded(data, target=Format.TIFF))
    return caught.value


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (None, (1200, 800)),
        (LongEdge(1199), (1200, 800)),
        (LongEdge(600), (600, 400)),
        (LongEdge(599), (600, 400)),
        (LongEdge(451), (600, 400)),
        (LongEdge(450), (450, 300)),
        (LongEdge(301), (450, 300)),
        (LongEdge(300), (300, 200)),
        (LongEdge(10), (150, 100)),
        # A square cut from it needs 400 lines, so that a smaller one would be enlarged.
        (Box(400, 400, "cover"), (600, 400)),  # type: ignore[arg-type]
    ],
)
def test_a_jpeg_is_decoded_no_larger_than_the_next_step_above_what_is_needed(
    size: Size | None, expected: tuple[int, int]
) -> None:
    assert decoded(photo_jpeg(), size).first().image.size == expected


@pytest.mark.parametrize("size", [(1201, 803), (799, 1200), (17, 33), (9, 9)])
@pytest.mark.parametrize("edge", [3, 7, 300, 449])
def test_a_jpeg_decoded_smaller_shows_the_whole_picture(size: tuple[int, int], edge: int) -> None:
    whole = Image.open(BytesIO(encoded(photo(size), subsampling=0)))
    image = decoded(encoded(photo(size), subsampling=0), LongEdge(edge)).first().image
    expected = np.asarray(whole.resize(image.size, Image.Resampling.BOX)).astype(int)
    assert np.abs(np.asarray(image) - expected).mean() < 6


@pytest.mark.parametrize("arguments", [{}, {"progressive": True}, {"restart_marker_rows": 2}, {"subsampling": 0}])
def test_a_jpeg_that_ends_in_middle_grey_is_not_mistaken_for_a_cut_one(arguments: dict[str, Any]) -> None:
    image = graphic((320, 240))
    image.paste((128, 128, 128), (0, 120, 320, 240))
    assert decoded(encoded(image, **arguments)).first().image.size == (320, 240)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("arguments", [{}, {"progressive": True}, {"restart_marker_rows": 1}, {"subsampling": 0}])
def test_a_whole_jpeg_is_whole_at_every_scale(mode: str, arguments: dict[str, Any]) -> None:
    """Between 1/4 and 3/8 completeness was once judged at another scale than the picture's."""
    image = photo((400, 300)).convert(mode)
    image.paste((128,) * len(image.getbands()), (0, 280, 400, 300))
    whole = encoded(image, **arguments)
    for edge in range(20, 401, 19):
        assert max(decoded(whole, LongEdge(edge)).first().image.size) >= edge


@pytest.mark.parametrize("arguments", [{}, {"progressive": True}, {"restart_marker_rows": 2}, {"subsampling": 0}])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.97])
@pytest.mark.parametrize("closed", [False, True])
def test_a_cut_jpeg_is_told_from_a_whole_one(arguments: dict[str, Any], share: float, closed: bool) -> None:
    """Closed with an end marker, as recovery tools do it, libjpeg fills the rest with grey and says nothing."""
    whole = encoded(photo((640, 480)), **arguments)
    cut = whole[: int(len(whole) * share)] + (b"\xff\xd9" if closed else b"")
    failure = failure_of(cut)
    assert failure.code is ErrorCode.ENDS_EARLY
    assert failure.facts.lines == 480
    if "progressive" not in arguments:
        assert failure.facts.line is not None
        assert abs(failure.facts.line - 480 * share) < 120


def test_a_jpeg_with_coded_data_left_over_is_damaged() -> None:
    whole = encoded(photo((640, 480)))
    header = encoded(photo((640, 240)))
    scan = header.index(b"\xff\xda")
    shorter = whole.index(b"\xff\xda")
    assert failure_of(header[:scan] + whole[shorter:]).code is ErrorCode.DAMAGED


def test_bytes_behind_the_end_of_a_jpeg_do_not_matter() -> None:
    whole = encoded(photo((320, 240)))
    assert decoded(whole + b"trailer" * 999).first().image.size == (320, 240)
    assert decoded(whole[:-2] + b"\0" * 50 + whole[-2:]).first().image.size == (320, 240)


@pytest.mark.parametrize("format_name", ["PNG", "GIF", "BMP", "TIFF", "WEBP", "AVIF"])
def test_a_cut_file_of_any_format_ends_early(format_name: str) -> None:
    whole = encoded(photo((160, 120)), format_name)
    assert failure_of(whole[: len(whole) * 2 // 3]).code is ErrorCode.ENDS_EARLY


def test_a_png_with_a_wrong_checksum_is_damaged() -> None:
    whole = bytearray(encoded(photo((160, 120)), "PNG"))
    # The last bytes of the last IDAT are its CRC; IEND's 12 follow.
    whole[-13] ^= 0xFF
    assert failure_of(bytes(whole)).code is ErrorCode.DAMAGED


def test_a_source_that_is_only_copied_is_looked_at_too() -> None:
    whole = photo_jpeg((640, 480))
    cut = whole[: len(whole) // 2] + b"\xff\xd9"
    with pytest.raises(Failure) as caught:
        check_source(BytesIO(cut), planned(cut))
    assert caught.value.code is ErrorCode.ENDS_EARLY


@pytest.mark.parametrize("message", ["out of memory", "Insufficient memory (case 4)"])
def test_missing_memory_is_never_called_damage(message: str) -> None:
    with pytest.raises(Failure) as caught, reading(1000):
        raise OSError(message)
    assert caught.value.code is ErrorCode.OUT_OF_MEMORY


def test_a_codec_that_hides_missing_memory_is_seen_through() -> None:
    """A failed allocation is reported as a broken stream by libjpeg."""
    with pytest.raises(Failure) as caught, reading(2**62):
        raise OSError("broken data stream when reading image file")
    assert caught.value.code is ErrorCode.OUT_OF_MEMORY


def test_an_error_of_the_drive_is_none_of_the_file() -> None:
    with pytest.raises(Failure) as caught, reading(1000):
        raise OSError(5, "Input/output error")
    assert caught.value.code is ErrorCode.DRIVE_ERROR


@pytest.mark.parametrize("format_name", ["GIF", "PNG", "WEBP"])
@pytest.mark.parametrize("clear", [False, True])
def test_frames_come_as_finished_canvases_with_their_times(format_name: str, clear: bool) -> None:
    frames = decoded(animated(format_name, plays=3, clear=clear))
    assert (frames.count, frames.plays, frames.animated) == (5, 3, True)
    for _ in range(2):
        got = list(frames)
        assert [frame.duration_ms for frame in got] == list(DURATIONS_MS)
        for frame, canvas in zip(got, animation(clear=clear), strict=True):
            seen, expected = (np.asarray(image.convert("RGBA")).astype(int) for image in (frame.image, canvas))
            # What is clear may hide any colour; one pixel marks the last frame.
            difference = np.abs(seen - expected) * np.maximum(seen[..., 3:], expected[..., 3:]) // 255
            assert (difference.max(axis=2) > 2).sum() <= 1


def test_half_transparent_frames_of_an_apng_are_laid_over_each_other_as_the_standard_says() -> None:
    """Two layers of half opacity cover three quarters; Pillow's own reader gives half."""
    first = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    second = Image.new("RGBA", (8, 8), (200, 0, 0, 128))
    third = Image.new("RGBA", (8, 8), (0, 0, 200, 128))
    data = encoded(
        first, "PNG", save_all=True, append_images=[second, third], duration=[100, 100, 100], blend=1, disposal=0
    )
    canvas = list(decoded(data))[2].image
    assert abs(levels(canvas, (4, 4))[3] - 192) <= 1


def test_pages_come_each_with_its_own_size_mode_and_resolution() -> None:
    pages = [photo((120, 80)), graphic((60, 90)).convert("L"), with_alpha((50, 40))]
    sink = BytesIO()
    pages[0].save(sink, "TIFF", save_all=True, append_images=pages[1:], dpi=(300, 300), compression="tiff_lzw")
    frames = decoded(sink.getvalue(), target=Format.PDF)
    assert (frames.count, frames.animated) == (3, False)
    assert [(frame.image.size, frame.image.mode) for frame in frames] == [
        ((120, 80), "RGB"),
        ((60, 90), "L"),
        ((50, 40), "RGBA"),
    ]
    assert frames.first().dpi == (300, 300)


def test_16_bit_grey_is_decoded_deep() -> None:
    ramp = grey_16()
    image = decoded(encoded(ramp, "PNG"), target=Format.TIFF).first().image
    assert (image.mode, image.tobytes()) == ("I;16", ramp.tobytes())


def test_16_bit_grey_of_a_big_endian_tiff_is_the_same_picture() -> None:
    ramp = grey_16()
    swapped = Image.frombytes("I;16B", ramp.size, np.asarray(ramp).astype(">u2").tobytes())
    image = decoded(encoded(swapped, "TIFF"), target=Format.PNG).first().image
    assert (image.mode, image.tobytes()) == ("I;16", ramp.tobytes())


def test_a_profile_that_does_not_fit_the_pixels_is_left_out() -> None:
    grey = encoded(photo((64, 48)).convert("L"), "TIFF", icc_profile=srgb_profile())
    assert decoded(grey, target=Format.TIFF).first().profile is None
    color = encoded(photo((64, 48)), "TIFF", icc_profile=srgb_profile())
    assert decoded(color, target=Format.TIFF).first().profile == srgb_profile()
