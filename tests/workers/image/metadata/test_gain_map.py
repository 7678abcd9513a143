"""The second picture of an HDR JPEG goes along whole and listed, or goes with its promise."""

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from tests.support import containers, exiftool, metadata_samples
from workers.formats import Format
from workers.image.formats.metadata import embed, lost, read
from workers.image.formats.registry import CODECS
from workers.image.metadata import policy
from workers.image.metadata.bundle import Bundle, GainMap
from workers.image.metadata.gain_map import with_gain_map
from workers.image.resolve.gain_map import with_silent_gain_map
from workers.plan import Loss
from workers.recipe import Metadata

PROMISE = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:Container="http://ns.google.com/photos/1.0/container/" xmlns:Item="http://ns.google.com/photos/1.0/container/item/"
 xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MotionPhoto="1" hdrgm:Version="1.0">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Dawn</rdf:li></rdf:Alt></dc:title><Container:Directory><rdf:Seq>
<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="Primary" Item:Mime="image/jpeg"/></rdf:li>
<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="GainMap" Item:Mime="image/jpeg" Item:Length="9"/></rdf:li>
<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="MotionPhoto" Item:Mime="video/mp4" Item:Length="7"/></rdf:li>
</rdf:Seq></Container:Directory></rdf:Description></rdf:RDF></x:xmpmeta>"""
SMALL = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:GainMapMax="2"/>'
)


def gain_map(inner: Bundle | None = None) -> GainMap:
    made = BytesIO()
    embed(BytesIO(containers.encoded(Format.JPEG, "L")), made, CODECS[Format.JPEG], inner or Bundle(xmp=SMALL))
    return GainMap(image=made.getvalue())


def hdr_jpeg(inner: Bundle | None = None, tail: bytes = b"") -> bytes:
    made = BytesIO()
    bundle = replace(metadata_samples.bundle(), xmp=PROMISE, gain_map=gain_map(inner))
    embed(BytesIO(containers.encoded(Format.JPEG)), made, CODECS[Format.JPEG], bundle)
    return made.getvalue() + tail


def carried(data: bytes, keep: Metadata) -> Bundle:
    return applied(with_silent_gain_map(read(BytesIO(data), CODECS[Format.JPEG]), keep), keep)


def applied(found: Bundle, keep: Metadata, *, coded_anew: bool = False) -> Bundle:
    return policy.apply(found, keep, change=None, coded_anew=coded_anew)


def test_it_is_read_back_as_it_was_written() -> None:
    assert read(BytesIO(hdr_jpeg()), CODECS[Format.JPEG]).gain_map == gain_map()


@exiftool.needs_exiftool
def test_the_list_of_pictures_points_at_it(tmp_path: Path) -> None:
    path = tmp_path / "hdr.jpg"
    path.write_bytes(hdr_jpeg())
    command = ["exiftool", "-b", "-MPImage2", str(path)]
    assert subprocess.run(command, capture_output=True, check=True).stdout == gain_map().image
    assert exiftool.tags(path)["MPF0:NumberOfImages"] == 2
    with Image.open(BytesIO(path.read_bytes()[-len(gain_map().image) :])) as image:
        image.load()


def test_no_policy_takes_it_with_the_metadata() -> None:
    for keep in Metadata:
        kept = carried(hdr_jpeg(), keep)
        assert kept.gain_map is not None, keep
        assert b"hdrgm:Version" in (kept.xmp or b""), keep
        assert (b"Dawn" in (kept.xmp or b"")) == (keep in (Metadata.ALL, Metadata.NO_LOCATION))


def test_without_it_no_promise_is_left() -> None:
    bare = policy.without_gain_map(carried(hdr_jpeg(), Metadata.ALL))
    assert bare.gain_map is None
    assert b"hdrgm" not in (bare.xmp or b"").replace(b"xmlns:hdrgm", b"")
    assert b"Container:Directory" not in (bare.xmp or b"")
    assert Loss.GAIN_MAP in lost(bare, CODECS[Format.JPEG])
    assert policy.without_gain_map(bare) == bare


def test_no_promise_outlives_a_picture_beside_the_one_that_is_coded() -> None:
    alone = Bundle(xmp=PROMISE)
    assert b"hdrgm:Version" in (applied(alone, Metadata.ALL).xmp or b"")
    anew = applied(alone, Metadata.ALL, coded_anew=True)
    assert b"hdrgm:Version" not in (anew.xmp or b"")
    assert b"Dawn" in (anew.xmp or b"")
    assert anew.losses == ()


@pytest.mark.parametrize(
    "item",
    [
        b'<rdf:li><C:Item I:Length="9" I:Semantic="GainMap"/></rdf:li>',
        b"<rdf:li><C:Item><I:Semantic>GainMap</I:Semantic><I:Length>9</I:Length></C:Item></rdf:li>",
    ],
    ids=["attributes", "elements"],
)
def test_the_length_of_another_one_is_told(item: bytes) -> None:
    packet = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:C="http://ns.google.com/photos/1.0/container/"'
        b' xmlns:I="http://ns.google.com/photos/1.0/container/item/"><rdf:Seq><rdf:li><C:Item I:Semantic="Primary"'
        b' I:Length="5"/></rdf:li>' + item + b"</rdf:Seq></rdf:RDF>"
    )
    changed = with_gain_map(Bundle(xmp=packet), GainMap(image=bytes(1234)))
    assert changed.xmp == packet.replace(item, item.replace(b"9", b"1234"))


def test_elsewhere_it_is_a_loss() -> None:
    assert Loss.GAIN_MAP in lost(carried(hdr_jpeg(), Metadata.ALL), CODECS[Format.PNG])


def test_one_that_says_where_it_was_taken_goes() -> None:
    data = hdr_jpeg(Bundle(xmp=SMALL, exif=metadata_samples.exif()))
    assert carried(data, Metadata.ALL).gain_map is not None
    safe = carried(data, Metadata.NO_LOCATION)
    assert safe.gain_map is None
    assert Loss.GAIN_MAP in safe.losses


def test_a_film_behind_the_picture_is_named_and_not_promised_any_more() -> None:
    kept = carried(hdr_jpeg(tail=b"\0\0\0\x18ftypmp42"), Metadata.NO_LOCATION)
    assert Loss.MOTION in kept.losses
    assert b"MotionPhoto" not in (kept.xmp or b"")
    assert b'Item:Semantic="GainMap"' in (kept.xmp or b"")


def test_samsungs_trailer_is_seen_without_a_promise() -> None:
    plain = containers.encoded(Format.JPEG)
    entry = b"\0\0\x30\x0a" + (8).to_bytes(4, "little") + (8).to_bytes(4, "little")
    directory = b"SEFH" + (107).to_bytes(4, "little") + (1).to_bytes(4, "little") + entry
    film = plain + bytes(8) + directory + len(directory).to_bytes(4, "little") + b"SEFT"
    assert read(BytesIO(film), CODECS[Format.JPEG]).losses == (Loss.MOTION,)
    assert read(BytesIO(plain), CODECS[Format.JPEG]).losses == ()
