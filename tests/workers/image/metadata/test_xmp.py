"""Cuts in a packet leave everything else as it was written."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import metadata_samples
from workers.errors import ErrorCode, Failure
from workers.image.metadata import xmp
from workers.image.metadata.xmp_pixels import Change, stating

WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20)


def said(packet: bytes) -> list[tuple[str, str]]:
    """Every attribute and element with its text, in order."""
    root = ElementTree.fromstring(packet.decode().partition("?>")[2] if packet.startswith(b"<?") else packet)
    found = []
    for element in root.iter():
        found.append((element.tag, (element.text or "").strip()))
        found += sorted(element.attrib.items())
    return found


@given(title=WORDS)
def test_places_go_and_nothing_else(title: str) -> None:
    packet = metadata_samples.xmp(title=title)
    assert xmp.has_location(packet)
    safe = xmp.without_location(packet)
    assert not xmp.has_location(safe)
    assert said(safe) == said(metadata_samples.xmp(title=title, gps=False))


def test_a_naturalists_words_for_a_place_go_too() -> None:
    terms = ("stateProvince", "locationID", "locationRemarks", "decimalLatitude", "verbatimLocality", "islandGroup")
    places = "".join(f"<dwc:{term}>Rome</dwc:{term}>" for term in terms)
    dwc = f' xmlns:dwc="http://rs.tdwg.org/dwc/terms/">{places}<dwc:habitat>meadow</dwc:habitat></rdf:Description>'
    packet = xmp.with_description(xmp.EMPTY, dwc.encode())
    safe = xmp.without_location(packet)
    assert b"Rome" in packet
    assert b"Rome" not in safe
    assert b"meadow" in safe


def _to(width: int, height: int) -> Change:
    return Change(before=(64, 48), after=(width, height))


@given(orientation=st.integers(1, 8), width=st.integers(1, 99_999), height=st.integers(1, 99_999))
def test_upright(orientation: int, width: int, height: int) -> None:
    packet = stating(metadata_samples.xmp(orientation=orientation), 1, _to(width, height))
    values = dict(said(packet))
    assert values["{http://ns.adobe.com/tiff/1.0/}Orientation"] == "1"
    assert values["{http://ns.adobe.com/exif/1.0/}PixelXDimension"] == str(width)
    assert values["{http://ns.adobe.com/exif/1.0/}PixelYDimension"] == str(height)
    same = stating(metadata_samples.xmp(), 1, _to(64, 48))
    assert same == metadata_samples.xmp()


def test_a_packet_without_anything_to_cut_is_the_same_bytes() -> None:
    packet = metadata_samples.xmp(gps=False)
    assert xmp.without_location(packet) is packet
    assert xmp.without_gain_map(packet) is packet


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_sixteen_bit_packets_are_read(encoding: str) -> None:
    packet = metadata_samples.xmp().decode().encode(encoding)
    assert xmp.has_location(packet)
    assert not xmp.has_location(xmp.without_location(packet))


def test_prefixes_do_not_matter_but_namespaces_do() -> None:
    packet = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <r:Description xmlns:a='http://ns.adobe.com/photoshop/1.0/' a:City='Rome > Paris' a:Credit="x"/></r:RDF></x:xmpmeta>"""
    safe = xmp.without_location(packet)
    assert b"Rome" not in safe
    assert b'a:Credit="x"' in safe


def test_an_empty_element_before_a_closing_tag_is_cut_alone() -> None:
    packet = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description
    xmlns:e="http://ns.adobe.com/exif/1.0/"><e:Flash/><e:GPSAltitude/></r:Description></r:RDF></x:xmpmeta>"""
    safe = xmp.without_location(packet)
    assert b"<e:Flash/></r:Description>" in safe


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"no xml",
        b"<a><b></a>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<a>" * 200 + b"</a>" * 200,
        b"<a xmlns:b='c' b:d='\xff'/>",
    ],
)
def test_what_is_no_packet_is_refused(packet: bytes) -> None:
    with pytest.raises(Failure) as raised:
        xmp.without_location(packet)
    assert raised.value.code is ErrorCode.DAMAGED


@given(st.binary(max_size=200))
def test_any_bytes_are_patched_or_refused(data: bytes) -> None:
    for patch in (xmp.without_location, xmp.without_gain_map, xmp.without_motion, xmp.only_rights):
        for packet in (data, metadata_samples.xmp()[:300] + data + metadata_samples.xmp()[300:]):
            try:
                patch(packet)
            except Failure:
                continue


def test_rights_alone() -> None:
    packet = xmp.only_rights(metadata_samples.xmp())
    assert packet is not None
    assert metadata_samples.OWNER.encode() in packet
    assert b"A title" not in packet
    assert b"Rating=" not in packet
    assert xmp.only_rights(b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>') is None


def test_two_packets_become_one_and_one_becomes_two() -> None:
    second = metadata_samples.extended_xmp(400)
    main = metadata_samples.xmp(extended=second)
    whole = xmp.joined(main, second)
    names = {one.name for one in xmp.properties(whole)}
    assert ("http://ns.google.com/photos/1.0/depthmap/", "Data") in names
    assert (xmp.NOTE, "HasExtendedXMP") not in names
    small, rest = xmp.split(whole)
    assert xmp.guid(rest).encode() in small
    assert {one.name for one in xmp.properties(xmp.joined(small, rest))} >= names - {("adobe:ns:meta/", "xmpmeta")}
