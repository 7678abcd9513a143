"""Places that makers hide in segments, chunks and notes of their own."""

import struct
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from tests.support import containers, exiftool, metadata_samples
from workers.formats import Format
from workers.image.formats.metadata import embed, read
from workers.image.formats.registry import CODECS
from workers.image.metadata import exif, iptc, maker_note, maker_segments, policy
from workers.image.metadata.bundle import Bundle, TextChunk
from workers.plan import Loss
from workers.recipe import Metadata

PLACE = struct.pack("<I4s2s2s4xddf", 1, b"\2\2\0\0", b"N", b"E", 47.5, 9.5, 690.0).ljust(192, b"\0")
OWN = b"Rome in a format of its own"


def flir(records: dict[int, bytes], order: str = ">") -> bytes:
    """A file of a thermal camera; records by their types."""
    at = 64 + 32 * len(records)
    entries, bodies = b"", b""
    for kind, body in records.items():
        entries += struct.pack(order + "HHIIIIIII", kind, 1, 100, 1, at + len(bodies), len(body), 0, 0, 0)
        bodies += body
    return (
        b"FFF\0".ljust(20, b"\0")
        + struct.pack(order + "III", 101, 64, len(records)).ljust(44, b"\0")
        + entries
        + bodies
    )


def segments(fff: bytes, size: int = 150) -> tuple[TextChunk, ...]:
    parts = [fff[at : at + size] for at in range(0, len(fff), size)]
    heads = [b"FLIR\0\1" + bytes((number, len(parts) - 1)) for number in range(len(parts))]
    return tuple(TextChunk(name=b"\xe1", data=head + part) for head, part in zip(heads, parts, strict=True))


def safe(bundle: Bundle) -> Bundle:
    return policy.apply(bundle, Metadata.NO_LOCATION, change=None)


def file_with(bundle: Bundle, path: Path) -> Path:
    with path.open("wb") as out:
        embed(BytesIO(containers.encoded(Format.JPEG)), out, CODECS[Format.JPEG], bundle)
    return path


@exiftool.needs_exiftool
@pytest.mark.parametrize("size", [150, 60_000])
def test_the_place_in_a_thermal_picture_goes_and_the_temperatures_stay(size: int, tmp_path: Path) -> None:
    heat = bytes(range(256))
    before = Bundle(others=segments(flir({0x01: heat, 0x2B: PLACE, 0x21: heat}), size))
    assert exiftool.tags(file_with(before, tmp_path / "in.jpg"))["FLIR:GPSLatitude"] == 47.5
    after = safe(before)
    assert after.losses == ()
    tags = exiftool.tags(file_with(after, tmp_path / "out.jpg"))
    assert "FLIR:GPSLatitude" not in tags
    joined = b"".join(part.data[8:] for part in after.others)
    assert joined == flir({0x01: heat, 0x2B: bytes(len(PLACE)), 0x21: heat})
    assert [len(part.data) for part in after.others] == [len(part.data) for part in before.others]


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_thermal_picture_that_cannot_be_read_goes_whole(order: str) -> None:
    whole = segments(flir({0x2B: PLACE}, order))
    assert safe(Bundle(others=whole)).losses == ()
    for broken in (whole[1:], whole[:-1], segments(flir({0x2B: b"Rome, by GPS"})[:-1]), segments(b"FFF\0" + bytes(9))):
        after = safe(Bundle(others=broken))
        assert (after.others, after.losses) == ((), (Loss.OTHER,))


@given(
    st.lists(st.binary(max_size=80).map(lambda data: b"FLIR\0\1\0\0FFF\0" + data), max_size=4), st.binary(max_size=9)
)
def test_any_bytes_of_a_segment_end(data: list[bytes], more: bytes) -> None:
    others = tuple(TextChunk(name=b"\xe1", data=one) for one in data)
    maker_segments.without_places((*others, TextChunk(name=b"\xe2", data=more)), b"")


@pytest.mark.parametrize(
    ("marker", "data", "make"),
    [
        (0xE6, b"GoPro\0DEVC" + OWN, "GoPro"),
        (0xE5, b"RMETA\0" + OWN, "RICOH"),
        (0xE9, b"Media Jukebox\0<MJMD><Places>Rome</Places>", "Canon"),
        (0xE7, b"HUAWEI\0\0" + OWN, "HUAWEI"),
        (0xE7, b"DJI-DBG\0" + OWN, "DJI"),
        (0xE3, OWN, "Canon"),
        (0xE1, b"XMP\0://" + OWN, "Canon"),
        (0xE2, b"FPXR\0 GPS " + OWN, "Canon"),
    ],
)
def test_segments_that_may_name_a_place_go_and_are_named(marker: int, data: bytes, make: str) -> None:
    before = bundle_of(make, TextChunk(name=bytes((marker,)), data=data))
    after = safe(before)
    assert (after.others, after.losses) == ((), (Loss.OTHER,))
    kept = policy.apply(before, Metadata.ALL, change=None)
    assert kept.others == before.others


