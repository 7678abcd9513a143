"""IPTC datasets that become XMP properties, judged by exiftool and by any bytes at all."""

from pathlib import Path
from typing import Any
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from tests.support import exiftool, metadata_samples
from workers.errors import Failure
from workers.formats import Format
from workers.image.formats.metadata import embed, fit, lost
from workers.image.formats.registry import CODECS
from workers.image.metadata import iptc, iptc_xmp, policy, xmp
from workers.image.metadata.bundle import Bundle
from workers.plan import Loss
from workers.recipe import Metadata

WITHOUT_IPTC = (Format.WEBP, Format.AVIF, Format.HEIC, Format.JXL, Format.GIF)
NUMBERS = (
    4,
    5,
    7,
    10,
    12,
    15,
    20,
    25,
    40,
    55,
    60,
    62,
    63,
    65,
    70,
    80,
    85,
    90,
    92,
    100,
    101,
    103,
    105,
    110,
    116,
    120,
    122,
)


def dataset(number: int, value: bytes, record: int = 2) -> bytes:
    return bytes((0x1C, record, number)) + len(value).to_bytes(2, "big") + value


def blocks(*values: tuple[int, bytes]) -> bytes:
    return iptc.of_iim(b"".join(dataset(number, value) for number, value in values))


def texts(photoshop: bytes, packet: bytes | None = None) -> dict[str, list[str]]:
    """The properties of the packet that comes of it, by their local names."""
    made, _ = iptc_xmp.merged(packet, photoshop)
    return {name[1]: said for name, said in xmp.texts(made).items()} if made else {}


DATASETS = st.lists(st.tuples(st.sampled_from(NUMBERS), st.binary(max_size=80)), max_size=12)
READABLE = st.lists(st.tuples(st.sampled_from(NUMBERS), st.text(max_size=60).map(str.encode)), max_size=12)


@given(st.binary(max_size=200), DATASETS, READABLE)
def test_any_bytes_become_well_formed_xml(
    noise: bytes, values: list[tuple[int, bytes]], words: list[tuple[int, bytes]]
) -> None:
    for photoshop in (noise, iptc.of_iim(noise), blocks(*values), blocks(*words), blocks(*values) + noise):
        made, _ = iptc_xmp.merged(None, photoshop)
        if made is not None:
            expat.ParserCreate().Parse(made, True)
            assert iptc_xmp.merged(made, photoshop)[0] == made


@given(DATASETS)
def test_a_packet_stays_as_it_is_but_for_what_is_added(values: list[tuple[int, bytes]]) -> None:
    packet = metadata_samples.xmp()
    made, _ = iptc_xmp.merged(packet, blocks(*values))
    assert made is not None
    at = packet.rindex(b"</rdf:RDF>")
    assert made.startswith(packet[:at])
    assert made.endswith(packet[at:])
    before, after = xmp.texts(packet), xmp.texts(made)
    assert {name: after[name] for name in before} == before


@given(st.sampled_from([5, 105, 120]), st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60))
def test_a_text_arrives_letter_for_letter(number: int, text: str) -> None:
    assert list(texts(blocks((number, text.encode()))).values()) == [[text]]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Größe".encode(), "Größe"),
        ("Größe".encode("latin-1"), "Größe"),
        (b"\x93quoted\x94", "“quoted”"),
        (b"a\x81b", "a\x81b"),
        (b"two\rlines", "two lines"),
        (b"padded\0\0", "padded"),
        (b"a\x01b\x1b", "ab"),
    ],
)
def test_texts_are_read_as_utf_8_or_else_as_latin(raw: bytes, text: str) -> None:
    assert texts(blocks((105, raw)))["Headline"] == [text]


def test_a_text_that_is_said_to_be_utf_8_may_be_cut_within_a_letter() -> None:
    marked = dataset(90, b"\x1b%G", record=1) + dataset(105, "Zürich ü".encode()[:-1])
    assert texts(iptc.of_iim(marked))["Headline"] == ["Zürich"]


@pytest.mark.parametrize(
    ("date", "time", "said"),
    [
        (b"20240501", b"101112+0200", "2024-05-01T10:11:12+02:00"),
        (b"20240501", b"101112", "2024-05-01T10:11:12"),
        (b"2024-05-01", b"10:11:12Z", "2024-05-01T10:11:12Z"),
        (b"20240501", b"101112.5-0600", "2024-05-01T10:11:12.5-06:00"),
        (b"20240500", b"101112", "2024-05"),
        (b"20240000", b"", "2024"),
        (b"20240501", b"999999", "2024-05-01"),
        (b"00000000", b"101112", None),
        (b"20241350", b"101112", None),
        (b"1 May 24", b"", None),
    ],
)
def test_a_date_and_its_time_become_one(date: bytes, time: bytes, said: str | None) -> None:
    found = texts(blocks((55, date), (60, time)))
    assert found.get("DateCreated") == ([said] if said else None)


def test_a_program_and_its_version_become_one() -> None:
    program = blocks((65, b"Press Tool"), (70, b"1.2"))
    assert texts(program) == {"CreatorTool": ["Press Tool 1.2"]}
    for tool, loss in (("Press-Tool 1.3", ()), ("Other Tool", (Loss.IPTC,))):
        packet, _ = iptc_xmp.merged(None, blocks((65, tool.encode())))
        assert lost(Bundle(xmp=packet, photoshop=program), CODECS[Format.WEBP]) == loss


