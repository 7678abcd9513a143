"""What metadata say of their picture's own pixels, and of how it came about."""

import re
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from PIL import Image, PngImagePlugin

from tests.support import pictures
from tests.workers.image.test_pipeline import made
from workers.formats import Format
from workers.image import pipeline
from workers.image.formats.metadata import embed, read
from workers.image.formats.registry import CODECS
from workers.image.metadata import xmp
from workers.image.metadata.bundle import Bundle
from workers.outcome import Checked, Promise, Verdict
from workers.plan import Loss
from workers.recipe import Box, Fit, Goal, Lossless, MaxBytes, Metadata, Percent, Quality, Recipe, Rectangle, Rotation

SIZE = (640, 420)
NAMES = """xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmpGImg="http://ns.adobe.com/xap/1.0/g/img/" xmlns:GPano="http://ns.google.com/photos/1.0/panorama/"
 xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#"
 xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" """
SIZES = """tiff:ImageWidth="640" tiff:ImageLength="420" exif:PixelXDimension="640" exif:PixelYDimension="420"
 dc:format="image/x" """
REGION = """<mwg-rs:Regions rdf:parseType="Resource">
 <mwg-rs:AppliedToDimensions stDim:w="640" stDim:h="420" stDim:unit="pixel"/>
 <mwg-rs:RegionList><rdf:Bag><rdf:li><rdf:Description mwg-rs:Name="Ann" mwg-rs:Type="Face"><mwg-rs:Area stArea:x="0.25"
 stArea:y="0.5" stArea:w="0.1" stArea:h="0.2" stArea:unit="normalized"/></rdf:Description></rdf:li></rdf:Bag>
 </mwg-rs:RegionList></mwg-rs:Regions>"""
ELEMENTS = """<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag><rdf:li rdf:parseType="Resource">
 <mwg-rs:Name>Ann</mwg-rs:Name><mwg-rs:Area rdf:parseType="Resource"><stArea:x>0.25</stArea:x><stArea:y>0.5</stArea:y>
 <stArea:w>0.1</stArea:w><stArea:h>.2</stArea:h></mwg-rs:Area></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"""
PANORAMA = """<GPano:FullPanoWidthPixels>6400</GPano:FullPanoWidthPixels><GPano:CroppedAreaImageWidthPixels>640
 </GPano:CroppedAreaImageWidthPixels><GPano:CroppedAreaTopPixels>200</GPano:CroppedAreaTopPixels>"""
SUBJECT = "<exif:SubjectArea><rdf:Seq><rdf:li>320</rdf:li><rdf:li>210</rdf:li></rdf:Seq></exif:SubjectArea>"
THUMBNAIL = """<xmp:Thumbnails><rdf:Alt><rdf:li rdf:parseType="Resource"><xmpGImg:width>160</xmpGImg:width><xmpGImg:image>/9j/
 </xmpGImg:image></rdf:li></rdf:Alt></xmp:Thumbnails>"""
IN_PIXELS = """<Iptc4xmpExt:ImageRegion><rdf:Bag><rdf:li rdf:parseType="Resource"><Iptc4xmpExt:RegionBoundary
 rdf:parseType="Resource"><Iptc4xmpExt:rbUnit>pixel</Iptc4xmpExt:rbUnit><Iptc4xmpExt:rbX>32</Iptc4xmpExt:rbX>
 </Iptc4xmpExt:RegionBoundary></rdf:li></rdf:Bag></Iptc4xmpExt:ImageRegion>"""
IN_SHARES = IN_PIXELS.replace("pixel", "relative").replace("32", "0.05")
ANCESTORS = "<photoshop:DocumentAncestors><rdf:Bag>{}</rdf:Bag></photoshop:DocumentAncestors>"
STEPS = "<xmpMM:History><rdf:Seq>{}</rdf:Seq></xmpMM:History>"
SETTINGS = "<crs:MaskGroupBasedCorrections><rdf:Seq>{}</rdf:Seq></crs:MaskGroupBasedCorrections>"


def packet(*properties: str) -> bytes:
    body = "".join(properties)
    start = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {NAMES}><rdf:Description rdf:about="" {SIZES}>'
    return f"{start}{body}</rdf:Description></rdf:RDF></x:xmpmeta>".encode()


