"""What browsers show of an animation comes out of it, frame by frame."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.support.pictures import encoded
from workers.engine.containers import gif, png
from workers.engine.containers.source import Source
from workers.engine.decode import decode
from workers.engine.pipeline import make, plan
from workers.errors import ErrorCode, Failure
from workers.formats import Format
from workers.outcome import Outcome
from workers.recipe import Lossless, Recipe

Color = tuple[int, int, int]
Pixel = tuple[int, int, int, int]
RED, BLUE, GREEN = (255, 0, 0), (0, 0, 255), (0, 255, 0)
NOTHING = (0, 0, 0, 0)
LEAVE, CLEAR, RESTORE = 1, 2, 3


def frame(color: Color, box: tuple[int, int, int, int], dispose: int, delay: int = 10) -> bytes:
    """The blocks of one frame (left, top, width, height) of one opaque colour with a table of its own; the delay in 1/100 s."""
    still = encoded(Image.new("P", box[2:], 0), "GIF")
    block = next(block for block in gif.blocks(Source.of(still)) if block.label == gif.IMAGE)
    table = bytes(color).ljust(768, b"\x07")
    control = b"\x21\xf9\x04" + bytes((dispose << 2,)) + struct.pack("<HB", delay, 0) + b"\x00"
    return control + b"\x2c" + struct.pack("<4H", *box) + b"\x87" + table + still[block.data_at - 1 : block.end]


def gif_of(*frames: bytes, size: tuple[int, int] = (20, 20)) -> bytes:
    return b"GIF89a" + struct.pack("<HH", *size) + b"\x00\x00\x00" + b"".join(frames) + b"\x3b"


def pixels(data: bytes, *places: tuple[int, int]) -> list[list[Pixel]]:
    """What each frame shows at these places, clear ones without their hidden colour."""
    planned = plan(BytesIO(data), Recipe(format=Format.PNG, goal=Lossless()))
    shown = [one.image.convert("RGBA") for one in decode(BytesIO(data), planned)]
    found = [[image.getpixel(place) for place in places] for image in shown]
    return [[pixel if pixel[3] else NOTHING for pixel in row] for row in found]  # type: ignore[index, misc]


def converted(data: bytes, target: Format, tmp_path: Path) -> tuple[Outcome, bytes]:
    part = tmp_path / "part"
    part.write_bytes(b"")
    planned = plan(BytesIO(data), Recipe(format=target, goal=Lossless(), keep_larger=True))
    return make(planned, BytesIO(data), part, lambda _stage, _share: None), part.read_bytes()


def test_a_cleared_frame_shows_what_is_behind_the_picture_and_no_colour_of_some_palette() -> None:
    whole, part = (0, 0, 20, 20), (0, 0, 10, 10)
    data = gif_of(frame(RED, whole, LEAVE), frame(BLUE, part, CLEAR), frame(GREEN, (10, 10, 10, 10), LEAVE))
    assert pixels(data, (5, 5), (15, 15)) == [
        [(*RED, 255), (*RED, 255)],
        [(*BLUE, 255), (*RED, 255)],
        [NOTHING, (*GREEN, 255)],
    ]


def test_a_frame_that_goes_again_leaves_what_was_before_it() -> None:
    whole, part = (0, 0, 20, 20), (0, 0, 10, 10)
    data = gif_of(frame(RED, whole, LEAVE), frame(BLUE, part, RESTORE), frame(GREEN, (10, 10, 10, 10), LEAVE))
    assert pixels(data, (5, 5), (15, 15))[2] == [(*RED, 255), (*GREEN, 255)]


@pytest.mark.parametrize("count", [1, 2])
def test_what_the_first_frame_leaves_uncovered_is_clear(count: int) -> None:
    data = gif_of(*[frame(RED, (5, 5, 10, 10), LEAVE)] * count)
    assert pixels(data, (2, 2), (7, 7)) == [[NOTHING, (*RED, 255)]] * count


@pytest.mark.parametrize("target", [Format.PNG, Format.WEBP, Format.GIF])
def test_opaque_frames_that_give_way_to_clear_ones(target: Format, tmp_path: Path) -> None:
    sink = BytesIO()
    opaque, clear = Image.new("RGBA", (40, 20), "red"), Image.new("RGBA", (40, 20), NOTHING)
    opaque.save(sink, "PNG", save_all=True, append_images=[clear, opaque], duration=70, disposal=0, blend=0)
    outcome, made = converted(sink.getvalue(), target, tmp_path)
    assert outcome.frames == 3
    assert pixels(made, (3, 3)) == [[(*RED, 255)], [NOTHING], [(*RED, 255)]]


def test_times_without_length_or_too_short_stay_what_they_are(tmp_path: Path) -> None:
    whole = (0, 0, 20, 20)
    data = gif_of(frame(RED, whole, LEAVE, 0), frame(BLUE, whole, LEAVE, 1), frame(GREEN, whole, LEAVE, 65535))
    _, made = converted(data, Format.PNG, tmp_path)
    planned = plan(BytesIO(made), Recipe(format=Format.GIF))
    assert [one.duration_ms for one in decode(BytesIO(made), planned)] == [0, 10, pytest.approx(655_350, abs=500)]


def apng(said: int, there: int) -> bytes:
    """An APNG whose header says another number of frames than there are."""
    sink = BytesIO()
    images = [Image.new("RGB", (9, 9), (20 * number, 0, 0)) for number in range(there)]
    images[0].save(sink, "PNG", save_all=True, append_images=images[1:], duration=100)
    chunks = list(png.chunks(Source.of(sink.getvalue())))
    body = [(chunk.name, sink.getvalue()[chunk.data_at : chunk.data_at + chunk.size]) for chunk in chunks]
    changed = [(name, struct.pack(">I", said) + data[4:] if name == b"acTL" else data) for name, data in body]
    return png.SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in changed
    )


@pytest.mark.parametrize(("said", "there"), [(1, 2), (3, 2), (2, 3), (2**31, 2)])
@pytest.mark.parametrize("target", [Format.PNG, Format.WEBP])
def test_an_apng_of_another_number_of_frames_than_it_says_is_damaged(
    said: int, there: int, target: Format, tmp_path: Path
) -> None:
    with pytest.raises(Failure) as caught:
        converted(apng(said, there), target, tmp_path)
    assert caught.value.code is ErrorCode.DAMAGED
    assert str(there) in (caught.value.facts.detail or "")
