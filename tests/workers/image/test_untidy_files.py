"""Files of any format but JPEG are judged by their pixels: untidy but whole is done and told, damage is told from a cut."""

import struct
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.support.pictures import animated, encoded, photo
from workers.binary.source import ByteSource
from workers.errors import ErrorCode, Failure
from workers.facts import Flaw
from workers.formats import Format
from workers.image import pipeline
from workers.image.formats.gif.container import IMAGE, blocks
from workers.image.formats.png.container import SIGNATURE, spell
from workers.outcome import Outcome
from workers.recipe import Lossless, Metadata, Recipe

SIZE = (81, 60)
JUNK = bytes(number * 151 % 251 for number in range(7, 2000))


def png(size: tuple[int, int] = SIZE, *, behind: bytes = b"") -> bytes:
    """With pixels in several chunks, as most programs write them."""
    image = photo(size)
    rows = np.asarray(image)
    packed = zlib.compress(b"".join(b"\0" + row.tobytes() for row in rows))
    head = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    pixels = [spell(b"IDAT", packed[at : at + 4096]) for at in range(0, len(packed), 4096)]
    return b"".join((SIGNATURE, spell(b"IHDR", head), *pixels, behind, spell(b"IEND", b"")))


def whole(name: str) -> bytes:
    makers: Mapping[str, Callable[[], bytes]] = {
        "png": png,
        "moving png": lambda: animated("PNG"),
        "moving gif": lambda: animated("GIF"),
        "grey bmp": lambda: encoded(photo(SIZE).convert("L"), "BMP"),
        "odd webp": odd_webp,
        "ico": lambda: encoded(photo((64, 64)), "ICO", sizes=[(64, 64)]),
        "raw tiff": lambda: encoded(photo(SIZE), "TIFF"),
    }
    return makers[name]() if name in makers else encoded(photo(SIZE), name.upper())


def with_counts(data: bytes, more: int) -> bytes:
    """A TIFF of Pillow's whose strips say that they are so many bytes longer than they are."""
    changed = bytearray(data)
    start = struct.unpack_from("<I", data, 4)[0]
    for entry in range(start + 2, start + 2 + 12 * struct.unpack_from("<H", data, start)[0], 12):
        tag, kind, count, at = struct.unpack_from("<HHII", data, entry)
        code = {3: "H", 4: "I"}.get(kind, "I")
        if tag == 279:
            where = entry + 8 if count * struct.calcsize(code) <= 4 else at
            values = [value + more for value in struct.unpack_from(f"<{count}{code}", data, where)]
            struct.pack_into(f"<{count}{code}", changed, where, *values)
    return bytes(changed)


def with_length(data: bytes, more: int) -> bytes:
    """A WebP whose RIFF says that it is so many bytes longer."""
    return data[:4] + struct.pack("<I", struct.unpack_from("<I", data, 4)[0] + more) + data[8:]


def odd_webp() -> bytes:
    """One whose only chunk has an odd number of bytes, so that a zero fills it up."""
    tried = (encoded(photo((width, 60)), "WEBP", lossless=True) for width in range(75, 125))
    return next(data for data in tried if struct.unpack_from("<I", data, 16)[0] % 2)


def with_longer_media(data: bytes) -> bytes:
    at = data.rindex(b"mdat") - 4
    return data[:at] + struct.pack(">I", struct.unpack_from(">I", data, at)[0] + 100) + data[at + 4 :]


