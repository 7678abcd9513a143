"""Files that other programs wrote: read right, and rewritten without a changed pixel."""

import struct
import subprocess
from io import BytesIO
from pathlib import Path
from shutil import which

import pytest
from msgspec.structs import replace
from PIL import Image, PngImagePlugin

from tests.support import containers, exiftool, metadata_samples
from tests.support.arrival import missing
from workers.errors import ErrorCode, Failure
from workers.formats import Format
from workers.image.formats.metadata import embed, read
from workers.image.formats.registry import CODECS
from workers.image.metadata import exif, policy
from workers.image.metadata.bundle import Bundle
from workers.plan import Loss
from workers.recipe import Metadata

needs_vips = pytest.mark.skipif(which("vips") is None, reason="vips is not installed")


def run(*command: object) -> None:
    subprocess.run([str(word) for word in command], check=True, capture_output=True)


def embedded(path: Path, source: Format, bundle: Bundle, out: Path) -> Path:
    with path.open("rb") as encoded, out.open("wb") as file:
        embed(encoded, file, CODECS[source], bundle)
    return out


def bundle_of(path: Path, source: Format) -> Bundle:
    with path.open("rb") as file:
        return read(file, CODECS[source])


def maker_note(bundle: Bundle) -> tuple[bytes, int]:
    """Its bytes and where it stands."""
    block = exif.opened(bundle.exif)
    assert block is not None
    assert block.maker_note is not None
    assert block.maker_note_at is not None
    return block.maker_note, block.maker_note_at


def pixels(path: Path) -> list[tuple[tuple[int, int], str, bytes]]:
    found = []
    with Image.open(path) as image:
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            found.append((image.size, image.mode, image.tobytes()))
    return found


@needs_vips
@pytest.mark.parametrize(
    "options",
    [
        "compression=lzw",
        "compression=deflate,predictor=horizontal",
        "tile,tile-width=16,tile-height=16,compression=lzw",
        "tile,tile-width=16,tile-height=16,pyramid",
        "bigtiff",
        "compression=jpeg,Q=90",
        "strip",
    ],
)
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_tiff_of_any_layout_keeps_its_pixels(options: str, order: str, tmp_path: Path) -> None:
    containers.picture().resize((100, 70)).save(tmp_path / "in.png")
    run("vips", "copy", tmp_path / "in.png", f"{tmp_path / 'in.tif'}[{options}]")
    bundle = metadata_samples.bundle(order=order)
    out = embedded(tmp_path / "in.tif", Format.TIFF, bundle, tmp_path / "out.tif")
    assert pixels(out) == pixels(tmp_path / "in.tif")
    arrived = bundle_of(out, Format.TIFF)
    assert missing(bundle, arrived, Format.TIFF) == ()
    assert maker_note(bundle) == maker_note(arrived)


@needs_vips
@pytest.mark.parametrize("order", ["<", ">"])
def test_sixteen_bits_stay_sixteen_bits_whatever_order_the_camera_wrote(order: str, tmp_path: Path) -> None:
    containers.picture("L").resize((50, 30)).convert("I;16").point(lambda value: value * 257).save(tmp_path / "in.png")
    run("vips", "copy", tmp_path / "in.png", f"{tmp_path / 'in.tif'}[compression=lzw]")
    bundle = metadata_samples.bundle(order=order)
    out = embedded(tmp_path / "in.tif", Format.TIFF, bundle, tmp_path / "out.tif")
    assert pixels(out) == pixels(tmp_path / "in.tif")
    assert missing(bundle, bundle_of(out, Format.TIFF), Format.TIFF) == ()


def test_the_pages_behind_the_first_keep_their_own_tags(tmp_path: Path) -> None:
    more = [containers.picture("L").resize((30, 20)), containers.picture("1").resize((9, 11))]
    containers.picture().save(
        tmp_path / "in.tif", save_all=True, append_images=more, compression="tiff_deflate", dpi=(200, 200)
    )
    bundle = metadata_samples.bundle(order=">")
    out = embedded(tmp_path / "in.tif", Format.TIFF, bundle, tmp_path / "out.tif")
    assert pixels(out) == pixels(tmp_path / "in.tif")
    with Image.open(out) as image:
        image.seek(2)
        assert image.info["dpi"] == (200, 200)