def test_what_has_no_property_is_left_and_named() -> None:
    bundle = Bundle(photoshop=blocks((105, b"Head"), (22, b"fixture")))
    for target in WITHOUT_IPTC:
        assert lost(bundle, CODECS[target]) == (Loss.IPTC,), target
        assert [iptc.value(data) for data in iptc.written(fit(bundle, CODECS[target]).photoshop)] == [b"fixture"]
    assert lost(Bundle(photoshop=blocks((0, b"\0\4"), (105, b"Head"), (40, b" "))), CODECS[Format.WEBP]) == ()


def test_what_the_packet_says_in_other_words_wins_and_the_rest_is_named() -> None:
    title = "Dawn over the lake of Zürich, seen from the ferry"
    packet = metadata_samples.xmp(title=title)
    assert texts(blocks((5, b"Dusk")), packet)["title"] == [title]
    assert lost(Bundle(xmp=packet, photoshop=blocks((5, b"Dusk"))), CODECS[Format.WEBP]) == (Loss.IPTC,)
    for same in (title, title[:33]):
        assert lost(Bundle(xmp=packet, photoshop=blocks((5, same.encode()))), CODECS[Format.WEBP]) == ()


def test_the_second_of_what_can_be_said_once_is_named() -> None:
    assert lost(Bundle(photoshop=blocks((105, b"one"), (105, b"one"))), CODECS[Format.WEBP]) == ()
    assert lost(Bundle(photoshop=blocks((105, b"one"), (105, b"two"))), CODECS[Format.WEBP]) == (Loss.IPTC,)
    assert texts(blocks((25, b"one"), (25, b"two")))["subject"] == ["one", "two"]


def test_a_packet_that_cannot_be_read_takes_nothing_in() -> None:
    bundle = Bundle(xmp=b"<no xml", photoshop=blocks((105, b"Head")))
    with pytest.raises(Failure):
        iptc_xmp.merged(bundle.xmp, bundle.photoshop or b"")
    assert lost(bundle, CODECS[Format.WEBP]) == (Loss.IPTC,)
    assert fit(bundle, CODECS[Format.WEBP]).xmp == b"<no xml"


def test_formats_with_a_place_for_iptc_and_those_without_xmp_change_nothing() -> None:
    bundle = Bundle(photoshop=metadata_samples.photoshop(), xmp=metadata_samples.xmp())
    for target in (Format.JPEG, Format.PNG, Format.TIFF, Format.PDF, Format.BMP, Format.ICO):
        fitted = fit(bundle, CODECS[target])
        assert (fitted.xmp, fitted.photoshop) == (bundle.xmp, bundle.photoshop)
    assert Loss.IPTC in lost(bundle, CODECS[Format.PDF])


def test_who_owns_a_picture_by_photoshop_is_kept_and_its_settings_are_named() -> None:
    address = b"https://a.example"
    owned = iptc.spell_block((iptc.COPYRIGHTED, b"\0\0", b"\1")) + iptc.spell_block((iptc.URL, b"\0\0", address))
    said = texts(owned)
    assert (said["Marked"], said["WebStatement"]) == (["True"], [address.decode()])
    assert lost(Bundle(photoshop=owned), CODECS[Format.WEBP]) == ()
    assert iptc.only_rights(owned + blocks((25, b"key"))) == owned
    path = iptc.spell_block((2000, b"\0\0", b"a path"))
    assert lost(Bundle(photoshop=owned + path), CODECS[Format.WEBP]) == (Loss.OTHER,)


@exiftool.needs_exiftool
@pytest.mark.parametrize("keep", Metadata)
def test_exiftool_finds_it_as_far_as_the_policy_goes(keep: Metadata, tmp_path: Path) -> None:
    source = Bundle(photoshop=metadata_samples.photoshop())
    bundle = policy.apply(source, keep, change=None)
    tags = _written(bundle, tmp_path)
    everything, rights = keep in (Metadata.ALL, Metadata.NO_LOCATION), keep is not Metadata.NONE
    assert tags.get("XMP-dc:Subject") == ("mountain" if everything else None)
    assert tags.get("XMP-dc:Description") == ("A caption" if everything else None)
    assert tags.get("XMP-photoshop:City") == (metadata_samples.CITY if keep is Metadata.ALL else None)
    assert tags.get("XMP-photoshop:Country") == ("Schweiz" if keep is Metadata.ALL else None)
    assert tags.get("XMP-dc:Creator") == (metadata_samples.OWNER if rights else None)
    assert tags.get("XMP-dc:Rights") == ("© 2024 Anna Muster" if rights else None)
    held = replace(bundle, photoshop=None, xmp=fit(bundle, CODECS[Format.WEBP]).xmp)
    assert policy.has_location(held) == (keep is Metadata.ALL)


def _written(bundle: Bundle, folder: Path) -> dict[str, Any]:
    encoded, out = folder / "in.webp", folder / "out.webp"
    Image.new("RGB", (40, 30), "teal").save(encoded)
    with encoded.open("rb") as opened, out.open("wb") as file:
        embed(opened, file, CODECS[Format.WEBP], bundle)
    return exiftool.tags(out)