def source(said: bytes, kind: str = "PNG", orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[274] = orientation
    exif.get_ifd(0x8769).update({0xA002: 640, 0xA003: 420, 0x9214: (320, 210, 64, 42)})
    return with_packet(kind, said, size=SIZE, exif=exif.tobytes().removeprefix(b"Exif\0\0"))


def told(data: bytes, part: Path, **asked: object) -> tuple[str, tuple[Loss, ...], dict[int, object]]:
    """The packet of the output, the losses of the plan, and the camera's own numbers."""
    plan = pipeline.plan(BytesIO(data), Recipe(metadata=Metadata.ALL, **asked))  # type: ignore[arg-type]
    made(data, part, metadata=Metadata.ALL, **asked)
    found = read(BytesIO(part.read_bytes()), CODECS[plan.format])
    assert found.xmp is not None
    whole = xmp.joined(found.xmp, found.xmp_extended).decode()
    with Image.open(part) as image:
        return whole, plan.losses, dict(image.getexif().get_ifd(0x8769))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_sizes_and_places_follow_fewer_pixels(kind: str, tmp_path: Path) -> None:
    data = source(packet(REGION, PANORAMA, IN_SHARES), kind)
    said, losses, numbers = told(data, tmp_path / "part", size=Percent(50))
    for expected in ('ImageWidth="320"', 'ImageLength="210"', 'PixelXDimension="320"', 'stDim:w="320" stDim:h="210"'):
        assert expected in said
    assert 'stArea:x="0.25"' in said
    assert ">3200<" in said
    assert "CroppedAreaImageWidthPixels>320<" in said
    assert ">100<" in said
    assert "rbX>0.05<" in said
    assert (numbers[0xA002], numbers[0xA003], numbers[0x9214]) == (320, 210, (160, 105, 32, 21))
    assert Loss.PLACES not in losses


@pytest.mark.parametrize("place", [SUBJECT, THUMBNAIL, IN_PIXELS], ids=["subject", "thumbnail", "region"])
def test_what_counts_in_the_old_pixels_goes_and_is_named(place: str, tmp_path: Path) -> None:
    data = source(packet(place, REGION))
    said, losses, _ = told(data, tmp_path / "part", size=Percent(50), goal=Lossless())
    assert Loss.PLACES in losses
    assert 'mwg-rs:Name="Ann"' in said
    assert not any(word in said for word in ("SubjectArea>", "Thumbnails>", "ImageRegion>"))
    said, losses, _ = told(data, tmp_path / "same", goal=Lossless())
    assert Loss.PLACES not in losses
    assert place in said


def shares(said: str) -> list[list[float]]:
    """Middle and size of each region, across and down."""
    found = re.findall(r'stArea:[xywh](?:="|>)([\d.e-]+)', said)
    return [[float(number) for number in found[at : at + 4]] for at in range(0, len(found), 4)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"rotate": Rotation.RIGHT}, [0.5, 0.25, 0.2, 0.1]),
        ({"rotate": Rotation.HALF}, [0.75, 0.5, 0.1, 0.2]),
        ({"rotate": Rotation.LEFT}, [0.5, 0.75, 0.2, 0.1]),
        ({"rotate": Rotation.FLIP_HORIZONTAL}, [0.75, 0.5, 0.1, 0.2]),
        ({"crop": Rectangle(0, 0, 320, 420)}, [0.5, 0.5, 0.2, 0.2]),
        ({"crop": Rectangle(160, 105, 320, 210)}, [0.05, 0.5, 0.1, 0.4]),
        ({"crop": Rectangle(0, 0, 320, 420), "rotate": Rotation.HALF, "size": Percent(50)}, [0.0, 0.0, 0.0, 0.0]),
        ({"crop": Rectangle(320, 0, 320, 420), "rotate": Rotation.HALF, "size": Percent(50)}, [0.5, 0.5, 0.2, 0.2]),
        ({"size": Box(210, 210, Fit.COVER)}, [(160 - 110) / 420, 0.5, 64 / 420, 0.2]),
    ],
    ids=str,
)
@pytest.mark.parametrize("spelled", ["attributes", "elements"])
def test_faces_follow_where_their_picture_is_turned_or_cut(
    asked: dict[str, object], expected: list[float], spelled: str, tmp_path: Path
) -> None:
    region = REGION if spelled == "attributes" else ELEMENTS
    said, losses, _ = told(source(packet(region)), tmp_path / "part", goal=Lossless(), **asked)
    if any(expected):
        assert shares(said) == [pytest.approx(expected, abs=1e-4)]
        assert 'Name="Ann"' in said or "Name>Ann<" in said
    else:
        assert shares(said) == []
        assert "Ann" not in said
    assert Loss.PLACES in losses  # at least the camera's subject, which EXIF counts in pixels