@exiftool.needs_exiftool
@pytest.mark.skipif(which("heif-enc") is None, reason="heif-enc is not installed")
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_heic(order: str, tmp_path: Path) -> None:
    source = tmp_path / "in.jpg"
    everything = replace(metadata_samples.bundle(order=order, orientation=6), xmp=metadata_samples.xmp())
    with source.open("wb") as out:
        embed(BytesIO(containers.encoded(Format.JPEG)), out, CODECS[Format.JPEG], everything)
    heic = tmp_path / "in.heic"
    run("heif-enc", source, "-o", heic)
    found = bundle_of(heic, Format.HEIC)
    assert maker_note(found) == maker_note(everything)
    for keep in Metadata:
        carried = policy.apply(found, keep, change=None)
        path = embedded(heic, Format.HEIC, carried, tmp_path / f"{keep}.heic")
        run("heif-convert", path, tmp_path / "back.png")
        tags = exiftool.tags(path)
        assert ("Anna" in str(tags)) == (keep is not Metadata.NONE)
        assert ("GPSLatitude" in str(tags)) == (keep is Metadata.ALL)
        assert tags.get("Canon:OwnerName") == (
            "Anna M. of the Alps" if keep in (Metadata.ALL, Metadata.NO_LOCATION) else None
        )


@exiftool.needs_exiftool
@pytest.mark.parametrize("source", [Format.JPEG, Format.PNG, Format.TIFF, Format.WEBP])
def test_what_exiftool_writes_is_read(source: Format, tmp_path: Path) -> None:
    path = tmp_path / f"in.{source}"
    path.write_bytes(containers.encoded(source))
    tags = [
        "-EXIF:Artist=Me",
        "-GPSLatitude=47.5",
        "-GPSLatitudeRef=N",
        "-XMP-dc:Title=Dawn",
        "-XMP-photoshop:City=Rome",
    ]
    run("exiftool", "-overwrite_original", *tags, "-IPTC:City=Rome", "-IPTC:Keywords=a", path)
    found = bundle_of(path, source)
    assert policy.has_location(found)
    safe = policy.apply(found, Metadata.NO_LOCATION, change=None)
    out = embedded(path, source, safe, tmp_path / f"out.{source}")
    left = exiftool.tags(out)
    assert left["IFD0:Artist"] == "Me"
    assert left["XMP-dc:Title"] == "Dawn"
    assert "Rome" not in str(left)
    assert "GPS" not in str(left)
    assert pixels(out) == pixels(path)


@pytest.mark.skipif(which("cjxl") is None, reason="cjxl is not installed")
@pytest.mark.parametrize("container", [0, 1])
def test_a_jpeg_xl_is_rewritten(container: int, tmp_path: Path) -> None:
    containers.picture().save(tmp_path / "in.png")
    run("cjxl", "-d", "0", f"--container={container}", tmp_path / "in.png", tmp_path / "in.jxl")
    bundle = metadata_samples.bundle()
    out = embedded(tmp_path / "in.jxl", Format.JXL, bundle, tmp_path / "out.jxl")
    run("djxl", out, tmp_path / "out.png")
    assert pixels(tmp_path / "out.png")[0] == pixels(tmp_path / "in.png")[0]
    assert missing(bundle, bundle_of(out, Format.JXL), Format.JXL) == ()
    bare = embedded(out, Format.JXL, Bundle(), tmp_path / "bare.jxl")
    assert bundle_of(bare, Format.JXL) == Bundle()


