"""Metadata from every format into every other, read back by exiftool."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image

from tests.support import containers, exiftool, metadata_samples
from tests.support.arrival import missing
from workers.formats import SPECS, Format
from workers.image.formats.jpeg import container as jpeg
from workers.image.formats.metadata import embed, lost, read, save_arguments
from workers.image.formats.registry import CODECS
from workers.image.metadata import exif, policy
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.xmp_pixels import Change
from workers.plan import Loss
from workers.recipe import Metadata

CARRIERS = (Format.JPEG, Format.PNG, Format.WEBP, Format.TIFF, Format.AVIF, Format.GIF)
SIZE = (40, 30)
PLACES = ("GPS", "City", "Country", "Location", "Altitude", "Sankt Gallen", "Schweiz")


def written(target: Format, bundle: Bundle, path: Path, size: tuple[int, int] = SIZE) -> Path:
    """A small picture of a format with a bundle in it."""
    encoded = BytesIO()
    picture = Image.new("RGB", size, "orange")
    options = {"compression": "tiff_lzw"} if target is Format.TIFF else save_arguments(CODECS[target], bundle)
    picture.save(encoded, target.upper(), **options)
    with path.open("wb") as out:
        embed(encoded, out, CODECS[target], bundle)
    with Image.open(path) as image:
        image.load()
        assert sorted(image.size) == sorted(size)  # Pillow turns a TIFF by its tag
    return path


def reread(path: Path, source: Format) -> Bundle:
    with path.open("rb") as file:
        return read(file, CODECS[source])


def carried(bundle: Bundle, keep: Metadata) -> Bundle:
    return policy.apply(bundle, keep, change=Change(before=SIZE, after=SIZE, move=None))


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Metadata], dict[tuple[Format, Format], Path]]:
    folder = tmp_path_factory.mktemp("carry")
    made: dict[Metadata, dict[tuple[Format, Format], Path]] = {}

    def make(keep: Metadata) -> dict[tuple[Format, Format], Path]:
        if keep in made:
            return made[keep]
        found = {}
        for source in CARRIERS:
            everything = metadata_samples.bundle(orientation=1 if source is Format.AVIF else 6)
            start = written(source, everything, folder / f"source.{source}", (64, 48))
            bundle = carried(reread(start, source), keep)
            for target in CARRIERS:
                path = folder / f"{keep}-{source}.{target}"
                found[source, target] = written(target, bundle, path)
                assert missing(bundle, reread(path, target), target) == ()
        made[keep] = found
        return found

    return make


def judged(paths: dict[tuple[Format, Format], Path]) -> dict[tuple[Format, Format], dict[str, Any]]:
    tags = exiftool.tags_of(list(paths.values()))
    return {pair: tags[path] for pair, path in paths.items()}


@exiftool.needs_exiftool
def test_no_location_is_left_by_the_default_policy(outputs: Any) -> None:
    for pair, tags in judged(outputs(Metadata.NO_LOCATION)).items():
        left = {name: value for name, value in tags.items() if any(word in f"{name} {value}" for word in PLACES)}
        assert left == {}, pair


@exiftool.needs_exiftool
def test_the_camera_data_and_the_maker_note_stay(outputs: Any) -> None:
    for keep in (Metadata.NO_LOCATION, Metadata.ALL):
        for (source, target), tags in judged(outputs(keep)).items():
            if not (SPECS[source].exif and SPECS[target].exif):
                continue
            assert tags["IFD0:Artist"] == metadata_samples.OWNER, (source, target)
            assert tags["ExifIFD:ExposureTime"] == 0.008, (source, target)
            assert tags["Canon:OwnerName"] == "Anna M. of the Alps", (source, target)
            assert tags["Canon:FileNumber"] == 1234567, (source, target)
            assert ("GPS:GPSLatitude" in tags) == (keep is Metadata.ALL), (source, target)
            assert not [name for name in tags if "Warning" in name and "IPTCDigest" not in str(tags[name])], (
                source,
                target,
            )


@exiftool.needs_exiftool
def test_the_output_says_upright_and_its_own_size(outputs: Any) -> None:
    for (source, target), tags in judged(outputs(Metadata.NO_LOCATION)).items():
        if SPECS[source].exif and SPECS[target].exif:
            assert tags.get("IFD0:Orientation", 1) == 1, (source, target)
            assert (tags["ExifIFD:ExifImageWidth"], tags["ExifIFD:ExifImageHeight"]) == SIZE
            assert "IFD1:ThumbnailOffset" not in tags
        if SPECS[source].xmp and SPECS[target].xmp:
            assert tags["XMP-tiff:Orientation"] == 1
            assert (tags["XMP-exif:ExifImageWidth"], tags["XMP-exif:ExifImageHeight"]) == SIZE
            assert tags["XMP-xmp:Rating"] == 4
            assert tags["XMP-dc:Title"] == "A title & more"


@pytest.mark.parametrize(("resized", "size"), [(False, (64, 48)), (True, SIZE)])
def test_a_size_that_was_wrong_stays_so_where_no_pixel_changed(*, resized: bool, size: tuple[int, int]) -> None:
    before = metadata_samples.bundle()
    after = policy.apply(before, Metadata.ALL, change=Change(before=SIZE, after=SIZE) if resized else None)
    block = exif.opened(after.exif)
    assert block is not None
    assert [block.values()["camera", tag] for tag in (0xA002, 0xA003)] == [(side,) for side in size]
    assert f'PixelXDimension="{size[0]}"'.encode() in (after.xmp or b"")


@exiftool.needs_exiftool
def test_captions_profiles_and_resolution_stay(outputs: Any) -> None:
    for (source, target), tags in judged(outputs(Metadata.NO_LOCATION)).items():
        held = [SPECS[source], SPECS[target]]
        if all(spec.iptc for spec in held):
            assert tags["IPTC:Keywords"] == "mountain", (source, target)
            assert tags["IPTC:By-line"] == metadata_samples.OWNER, (source, target)
        if all(spec.icc for spec in held):
            assert tags["ICC_Profile:ProfileDescription"] == "sRGB built-in", (source, target)
        if all(spec.exif for spec in held):
            assert tags["IFD0:XResolution"] == 300


@exiftool.needs_exiftool
def test_copyright_alone_keeps_author_and_notice(outputs: Any) -> None:
    allowed = ("Artist", "Copyright", "Creator", "Rights", "By-line", "CopyrightNotice", "Resolution", "ResolutionUnit")
    for (source, target), tags in judged(outputs(Metadata.COPYRIGHT)).items():
        written_by = [
            name for name in tags if name.startswith(("IFD0", "ExifIFD", "GPS", "XMP", "IPTC", "Canon", "IFD1"))
        ]
        structure = target is Format.TIFF
        extra = [name for name in written_by if not name.endswith(allowed) and not structure]
        assert [name for name in extra if not name.endswith(("CodedCharacterSet", "RecordVersion"))] == []
        if SPECS[source].exif and SPECS[target].exif:
            assert tags["IFD0:Copyright"] == "© 2024 Anna Muster", (source, target)
        if SPECS[source].xmp and SPECS[target].xmp:
            assert tags["XMP-dc:Creator"] == metadata_samples.OWNER, (source, target)


@exiftool.needs_exiftool
def test_nothing_is_nothing_but_the_profile(outputs: Any) -> None:
    for (source, target), tags in judged(outputs(Metadata.NONE)).items():
        said = f"{tags}"
        assert "Anna" not in said, (source, target)
        assert "mountain" not in said
        assert "Canon" not in said
        assert "comment" not in said.lower()
        if SPECS[source].icc and SPECS[target].icc:
            assert tags["ICC_Profile:ProfileDescription"] == "sRGB built-in", (source, target)


@pytest.mark.parametrize("target", CARRIERS)
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_maker_note_stands_where_it_stood(target: Format, order: str, tmp_path: Path) -> None:
    if not SPECS[target].exif:
        return
    everything = metadata_samples.bundle(order=order, orientation=6)
    arrived = reread(written(target, carried(everything, Metadata.NO_LOCATION), tmp_path / "out"), target)
    before, after = exif.opened(everything.exif), exif.opened(arrived.exif)
    assert before is not None
    assert after is not None
    assert after.maker_note == before.maker_note
    assert after.maker_note_at == before.maker_note_at


def test_a_jpeg_keeps_an_extended_packet_and_names_it_anew(tmp_path: Path) -> None:
    everything = metadata_samples.bundle(extended=True)
    path = written(Format.JPEG, carried(everything, Metadata.NO_LOCATION), tmp_path / "out.jpg")
    arrived = reread(path, Format.JPEG)
    assert arrived.xmp_extended is not None
    assert b"GPSAltitude" not in arrived.xmp_extended
    assert b"GDepth:Data" in arrived.xmp_extended
    assert lost(arrived, CODECS[Format.JPEG]) == ()


@pytest.mark.parametrize("target", [Format.PNG, Format.WEBP, Format.TIFF, Format.AVIF])
def test_an_extended_packet_becomes_one_packet_elsewhere(target: Format, tmp_path: Path) -> None:
    everything = carried(metadata_samples.bundle(extended=True), Metadata.ALL)
    arrived = reread(written(target, everything, tmp_path / "out"), target)
    assert arrived.xmp is not None
    assert b"GDepth:Data" in arrived.xmp
    assert b"HasExtendedXMP" not in arrived.xmp
    assert missing(everything, arrived, target) == ()


@exiftool.needs_exiftool
def test_a_packet_too_large_for_one_segment_is_split(tmp_path: Path) -> None:
    large = replace(metadata_samples.bundle(), xmp=metadata_samples.xmp(title="long " * 20_000))
    path = written(Format.JPEG, large, tmp_path / "out.jpg")
    assert len(exiftool.tags(path)["XMP-dc:Title"]) > 90_000
    assert missing(large, reread(path, Format.JPEG), Format.JPEG) == ()


def test_exif_too_large_for_a_jpeg_loses_its_maker_note_by_name(tmp_path: Path) -> None:
    large = Bundle(exif=metadata_samples.exif(note=bytes(70_000)))
    assert lost(large, CODECS[Format.JPEG]) == (Loss.EXIF,)
    assert lost(large, CODECS[Format.PNG]) == ()
    block = exif.opened(reread(written(Format.JPEG, large, tmp_path / "out.jpg"), Format.JPEG).exif)
    assert block is not None
    assert block.maker_note is None
    assert block.texts((exif.ARTIST,)) == {exif.ARTIST: metadata_samples.OWNER.encode()}


def test_exif_too_large_for_its_thumbnail_loses_that_alone(tmp_path: Path) -> None:
    large = Bundle(exif=metadata_samples.exif(picture=metadata_samples.thumbnail() + bytes(70_000)))
    assert lost(large, CODECS[Format.JPEG]) == ()
    block = exif.opened(reread(written(Format.JPEG, large, tmp_path / "out.jpg"), Format.JPEG).exif)
    assert block is not None
    assert block.maker_note is not None


def test_what_a_format_cannot_hold_is_named() -> None:
    everything = metadata_samples.bundle()
    assert set(lost(everything, CODECS[Format.WEBP])) == {Loss.COMMENT, Loss.TEXT}
    assert set(lost(everything, CODECS[Format.GIF])) == {Loss.EXIF, Loss.PROFILE, Loss.TEXT, Loss.DPI}
    assert {Loss.IPTC, Loss.XMP} <= set(lost(everything, CODECS[Format.BMP]))
    assert lost(everything, CODECS[Format.JPEG]) == (Loss.TEXT,)
    assert lost(everything, CODECS[Format.PNG]) == ()


def test_what_cannot_be_read_is_dropped_and_named_rather_than_carried_with_a_place_in_it() -> None:
    broken = Bundle(exif=b"II*\0\xff\xff\xff\x0f", xmp=b"<x:xmpmeta GPSLatitude='1'")
    safe = policy.apply(broken, Metadata.NO_LOCATION, change=None)
    assert safe.exif is None
    assert safe.xmp is None
    assert set(safe.losses) == {Loss.EXIF, Loss.XMP}
    kept = policy.apply(broken, Metadata.ALL, change=None)
    assert (kept.exif, kept.xmp) == (broken.exif, broken.xmp)


def test_a_tiff_takes_the_resolution_of_the_exif_and_leaves_its_own_structure(tmp_path: Path) -> None:
    block = metadata_samples.Block(">")
    first = block.directory(
        [
            block.long(0x0100, 6000),
            block.short(0x0102, 8),
            block.short(0x0106, 2),
            block.short(0x0115, 3),
            block.rationals(0x011A, (300, 1)),
            block.rationals(0x011B, (300, 1)),
            block.text(0x010F, "Canon"),
            block.text(0x87B1, "WGS 84 / UTM zone 33N"),
        ]
    )
    block.data[4:8] = block.pack("I", first)
    bundle = carried(Bundle(exif=bytes(block.data), dpi=(72.0, 72.0)), Metadata.NO_LOCATION)
    assert b"WGS" not in (bundle.exif or b"")
    arrived = reread(written(Format.TIFF, bundle, tmp_path / "out.tif"), Format.TIFF)
    assert arrived.dpi == (300, 300)
    assert missing(bundle, arrived, Format.TIFF) == ()


def test_a_second_exif_block_of_a_jpeg_is_a_copy_and_the_next_segment_goes_on() -> None:
    block = metadata_samples.exif()
    plain = BytesIO()
    Image.new("RGB", SIZE).save(plain, "JPEG")
    head, rest = plain.getvalue()[:2], plain.getvalue()[2:]

    def segment(data: bytes) -> bytes:
        return b"\xff\xe1" + (len(data) + 8).to_bytes(2, "big") + b"Exif\0\0" + data

    assert read(BytesIO(head + segment(block) + segment(block) + rest), CODECS[Format.JPEG]).exif == block
    assert read(BytesIO(head + segment(block[:500]) + segment(block[500:]) + rest), CODECS[Format.JPEG]).exif == block


def test_a_resolution_that_stands_in_the_exif_alone_is_told_in_the_header_too(tmp_path: Path) -> None:
    source = written(Format.WEBP, Bundle(exif=metadata_samples.exif()), tmp_path / "in.webp")
    bundle = carried(reread(source, Format.WEBP), Metadata.ALL)
    for target in (Format.PNG, Format.JPEG, Format.BMP):
        with Image.open(written(target, bundle, tmp_path / f"out.{target}")) as image:
            assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)


@pytest.mark.parametrize("raw", [b"II", bytes(range(256))])
def test_exif_that_nobody_can_read_goes_along_where_no_encoder_reads_it(raw: bytes, tmp_path: Path) -> None:
    bundle = carried(Bundle(exif=raw), Metadata.ALL)
    for target in (Format.JPEG, Format.PNG, Format.WEBP):
        assert lost(bundle, CODECS[target]) == ()
        assert reread(written(target, bundle, tmp_path / "out"), target).exif == raw
    assert lost(bundle, CODECS[Format.AVIF]) == (Loss.EXIF,)
    assert reread(written(Format.AVIF, bundle, tmp_path / "out"), Format.AVIF).exif is None


def test_a_second_packet_of_a_jpeg_is_named() -> None:
    packet = metadata_samples.xmp()
    first = jpeg.spell(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)
    other = jpeg.spell(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.replace(b"<", b" <", 1))
    plain = containers.encoded(Format.JPEG)
    assert read(BytesIO(plain[:2] + first + first + plain[2:]), CODECS[Format.JPEG]).losses == ()
    found = read(BytesIO(plain[:2] + first + other + plain[2:]), CODECS[Format.JPEG])
    assert (found.xmp, found.losses) == (packet, (Loss.OTHER,))