@pytest.mark.parametrize("change", ["cut", "turned"])
def test_places_of_another_view_go_and_are_named(change: str, tmp_path: Path) -> None:
    data = source(packet(REGION, PANORAMA, IN_SHARES), "JPEG", orientation=6 if change == "turned" else 1)
    asked = {"size": Box(200, 200, Fit.COVER) if change == "cut" else Percent(50)}
    said, losses, numbers = told(data, tmp_path / "part", **asked)
    assert Loss.PLACES in losses
    assert 0x9214 not in numbers
    assert not any(word in said for word in ("PanoWidth", "ImageRegion>"))
    assert ("Regions" in said) == (change == "cut")
    assert 'dc:format="image/x"' in said


def test_what_a_limit_makes_smaller_is_true_too(tmp_path: Path) -> None:
    data = source(packet(REGION), "JPEG")
    outcome = made(data, tmp_path / "part", metadata=Metadata.ALL, goal=MaxBytes(6_000, shrink=True))
    found = read(BytesIO((tmp_path / "part").read_bytes()), CODECS[Format.JPEG])
    assert outcome.width < 640
    assert f'stDim:w="{outcome.width}" stDim:h="{outcome.height}"'.encode() in (found.xmp or b"")


@pytest.mark.parametrize("record", [ANCESTORS, STEPS, SETTINGS], ids=["ancestors", "steps", "settings"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("goal", [Lossless(), Quality(50)], ids=["packed", "encoded"])
def test_a_record_that_outweighs_the_picture_goes_and_is_named(
    goal: Goal, kind: str, record: str, tmp_path: Path
) -> None:
    chance = Random(1)
    items = "".join(f"<rdf:li>uuid:{chance.randbytes(16).hex()}</rdf:li>" for _ in range(3_000))
    data = with_packet(kind, packet(record.format(items), REGION), size=(64, 42))
    plan = pipeline.plan(BytesIO(data), Recipe(goal=goal))
    assert Loss.HISTORY in plan.losses
    outcome = made(data, tmp_path / "part", goal=goal)
    assert outcome.bytes < len(data) - 50_000
    after = read(BytesIO((tmp_path / "part").read_bytes()), CODECS[plan.format])
    said = (after.xmp or b"") + (after.xmp_extended or b"")
    assert b"uuid:" not in said
    assert b"Ann" in said
    assert Checked(promise=Promise.BESIDE, verdict=Verdict.LOST) in outcome.promises


def test_a_short_record_stays(tmp_path: Path) -> None:
    items = "".join(f"<rdf:li>uuid:{number:032x}</rdf:li>" for number in range(200))
    said, losses, _ = told(
        source(packet(ANCESTORS.format(items))), tmp_path / "part", size=Percent(50), goal=Lossless()
    )
    assert said.count("uuid:") == 200
    assert Loss.HISTORY not in losses


def test_a_text_that_stands_twice_stands_once_afterwards(tmp_path: Path) -> None:
    texts = PngImagePlugin.PngInfo()
    for _ in range(3):
        texts.add_text("Title", "A meadow")
    made(pictures.encoded(pictures.graphic((40, 40)), "PNG", pnginfo=texts), tmp_path / "part", goal=Lossless())
    assert (tmp_path / "part").read_bytes().count(b"A meadow") == 1


def with_packet(kind: str, said: bytes, *, size: tuple[int, int], exif: bytes | None = None) -> bytes:
    """A picture whose packet may be larger than Pillow puts into a JPEG."""
    sink = BytesIO()
    plain = BytesIO(pictures.encoded(pictures.photo(size) if kind == "JPEG" else pictures.graphic(size), kind))
    embed(plain, sink, CODECS[Format[kind]], Bundle(xmp=said, exif=exif))
    return sink.getvalue()