def test_no_page_keeps_a_place(tmp_path: Path) -> None:
    pages = [containers.picture() for _ in range(3)]
    for page in pages:
        page.encoderinfo = {"tiffinfo": {700: metadata_samples.xmp(), 270: "Rome"}}
    pages[0].save(tmp_path / "in.tif", save_all=True, append_images=pages[1:], tiffinfo={700: metadata_samples.xmp()})
    found = bundle_of(tmp_path / "in.tif", Format.TIFF)
    assert Loss.XMP in found.losses
    safe = policy.apply(found, Metadata.NO_LOCATION, change=None)
    out = embedded(tmp_path / "in.tif", Format.TIFF, safe, tmp_path / "out.tif")
    assert b"Sankt Gallen" in (tmp_path / "in.tif").read_bytes()
    assert b"Sankt Gallen" not in out.read_bytes()
    assert pixels(out) == pixels(tmp_path / "in.tif")


@exiftool.needs_exiftool
def test_no_track_of_a_sequence_keeps_a_place(tmp_path: Path) -> None:
    source, data = containers.files()["avif-animated"]
    (tmp_path / "in.avif").write_bytes(data)
    assert "GPSLatitude" in str(exiftool.tags(tmp_path / "in.avif", "-ee"))
    found = bundle_of(tmp_path / "in.avif", source)
    safe = policy.apply(found, Metadata.NO_LOCATION, change=None)
    out = embedded(tmp_path / "in.avif", source, safe, tmp_path / "out.avif")
    left = exiftool.tags(out, "-ee")
    assert "GPS" not in str(left)
    assert "Sankt" not in str(left)
    assert left["IFD0:Artist"] == metadata_samples.OWNER
    assert pixels(out) == pixels(tmp_path / "in.avif")


def test_strips_that_overlap_are_damage_and_not_a_file_that_grows() -> None:
    block = metadata_samples.Block()
    block.put(bytes(1000))
    strips = [(273, 4, 200, block.pack("200I", *[8] * 200)), (279, 4, 200, block.pack("200I", *[1000] * 200))]
    first = block.directory([block.long(256, 10), block.long(257, 10), *strips])
    block.data[4:8] = block.pack("I", first)
    out = BytesIO()
    with pytest.raises(Failure) as raised:
        embed(BytesIO(block.data), out, CODECS[Format.TIFF], Bundle())
    assert raised.value.code is ErrorCode.DAMAGED
    assert len(out.getvalue()) < 2000


def raw_profile(head: str, digits: str, kind: str = "iptc") -> Bundle:
    info = PngImagePlugin.PngInfo()
    info.add_text(f"Raw profile type {kind}", f"{head}{digits}\n", zip=True)
    made = BytesIO()
    containers.picture().save(made, "PNG", pnginfo=info)
    return read(made, CODECS[Format.PNG])


@pytest.mark.parametrize("name", ["iptc", "IPTC profile"])  # ImageMagick's and exiftool's
def test_a_raw_profile_of_any_name_is_read(name: str) -> None:
    data = metadata_samples.photoshop()
    assert raw_profile(f"\n{name}\n{len(data):8}\n", data.hex()).photoshop == data


def test_a_raw_profile_of_a_jpegs_first_segment_may_hold_a_packet() -> None:
    data = b"http://ns.adobe.com/xap/1.0/\0" + metadata_samples.xmp()
    found = raw_profile(f"\nAPP1\n{len(data):8}\n", data.hex(), "APP1")
    assert (found.xmp, found.exif) == (metadata_samples.xmp(), None)


def test_a_raw_profile_that_cannot_be_read_is_named() -> None:
    assert Loss.IPTC in raw_profile("\niptc\n       9\n", "00ff").losses


@pytest.mark.parametrize("tag", [0x0111, 0x0117], ids=["before the file", "fewer than none"])
def test_strips_at_places_below_zero_are_damage(tag: int) -> None:
    data = bytearray(containers.encoded(Format.TIFF))
    at = int.from_bytes(data[4:8], "little") + 2
    entries = range(at, at + 12 * int.from_bytes(data[at - 2 : at], "little"), 12)
    entry = next(entry for entry in entries if int.from_bytes(data[entry : entry + 2], "little") == tag)
    data[entry + 2 : entry + 12] = struct.pack("<HIi", 9, 1, -8)  # a signed integer
    with pytest.raises(Failure) as failed:
        embed(BytesIO(data), BytesIO(), CODECS[Format.TIFF], Bundle())
    assert failed.value.code is ErrorCode.DAMAGED
