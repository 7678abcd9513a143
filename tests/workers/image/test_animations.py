"""What browsers show of an animation comes out of it, frame by frame."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.support.pictures import animation, encoded
from tests.workers.image.test_deep import needs_extra
from workers.binary.source import ByteSource
from workers.errors import ErrorCode, Failure
from workers.formats import Format
from workers.image.decode import decode
from workers.image.formats.gif import container as gif
from workers.image.formats.png import container as png
from workers.image.formats.webp import container as riff
from workers.image.pipeline import make, plan
from workers.image.thumbnail import preview
from workers.outcome import Outcome, Raster
from workers.plan import Loss
from workers.recipe import AsItIs, Frames, LongEdge, Lossless, Quality, Recipe, Rectangle, Size

Color = tuple[int, int, int]
Pixel = tuple[int, int, int, int]
Box = tuple[int, int, int, int]
RED, BLUE, GREEN = (255, 0, 0), (0, 0, 255), (0, 255, 0)
NOTHING = (0, 0, 0, 0)
WHOLE, PART, CORNER = (0, 0, 20, 20), (0, 0, 10, 10), (15, 15, 5, 5)
LEAVE, CLEAR, RESTORE, RESTORE_TOO = 1, 2, 3, 4


def frame(color: Color, box: tuple[int, int, int, int], dispose: int, delay: int = 10) -> bytes:
    """The blocks of one frame (left, top, width, height) of one opaque colour with a table of its own; the delay in 1/100 s."""
    still = encoded(Image.new("P", box[2:], 0), "GIF")
    block = next(block for block in gif.blocks(ByteSource.of(still)) if block.label == gif.IMAGE)
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


@pytest.mark.parametrize("dispose", [RESTORE, RESTORE_TOO])
def test_a_frame_that_goes_again_leaves_what_was_before_it(dispose: int) -> None:
    whole, part = (0, 0, 20, 20), (0, 0, 10, 10)
    data = gif_of(frame(RED, whole, LEAVE), frame(BLUE, part, dispose), frame(GREEN, (10, 10, 10, 10), LEAVE))
    assert pixels(data, (5, 5), (15, 15))[2] == [(*RED, 255), (*GREEN, 255)]


def test_before_the_first_frame_there_is_nothing() -> None:
    data = gif_of(frame(RED, (0, 0, 20, 20), RESTORE), frame(GREEN, (10, 10, 10, 10), LEAVE))
    assert pixels(data, (5, 5), (15, 15)) == [[(*RED, 255), (*RED, 255)], [NOTHING, (*GREEN, 255)]]


@pytest.mark.parametrize("box", [(15, 15, 10, 10), (100, 3, 10, 10), (3, 60_000, 20, 20), (20, 20, 40, 40)])
def test_of_a_frame_over_the_edge_only_what_lies_on_the_canvas_is_shown(box: Box) -> None:
    data = gif_of(frame(RED, WHOLE, LEAVE), frame(BLUE, box, LEAVE))
    corner = BLUE if box[0] == 15 else RED
    assert pixels(data, (2, 2), (19, 19)) == [[(*RED, 255), (*RED, 255)], [(*RED, 255), (*corner, 255)]]


@pytest.mark.parametrize("target", [Format.PNG, Format.WEBP, Format.GIF, Format.AVIF, Format.JPEG, Format.TIFF])
@pytest.mark.parametrize("kind", ["gif", "png", "webp"])
def test_an_animation_of_one_frame_is_a_picture(kind: str, target: Format, tmp_path: Path) -> None:
    film = {
        "gif": gif_of(frame(RED, (0, 0, 20, 20), CLEAR)).replace(
            b"\x21\xf9", b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x05\0\0\x21\xf9", 1
        ),
        "png": apng_of((RED, (0, 0, 20, 20), 1)),
        "webp": one_frame_webp(),
    }[kind]
    outcome, made = converted(film, target, tmp_path)
    assert outcome.frames == 1
    assert is_red(preview(BytesIO(made), 8).raster)
    assert not {Loss.ANIMATION, Loss.LOOP, Loss.FRAME_TIMES} & set(plan(BytesIO(film), Recipe(format=target)).losses)


def one_frame_webp() -> bytes:
    """A WebP whose only picture is a frame."""
    still = encoded(Image.new("RGB", (20, 20), RED), "WEBP", lossless=True)
    side = (19).to_bytes(3, "little")
    head = riff.spell(b"VP8X", b"\x02\0\0\0" + 2 * side) + riff.spell(b"ANIM", b"\0\0\0\0\x03\0")
    body = b"WEBP" + head + riff.spell(b"ANMF", bytes(6) + 2 * side + b"\x64\0\0\0" + still[12:])
    return b"RIFF" + len(body).to_bytes(4, "little") + body


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


def apng(said: int, there: int) -> bytes:
    """An APNG whose header says another number of frames than there are."""
    sink = BytesIO()
    images = [Image.new("RGB", (9, 9), (20 * number, 0, 0)) for number in range(there)]
    images[0].save(sink, "PNG", save_all=True, append_images=images[1:], duration=100)
    chunks = list(png.chunks(ByteSource.of(sink.getvalue())))
    body = [(chunk.name, sink.getvalue()[chunk.data_at : chunk.data_at + chunk.size]) for chunk in chunks]
    changed = [(name, struct.pack(">I", said) + data[4:] if name == b"acTL" else data) for name, data in body]
    return png.SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in changed
    )


def with_hidden(*frames: Color, size: tuple[int, int] = (20, 20), hidden: Color = BLUE) -> bytes:
    """An APNG whose own picture is none of its frames: who knows no frames sees it, nobody else."""
    moving = [Image.new("RGB", size, color) for color in frames]
    return encoded(
        Image.new("RGB", size, hidden), "PNG", save_all=True, append_images=moving, default_image=True, duration=100
    )


ONE_HIDDEN, TWO_HIDDEN = with_hidden(RED), with_hidden(RED, GREEN)


@pytest.mark.parametrize("target", [Format.PNG, Format.WEBP, Format.GIF, Format.AVIF, Format.JPEG, Format.TIFF])
@pytest.mark.parametrize("size", [AsItIs(), LongEdge(10)])
def test_the_single_frame_of_an_apng_is_shown_and_not_the_picture_hidden_before_it(
    target: Format, size: Size, tmp_path: Path
) -> None:
    part = tmp_path / "part"
    part.write_bytes(b"")
    planned = plan(BytesIO(ONE_HIDDEN), Recipe(format=target, size=size, goal=Quality(90), keep_larger=True))
    assert (planned.facts.frames, planned.frames) == (1, 1)
    make(planned, BytesIO(ONE_HIDDEN), part, lambda _stage, _share: None)
    assert is_red(preview(BytesIO(part.read_bytes()), 8).raster)


def hidden_deep(color: int, shades: tuple[int, ...], box: Box = (0, 0, 20, 20)) -> bytes:
    """An APNG of 16 bits of colour type 0 or 2 whose one frame has these shades, with a black picture hidden before it."""
    width, height = box[2] - box[0], box[3] - box[1]
    head = png.spell(b"IHDR", struct.pack(">IIBBBBB", 20, 20, 16, color, 0, 0, 0))
    black = zlib.compress((b"\0" + bytes(20 * 2 * len(shades))) * 20)
    shown = zlib.compress((b"\0" + struct.pack(f">{len(shades)}H", *shades) * width) * height)
    return png.SIGNATURE + b"".join((
        head,
        png.spell(b"acTL", struct.pack(">II", 1, 0)),
        png.spell(b"IDAT", black),
        png.spell(b"fcTL", struct.pack(">IIIIIHHBB", 0, width, height, box[0], box[1], 1, 10, 0, 0)),
        png.spell(b"fdAT", struct.pack(">I", 1) + shown),
        png.spell(b"IEND", b""),
    ))  # fmt: skip


@pytest.mark.parametrize(("color", "shades"), [(0, (40_001,)), (2, (40_001, 20_002, 65_535))])
@pytest.mark.parametrize("target", [Format.PNG, Format.TIFF, Format.WEBP])
@pytest.mark.parametrize("size", [AsItIs(), LongEdge(10)])
def test_the_frame_of_a_deep_apng_is_shown_at_its_depth(
    color: int, shades: tuple[int, ...], target: Format, size: Size, tmp_path: Path
) -> None:
    data, part = hidden_deep(color, shades), tmp_path / "part"
    part.write_bytes(b"")
    planned = plan(BytesIO(data), Recipe(format=target, size=size, goal=Lossless(), keep_larger=True))
    make(planned, BytesIO(data), part, lambda _stage, _share: None)
    seen = preview(BytesIO(part.read_bytes()), 8).raster.rgba[:3]
    assert seen == pytest.approx([shade / 257 for shade in shades * (3 // len(shades))], abs=2)
    written = plan(BytesIO(part.read_bytes()), Recipe()).facts
    assert (written.bits >= 16) == (Loss.DEPTH not in planned.losses)


@pytest.mark.parametrize("extra", [pytest.param(True, marks=needs_extra), False], ids=["deep-color", "plain"])
@pytest.mark.parametrize(("color", "shades"), [(0, (40_001,)), (2, (40_001, 20_002, 65_535))])
@pytest.mark.parametrize("target", [Format.PNG, Format.TIFF, Format.WEBP])
def test_a_deep_frame_that_does_not_cover_its_canvas_is_shown_in_its_place(
    color: int, shades: tuple[int, ...], target: Format, extra: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not extra:
        monkeypatch.setattr("workers.image.resolve.colors.is_there", lambda: False)
    data, part = hidden_deep(color, shades, (5, 3, 12, 9)), tmp_path / "part"
    part.write_bytes(b"")
    planned = plan(
        BytesIO(data), Recipe(format=target, crop=Rectangle(1, 1, 18, 18), goal=Lossless(), keep_larger=True)
    )
    make(planned, BytesIO(data), part, lambda _stage, _share: None)
    shown = preview(BytesIO(part.read_bytes()), 18).raster
    image = Image.frombytes("RGBA", (shown.width, shown.height), shown.rgba)
    assert image.getchannel("A").point(bool).getbbox() == (4, 2, 11, 8)
    assert image.getpixel((6, 5)) == pytest.approx(
        [*(shade / 257 for shade in shades * (3 // len(shades))), 255], abs=2
    )
    assert (plan(BytesIO(part.read_bytes()), Recipe()).facts.bits >= 16) == (Loss.DEPTH not in planned.losses)


@pytest.mark.parametrize("data", [ONE_HIDDEN, TWO_HIDDEN])
@pytest.mark.parametrize("target", [Format.PNG, Format.JPEG])
def test_the_first_frame_is_the_first_that_is_shown(data: bytes, target: Format, tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.write_bytes(b"")
    planned = plan(BytesIO(data), Recipe(format=target, frames=Frames.FIRST))
    make(planned, BytesIO(data), part, lambda _stage, _share: None)
    assert is_red(preview(BytesIO(part.read_bytes()), 8).raster)


@pytest.mark.parametrize("data", [ONE_HIDDEN, TWO_HIDDEN])
def test_a_thumbnail_is_of_what_is_shown(data: bytes) -> None:
    assert is_red(preview(BytesIO(data), 8).raster)


def test_a_hidden_picture_is_no_frame(tmp_path: Path) -> None:
    outcome, made = converted(TWO_HIDDEN, Format.WEBP, tmp_path)
    assert outcome.frames == 2
    assert pixels(made, (5, 5)) == [[(*RED, 255)], [(*GREEN, 255)]]
    _, packed = converted(TWO_HIDDEN, Format.PNG, tmp_path)
    assert pixels(packed, (5, 5)) == [[(*RED, 255)], [(*GREEN, 255)]]


OPAQUE = {
    "each over the other": gif_of(frame(RED, WHOLE, LEAVE), frame(BLUE, PART, LEAVE)),
    "each cleared and covered": gif_of(frame(RED, WHOLE, CLEAR), frame(BLUE, WHOLE, CLEAR)),
    "a part cleared and covered": gif_of(frame(RED, WHOLE, LEAVE), frame(BLUE, PART, CLEAR), frame(RED, WHOLE, LEAVE)),
    "each undone": gif_of(frame(RED, WHOLE, LEAVE), frame(BLUE, PART, RESTORE), frame(BLUE, CORNER, LEAVE)),
}


@pytest.mark.parametrize("data", OPAQUE.values(), ids=OPAQUE)
def test_an_animation_whose_frames_cover_each_other_is_opaque(data: bytes) -> None:
    planned = plan(BytesIO(data), Recipe(format=Format.JPEG))
    assert not planned.facts.alpha
    assert Loss.TRANSPARENCY not in planned.losses


def test_what_changes_in_an_opaque_animation_does_not_make_it_transparent() -> None:
    first, *rest = (canvas.convert("RGB") for canvas in animation())
    data = encoded(first, "GIF", save_all=True, append_images=rest, duration=100)
    assert any(block.label == gif.CONTROL and data[block.data_at + 1] & 1 for block in gif.blocks(ByteSource.of(data)))
    assert not plan(BytesIO(data), Recipe(format=Format.JPEG)).facts.alpha


def apng_of(*frames: tuple[Color, Box, int]) -> bytes:
    """An APNG of 20 x 20 opaque pixels of frames of one colour (left, top, right, bottom), and what becomes of each."""
    made, sequence = png.SIGNATURE, 0
    for number, (color, (left, top, right, bottom), dispose) in enumerate(frames):
        size = (right - left, bottom - top)
        still = encoded(Image.new("RGB", size, color), "PNG")
        data = {
            chunk.name: still[chunk.data_at : chunk.data_at + chunk.size] for chunk in png.chunks(ByteSource.of(still))
        }
        if number == 0:
            made += png.spell(b"IHDR", data[b"IHDR"]) + png.spell(b"acTL", struct.pack(">II", len(frames), 0))
        made += png.spell(b"fcTL", struct.pack(">IIIIIHHBB", sequence, *size, left, top, 1, 10, dispose, 0))
        sequence += 1
        if number == 0:
            made += png.spell(b"IDAT", data[b"IDAT"])
        else:
            made += png.spell(b"fdAT", struct.pack(">I", sequence) + data[b"IDAT"])
            sequence += 1
    return made + png.spell(b"IEND", b"")


@pytest.mark.parametrize("target", [Format.WEBP, Format.PNG, Format.GIF, Format.AVIF])
def test_what_an_apng_clears_is_seen_through_though_its_pixels_are_opaque(target: Format, tmp_path: Path) -> None:
    stays, cleared = 0, 1
    data = apng_of((RED, (0, 0, 20, 20), stays), (BLUE, (5, 5, 10, 10), cleared), (GREEN, (15, 15, 20, 20), stays))
    outcome, made = converted(data, target, tmp_path)
    assert outcome.frames == 3
    seen = pixels(made, (7, 7), (2, 2))
    assert [[pixel[3] > 200 for pixel in row] for row in seen] == [[True, True], [True, True], [False, True]]
    if target is not Format.AVIF:
        assert seen == [[(*RED, 255), (*RED, 255)], [(*BLUE, 255), (*RED, 255)], [NOTHING, (*RED, 255)]]


def test_the_same_frames_uncleared_are_opaque() -> None:
    data = apng_of((RED, (0, 0, 20, 20), 0), (BLUE, (5, 5, 10, 10), 0), (GREEN, (15, 15, 20, 20), 1))
    assert not plan(BytesIO(data), Recipe(format=Format.WEBP)).facts.alpha


def is_red(found: Raster) -> bool:
    red, green, blue, alpha = found.rgba[:4]
    return red > 240 and max(green, blue) < 20 and alpha == 255


def renamed(data: bytes, change: Callable[[bytes, bytes], bytes | None]) -> bytes:
    """A PNG whose chunks have other data, or are left out."""
    chunks = [
        (chunk.name, data[chunk.data_at : chunk.data_at + chunk.size]) for chunk in png.chunks(ByteSource.of(data))
    ]
    changed = [(name, change(name, body)) for name, body in chunks]
    return png.SIGNATURE + b"".join(png.spell(name, body) for name, body in changed if body is not None)


MOVING = apng_of((RED, WHOLE, 0), (BLUE, (5, 5, 10, 10), 0))
NOT_ONE_BEHIND_THE_OTHER = renamed(MOVING, lambda name, body: b"\0\0\0\x07" + body[4:] if name == b"fdAT" else body)
FIRST_TOO_SMALL = renamed(
    MOVING,
    lambda name, body: (
        body[:4] + struct.pack(">II", 9, 9) + body[12:] if (name, body[:4]) == (b"fcTL", bytes(4)) else body
    ),
)


@pytest.mark.parametrize("data", [NOT_ONE_BEHIND_THE_OTHER, FIRST_TOO_SMALL])
def test_what_contradicts_itself_in_an_apng_is_refused_when_it_is_planned(data: bytes) -> None:
    with pytest.raises(Failure) as caught:
        plan(BytesIO(data), Recipe(format=Format.WEBP))
    assert caught.value.code is ErrorCode.DAMAGED


@pytest.mark.parametrize("target", [Format.PNG, Format.JPEG])
def test_a_png_that_says_it_has_no_frames_is_a_picture(target: Format, tmp_path: Path) -> None:
    frames = (b"fcTL", b"fdAT")
    data = renamed(MOVING, lambda name, body: bytes(8) if name == b"acTL" else None if name in frames else body)
    outcome, made = converted(data, target, tmp_path)
    assert outcome.frames == 1
    assert is_red(preview(BytesIO(made), 8).raster)


@pytest.mark.parametrize(("said", "there"), [(1, 2), (3, 2), (2, 3), (2**31, 2)])
@pytest.mark.parametrize("target", [Format.PNG, Format.WEBP])
def test_an_apng_of_another_number_of_frames_than_it_says_is_damaged(
    said: int, there: int, target: Format, tmp_path: Path
) -> None:
    with pytest.raises(Failure) as caught:
        converted(apng(said, there), target, tmp_path)
    assert caught.value.code is ErrorCode.DAMAGED
    assert str(there) in (caught.value.facts.detail or "")