Change = Callable[[bytes], bytes]
UNTIDY: Mapping[tuple[str, str], tuple[Change, set[Flaw]]] = {
    ("png", "no IEND"): (lambda data: data[:-12], {Flaw.NO_END}),
    ("png", "half of IEND"): (lambda data: data[:-6], {Flaw.NO_END}),
    ("png", "IEND without checksum"): (lambda data: data[:-4], {Flaw.NO_END}),
    ("png", "the last checksum cut too"): (lambda data: data[:-14], {Flaw.NO_END}),
    ("png", "wrong checksum of IEND"): (lambda data: data[:-1] + b"\0", {Flaw.WRONG_CHECKSUM}),
    ("png", "a trailer and no IEND"): (lambda data: data[:-12] + JUNK, {Flaw.FOREIGN_END}),
    ("png", "a trailer"): (lambda data: data + JUNK, set()),
    ("png", "wrong checksum of a text"): (
        lambda data: data[:33] + spell(b"tEXt", b"Title\0x")[:-1] + b"\0" + data[33:],
        {Flaw.WRONG_CHECKSUM},
    ),
    ("moving png", "no IEND"): (lambda data: data[:-12], {Flaw.NO_END}),
    ("gif", "no trailer"): (lambda data: data[:-1], {Flaw.NO_END}),
    ("gif", "no end of the pixels' blocks"): (lambda data: data[:-2], {Flaw.NO_END}),
    ("gif", "something else for a trailer"): (lambda data: data[:-1] + b"\x77\x66" + JUNK, {Flaw.FOREIGN_END}),
    ("gif", "a trailer behind the trailer"): (lambda data: data + JUNK, set()),
    ("moving gif", "no trailer"): (lambda data: data[:-1], {Flaw.NO_END}),
    ("moving gif", "something else for a trailer"): (lambda data: data[:-1] + b"\x77" * 20, {Flaw.FOREIGN_END}),
    ("bmp", "no filling of the last row"): (lambda data: data[:-1], {Flaw.NO_FILLING}),
    ("grey bmp", "no filling of the last row"): (lambda data: data[:-3], {Flaw.NO_FILLING}),
    ("bmp", "a size that is too large"): (lambda data: data[:2] + b"\xff\xff\xff\x7f" + data[6:], {Flaw.WRONG_LENGTH}),
    ("bmp", "no size of its own"): (lambda data: data[:2] + bytes(4) + data[6:], set()),
    ("raw tiff", "strips that are said to be longer"): (lambda data: with_counts(data, 64), {Flaw.WRONG_LENGTH}),
    ("avif", "a trailer"): (lambda data: data + JUNK, {Flaw.STRAY_BYTES}),
    ("avif", "a last box that is said to be longer"): (with_longer_media, {Flaw.WRONG_LENGTH}),
    ("webp", "a trailer"): (lambda data: data + JUNK, set()),
    ("webp", "a length that is too large"): (lambda data: with_length(data, +100), {Flaw.WRONG_LENGTH}),
    ("webp", "a length that is too small"): (lambda data: with_length(data, -2), {Flaw.WRONG_LENGTH}),
    ("odd webp", "no filling"): (lambda data: data[:-1], {Flaw.NO_FILLING}),
    ("odd webp", "no filling, nor counted"): (
        lambda data: with_length(data[:-1], -1),
        {Flaw.NO_FILLING, Flaw.WRONG_LENGTH},
    ),
    ("ico", "an entry that is too long"): (
        lambda data: data[:14] + struct.pack("<I", 10**6) + data[18:],
        {Flaw.WRONG_LENGTH},
    ),
}  # fmt: skip


def made(data: bytes, part: Path, recipe: Recipe) -> Outcome:
    part.write_bytes(b"")
    return pipeline.make(pipeline.plan(BytesIO(data), recipe), BytesIO(data), part, lambda stage, share: None)


def frames_in(file: Path) -> list[np.ndarray]:
    with Image.open(file) as image:
        found = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            found.append(np.asarray(image.convert("RGBA")))
        return found


@pytest.mark.parametrize(("kind", "name"), UNTIDY, ids=str)
def test_what_is_whole_is_done_and_told(kind: str, name: str, tmp_path: Path) -> None:
    change, flaws = UNTIDY[kind, name]
    recipe = Recipe(format=Format.PNG, goal=Lossless())
    outcome = made(change(whole(kind)), tmp_path / "untidy", recipe)
    made(whole(kind), tmp_path / "tidy", recipe)
    assert set(outcome.flaws) == flaws
    seen, expected = frames_in(tmp_path / "untidy"), frames_in(tmp_path / "tidy")
    assert len(seen) == len(expected)
    assert all(np.array_equal(one, other) for one, other in zip(seen, expected, strict=True))


@pytest.mark.parametrize(("kind", "name"), [each for each in UNTIDY if UNTIDY[each][1]], ids=str)
def test_pixels_that_go_along_unchanged_end_in_a_tidy_file(kind: str, name: str, tmp_path: Path) -> None:
    made(UNTIDY[kind, name][0](whole(kind)), tmp_path / "part", Recipe(goal=Lossless(), metadata=Metadata.ALL))
    again = made((tmp_path / "part").read_bytes(), tmp_path / "again", Recipe(format=Format.PNG))
    assert again.flaws == ()