@pytest.mark.parametrize(
    ("marker", "data", "make"),
    [
        (0xE3, b"\1\2\3", "DJI"),
        (0xE0, b"II\x1a\0\0\0HEAPJPGM", "Canon"),
        (0xE2, b"FPXR\0\0\1", "HP"),
        (0xEC, b"OLYMPUS\0[picture info]\r\nType=SR84", "OLYMPUS"),
        (0xEC, b"Ducky\0\1", ""),
        (0xED, b"Adobe_CM\0", ""),
    ],
)
def test_segments_of_known_contents_stay(marker: int, data: bytes, make: str) -> None:
    before = bundle_of(make, TextChunk(name=bytes((marker,)), data=data))
    after = safe(before)
    assert (after.others, after.losses) == (before.others, ())


def test_an_infrared_camera_is_known_by_its_first_segment() -> None:
    parts = (TextChunk(name=b"\xe2", data=b"\0\2\0\1IJPEG\0"), TextChunk(name=b"\xe5", data=b"\1\2"))
    assert safe(Bundle(others=parts)).others == parts
    assert safe(Bundle(others=parts[1:])).others == ()


def bundle_of(make: str, other: TextChunk) -> Bundle:
    block = metadata_samples.Block()
    block.data[4:8] = block.pack("I", block.directory([block.text(0x010F, make or "X")]))
    return Bundle(exif=bytes(block.data), others=(other,))


def test_what_a_png_may_say_of_a_place() -> None:
    info = PngImagePlugin.PngInfo()
    for keyword in ("exif:GPSLatitude", "City", "Sub-location", "Title"):
        info.add_text(keyword, "47.5")
    info.add(b"zxIf", OWN)
    info.add(b"caNv", bytes(16))
    made = BytesIO()
    Image.new("RGB", (24, 16)).save(made, "PNG", pnginfo=info)
    before = read(made, CODECS[Format.PNG])
    assert policy.has_location(before)
    after = safe(before)
    assert not policy.has_location(after)
    assert [text.keyword for text in after.texts] == ["Title"]
    assert [other.name for other in after.others] == [b"caNv"]
    assert after.losses == (Loss.OTHER,)


def note_of(make: str, order: str) -> tuple[bytes, bytes]:
    """A MakerNote that names Rome in the way of a maker, for an EXIF block where it stands at 8, and without it."""
    rome, rest = b"Rome".ljust(72, b"\0"), b"5.0\0 of the rest"
    if make == "NIKON CORPORATION":
        note = metadata_samples.Block(order)
        rome = b"0100" + rome
        note.data[4:8] = note.pack("I", note.directory([(0x39, 7, len(rome), rome), (0x1, 7, len(rest), rest)]))
        whole = b"Nikon\0\2\x11\0\0" + bytes(note.data)
        return whole, whole.replace(b"Rome", bytes(4))
    tag, head = (0x6D, b"Panasonic\0\0\0") if make == "Panasonic" else (0x31, b"")
    first = [(1, 7, 4, b"0100")] if make == "SAMSUNG" else []
    base = 8 + len(head) + 2 + 12 * (2 + len(first)) + 4
    entries, at = b"", base
    for number, kind, count, value in [*first, (tag, 7, len(rome), rome), (0x90, 7, len(rest), rest)]:
        entries += struct.pack(order + "HHI", number, kind, count)
        entries += value if count == 4 else struct.pack(order + "I", at)
        at += 0 if count == 4 else count
    whole = head + struct.pack(order + "H", 2 + len(first)) + entries + bytes(4) + rome + rest
    return whole, whole.replace(b"Rome", bytes(4))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("make", ["Panasonic", "NIKON CORPORATION", "SAMSUNG"])
def test_a_place_in_a_maker_note_is_blanked_and_nothing_else(make: str, order: str) -> None:
    note, blank = note_of(make, order)
    raw = metadata_samples.exif(order=order, gps=False, note=note)
    assert raw[8 : 8 + len(note)] == note
    block = exif.opened(raw)
    assert block is not None
    assert block.has_location
    block.drop_location()
    assert not block.has_location
    assert bytes(block) == raw.replace(note, blank)


@given(
    st.sampled_from([b"Panasonic\0\0\0", b"Nikon\0\2\0\0\0II*\0\x08\0\0\0", b"\5\0\1\0\7\0\4\0\0\x000100"]),
    st.binary(max_size=90),
)
def test_any_bytes_of_a_maker_note_end_within_it(head: bytes, data: bytes) -> None:
    block = bytes(8) + head + data + bytes(40)
    stop = 8 + len(head) + len(data)
    for start, end in maker_note.places(block, 8, stop):
        assert 8 <= start <= end <= stop


@pytest.mark.parametrize("header", [b"XMP\0://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xap/1.0/"])
def test_a_packet_behind_a_spoiled_header_is_one(header: bytes) -> None:
    data = containers.encoded(Format.JPEG)
    packet = header + metadata_samples.xmp()
    spoiled = data[:2] + b"\xff\xe1" + (len(packet) + 2).to_bytes(2, "big") + packet + data[2:]
    found = read(BytesIO(spoiled), CODECS[Format.JPEG])
    assert found.xmp == metadata_samples.xmp()
    assert found.others == ()
    assert not policy.has_location(safe(found))


def box(name: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + name + body


@pytest.mark.parametrize("still", [True, False])
def test_what_makers_and_film_programs_add_to_an_avif_is_blanked_and_named(*, still: bool) -> None:
    data = containers.files()["avif" if still else "avif-animated"][1]
    place = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+47.5+009.5/Rome"))
    more = box(b"sefd", b"MCC: Rome") + box(b"uuid", bytes(16) + b"Rome") + box(b"moov", place + box(b"trak", place))
    before = BytesIO(data + more)
    found = read(before, CODECS[Format.AVIF])
    assert Loss.OTHER in found.losses
    assert Loss.OTHER not in read(BytesIO(data), CODECS[Format.AVIF]).losses
    out = BytesIO()
    embed(before, out, CODECS[Format.AVIF], safe(found))
    assert b"Rome" in before.getvalue()
    assert b"Rome" not in out.getvalue()
    assert len(out.getvalue()) == len(before.getvalue())
    assert Loss.OTHER not in read(out, CODECS[Format.AVIF]).losses


def test_the_metadata_of_a_track_go_as_those_of_the_file_do() -> None:
    data = containers.files()["avif-animated"][1]
    film = bytearray(data)
    at = film.index(b"meta")  # of the file, so that only those of the tracks are left
    film[at : at + 4] = b"free"
    found = read(BytesIO(film), CODECS[Format.AVIF])
    assert policy.has_location(found)
    out = BytesIO()
    embed(BytesIO(film), out, CODECS[Format.AVIF], safe(found))
    left = read(out, CODECS[Format.AVIF])
    assert left.exif
    assert not policy.has_location(left)
    assert metadata_samples.CITY.encode() not in out.getvalue()


def test_what_programs_add_to_other_containers_goes_and_is_named() -> None:
    webp = containers.encoded(Format.WEBP)
    chunk = b"MAKR\4\0\0\0Rome"
    more = b"RIFF" + (len(webp) - 8 + len(chunk)).to_bytes(4, "little") + webp[8:] + chunk
    gif = containers.encoded(Format.GIF)
    own = gif[:-1] + b"\x21\xff\x0bOWN FORMAT1\4Rome\0\x3b"
    jxl = containers.files()["jxl"][1]
    for source, plain, data in (
        (Format.WEBP, webp, more),
        (Format.GIF, gif, own),
        (Format.JXL, jxl, jxl + box(b"uuid", bytes(16) + b"Rome") + box(b"brob", b"uuidRome")),
    ):
        assert Loss.OTHER not in read(BytesIO(plain), CODECS[source]).losses
        found = read(BytesIO(data), CODECS[source])
        assert Loss.OTHER in found.losses, source
        out = BytesIO()
        embed(BytesIO(data), out, CODECS[source], safe(found))
        assert b"Rome" not in out.getvalue(), source
        assert read(out, CODECS[source]).losses == ()


@pytest.mark.parametrize("name", [b"MGK8BIM0000", b"MGKIPTC0000"])
def test_the_iptc_of_a_gif_goes_on_as_xmp_but_for_its_place(name: bytes) -> None:
    blocks = metadata_samples.photoshop()
    data = blocks if name == b"MGK8BIM0000" else iptc.iim(blocks)
    parts = b"".join(bytes((len(data[at : at + 255]),)) + data[at : at + 255] for at in range(0, len(data), 255))
    before = containers.encoded(Format.GIF)[:-1] + b"\x21\xff\x0b" + name + parts + b"\0\x3b"
    found = read(BytesIO(before), CODECS[Format.GIF])
    assert policy.has_location(found)
    out = BytesIO()
    embed(BytesIO(before), out, CODECS[Format.GIF], safe(found))
    packet = read(out, CODECS[Format.GIF]).xmp or b""
    assert b"mountain" in packet
    assert metadata_samples.CITY.encode() not in out.getvalue()