def failure_of(data: bytes, part: Path) -> Failure:
    with pytest.raises(Failure) as caught:
        made(data, part, Recipe(format=Format.TIFF))
    return caught.value


def middle(data: bytes, put: bytes) -> bytes:
    return data[: len(data) // 2] + put + data[len(data) // 2 + len(put) :]


@pytest.mark.parametrize("put", [bytes(600), b"\x5a" * 40], ids=["zeroed", "overwritten"])
@pytest.mark.parametrize("kind", ["png", "gif"])
def test_what_breaks_inside_is_damaged(kind: str, put: bytes, tmp_path: Path) -> None:
    failure = failure_of(middle(whole(kind), put), tmp_path / "part")
    assert failure.code is ErrorCode.DAMAGED
    if kind == "png":
        assert 0 < (failure.facts.line or 0) < SIZE[1] == failure.facts.lines


def test_strips_that_libtiff_only_warns_of_are_damaged(tmp_path: Path) -> None:
    whole = encoded(photo(SIZE), "TIFF", compression="packbits")
    made(whole, tmp_path / "whole", Recipe(format=Format.PNG))
    assert failure_of(middle(whole, bytes(300)), tmp_path / "part").code is ErrorCode.DAMAGED


def test_pixels_that_do_not_unpack_are_damaged_at_their_line(tmp_path: Path) -> None:
    """With checksums that fit, as when the damage came before the file was written."""
    rows = b"".join(b"\0" + row.tobytes() for row in np.asarray(photo(SIZE)))
    packed = bytearray(zlib.compress(rows))
    packed[len(packed) // 2 : len(packed) // 2 + 400] = bytes(400)
    head = struct.pack(">IIBBBBB", *SIZE, 8, 2, 0, 0, 0)
    data = b"".join((SIGNATURE, spell(b"IHDR", head), spell(b"IDAT", bytes(packed)), spell(b"IEND", b"")))
    failure = failure_of(data, tmp_path / "part")
    assert failure.code is ErrorCode.DAMAGED
    assert failure.facts.lines == SIZE[1]


@pytest.mark.parametrize("kind", ["png", "gif", "bmp", "raw tiff", "avif", "webp", "moving gif", "moving png"])
def test_a_file_that_stops_before_its_last_pixels_ends_early(kind: str, tmp_path: Path) -> None:
    data = whole(kind)
    failure = failure_of(data[: len(data) * 2 // 3], tmp_path / "part")
    assert failure.code is ErrorCode.ENDS_EARLY
    if kind in {"png", "bmp"}:
        assert failure.facts.lines == SIZE[1]


def test_a_png_of_which_only_the_sum_is_wrong_tells_no_line(tmp_path: Path) -> None:
    rows = b"".join(b"\0" + row.tobytes() for row in np.asarray(photo(SIZE)))
    packed = zlib.compress(rows)[:-1] + b"\0"
    head = struct.pack(">IIBBBBB", *SIZE, 8, 2, 0, 0, 0)
    data = b"".join((SIGNATURE, spell(b"IHDR", head), spell(b"IDAT", packed), spell(b"IEND", b"")))
    failure = failure_of(data, tmp_path / "part")
    assert (failure.code, failure.facts.line) == (ErrorCode.DAMAGED, None)


def test_a_gif_tells_no_line_that_is_not_known(tmp_path: Path) -> None:
    """Its pixels stop at a quarter, between two of their blocks, and the file is ended as it should be."""
    data = whole("gif")
    block = next(one for one in blocks(ByteSource.of(data)) if one.label == IMAGE)
    at = block.data_at
    while at < len(data) // 4:
        at += 1 + data[at]
    failure = failure_of(data[:at] + b"\0;", tmp_path / "part")
    assert (failure.code, failure.facts.line) == (ErrorCode.ENDS_EARLY, None)


def test_apple_s_own_png_is_named_when_it_is_planned() -> None:
    data = png()
    apple = data[:8] + spell(b"CgBI", b"\x50\0\x20\x06") + data[8:]
    with pytest.raises(Failure) as caught:
        pipeline.plan(BytesIO(apple), Recipe())
    facts = caught.value.facts
    assert (caught.value.code, facts.format, facts.variant) == (
        ErrorCode.UNSUPPORTED_VARIANT,
        Format.PNG,
        "Apple (CgBI)",
    )
