"""Files of kinds that few programs write come out as they look, or are refused for what they are."""

import shutil
import struct
import subprocess
import zlib
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from tests.agreement.variants.variant import shades, stepped
from tests.support.pictures import encoded, grey_16, photo
from workers.binary.source import ByteSource
from workers.binary.tiff import chain, header
from workers.errors import ErrorCode, Failure
from workers.formats import Format
from workers.image.decode.opening import reading
from workers.image.formats.gif.container import IMAGE, blocks
from workers.image.pipeline import make, plan
from workers.image.pixels.libvips import is_there
from workers.plan import Loss
from workers.recipe import AsItIs, LongEdge, Lossless, Metadata, Quality, Recipe, Size


def made(source: bytes, recipe: Recipe, folder: Path) -> Image.Image:
    """The picture that a recipe makes of a file."""
    part = folder / "part"
    part.touch()
    make(plan(BytesIO(source), recipe), BytesIO(source), part, lambda stage, share: None)
    return Image.open(BytesIO(part.read_bytes()))


@pytest.mark.parametrize("target", [Format.WEBP, Format.AVIF, Format.JPEG])
def test_deep_grey_goes_into_a_lossy_format(target: Format, tmp_path: Path) -> None:
    image = made(encoded(grey_16((240, 160)), "PNG"), Recipe(format=target), tmp_path)
    shades = np.asarray(image.convert("L")).astype(int)
    assert abs(shades[:2].mean() - 1) < 3
    assert abs(shades[-2:].mean() - 254) < 3


@pytest.mark.parametrize("target", [Format.TIFF, Format.PNG, Format.WEBP])
@pytest.mark.parametrize("tags", [{0x0112: 6}, {0x011A: 300.0, 0x011B: 300.0, 0x0128: 2}, {0x0112: 8, 0x011A: 72.0}])
def test_exif_that_says_only_how_to_show_the_picture(target: Format, tags: dict[int, float], tmp_path: Path) -> None:
    exif = Image.Exif()
    for tag, value in tags.items():
        exif[tag] = value
    source = encoded(photo((60, 40)), exif=exif.tobytes())
    assert made(source, Recipe(format=target), tmp_path).size == ((40, 60) if 0x0112 in tags else (60, 40))


@pytest.mark.skipif(shutil.which("cjpeg") is None, reason="cjpeg is not installed")
@pytest.mark.parametrize("options", [["-arithmetic"], ["-arithmetic", "-progressive"]])
@pytest.mark.parametrize("recipe", [Recipe(), Recipe(format=Format.PNG), Recipe(size=LongEdge(200), goal=Quality(90))])
def test_a_jpeg_packed_by_arithmetic_coding(options: list[str], recipe: Recipe, tmp_path: Path) -> None:
    image = photo((1200, 900))
    command = ["cjpeg", "-quality", "80", *options]
    source = subprocess.run(command, input=encoded(image, "PPM"), capture_output=True, check=True).stdout
    assert len(source) > 2**16, "a small one is read at once in any case"
    assert made(source, recipe, tmp_path).width == (200 if recipe.size == LongEdge(200) else 1200)


@pytest.mark.skipif(shutil.which("cjpeg") is None, reason="cjpeg is not installed")
@pytest.mark.parametrize("way", [["-arithmetic"], ["-arithmetic", "-progressive"], ["-progressive"], []])
@pytest.mark.parametrize("restart", ["0", "1", "3B"])
@pytest.mark.parametrize("sampling", ["4x2", "4x1", "1x2"])
def test_chroma_that_is_rarely_so_coarse(way: list[str], restart: str, sampling: str, tmp_path: Path) -> None:
    command = ["cjpeg", "-quality", "95", "-sample", sampling, *way, "-restart", restart]
    smooth = Image.fromarray(stepped(shades(), 8).astype(np.uint8))
    source = subprocess.run(command, input=encoded(smooth, "PPM"), capture_output=True, check=True).stdout
    assert made(source, Recipe(format=Format.PNG), tmp_path).size == (96, 64)


@pytest.mark.parametrize("target", [Format.TIFF, Format.PNG, Format.JPEG])
def test_a_resolution_that_is_a_text(target: Format, tmp_path: Path) -> None:
    entries = ((0x010F, 2, b"Kam\0"), (0x011A, 2, b"72\0\0"), (0x011B, 2, b"72\0\0"), (0x0128, 3, b"\2\0\0\0"))
    table = b"".join(struct.pack("<HHI", tag, kind, 1 if kind == 3 else 4) + value for tag, kind, value in entries)
    exif = b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + table + bytes(4)
    image = made(encoded(photo((60, 40)), exif=b"Exif\0\0" + exif), Recipe(format=target), tmp_path)
    assert image.getexif()[0x010F] == "Kam"


def test_the_mark_of_a_raw_file_does_not_go_into_a_tiff(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0xC612] = b"\1\4\0\0"
    exif[0x010F] = "Kam"
    image = made(encoded(photo((60, 40)), exif=exif.tobytes()), Recipe(format=Format.TIFF), tmp_path)
    assert 0xC612 not in image.getexif()
    assert image.getexif()[0x010F] == "Kam"


@pytest.mark.parametrize(("mode", "samples"), [("La", 2), ("RGBA", 4)])
def test_colours_that_are_multiplied_by_their_alpha(mode: str, samples: int, tmp_path: Path) -> None:
    size, half = (20, 10), 100
    pixels = bytes([*[half] * (samples - 1), 128]) * (size[0] * size[1])
    source = tiff_of(size, samples, pixels, extra=1)
    image = made(source, Recipe(format=Format.PNG), tmp_path).convert("RGBA")
    red, _, _, alpha = np.asarray(image)[5, 5].astype(int)
    assert alpha == 128
    assert abs(red - half * 255 / 128) <= 1, mode


def tiff_of(size: tuple[int, int], samples: int, pixels: bytes, *, extra: int, compression: int = 1) -> bytes:
    """A little-endian TIFF of one strip, grey or RGB with one further channel."""
    count = 11
    data_at = 8 + 2 + 12 * count + 4
    entries = (
        (256, 3, 1, size[0]),
        (257, 3, 1, size[1]),
        (258, 3, 1, 8) if samples == 1 else (258, 3, samples, data_at),
        (259, 3, 1, compression),
        (262, 3, 1, 2 if samples > 2 else 1),
        (273, 4, 1, data_at + 8),
        (277, 3, 1, samples),
        (278, 3, 1, size[1]),
        (279, 4, 1, len(pixels)),
        (284, 3, 1, 1),
        (338, 3, 1, extra),
    )
    depths = struct.pack("<4H", 8, 8, 8, 8)
    inline = struct.unpack("<I", depths[:4])[0]
    table = b"".join(
        struct.pack("<HHII", tag, kind, number, inline if (tag, number) == (258, 2) else value)
        for tag, kind, number, value in entries
    )
    return b"II*\0\x08\0\0\0" + struct.pack("<H", count) + table + bytes(4) + depths + pixels


def losses(source: bytes, target: Format, metadata: Metadata = Metadata.ALL) -> tuple[Loss, ...]:
    return plan(BytesIO(source), Recipe(format=target, metadata=metadata)).losses


def with_segment(data: bytes) -> bytes:
    """A JPEG with an application segment of somebody's own."""
    return encoded(photo((60, 40)), extra=b"\xff\xe6" + (len(data) + 2).to_bytes(2, "big") + data)


def test_what_only_its_makers_programs_read_is_named_where_it_stays_behind() -> None:
    source = with_segment(b"Maker\0 of thermal pictures")
    assert Loss.OTHER not in losses(source, Format.JPEG)
    assert Loss.OTHER in losses(source, Format.PNG)
    assert Loss.OTHER not in losses(source, Format.PNG, Metadata.NONE)
    assert Loss.OTHER not in losses(with_segment(b"Ducky\0\1\0\4\0\0\0\x50\0\0"), Format.PNG)


@pytest.mark.parametrize(("behind", "named"), [(b"a program's own\x01", True), (bytes(20), False), (b"\r\n", False)])
def test_what_stands_behind_a_jpeg(behind: bytes, named: bool) -> None:
    found = losses(encoded(photo((60, 40))) + behind, Format.JPEG)
    assert (Loss.OTHER in found) == named


def test_a_place_in_a_segment_of_its_makers_own_goes_with_the_location(tmp_path: Path) -> None:
    source = with_segment(b"GoPro\0DEVC GPS5 47.0 8.3")
    part = tmp_path / "part"
    for metadata, expected in ((Metadata.ALL, True), (Metadata.NO_LOCATION, False)):
        part.write_bytes(b"")
        planned = plan(BytesIO(source), Recipe(metadata=metadata))
        make(planned, BytesIO(source), part, lambda stage, share: None)
        assert (b"GPS5" in part.read_bytes()) == expected


def test_a_place_on_the_map_and_texts_of_later_pages_are_named() -> None:
    first = Image.new("L", (30, 20), 9)
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[33550], tags.tagtype[33550] = (1.0, 1.0, 0.0), 12
    assert Loss.OTHER in losses(encoded(first, "TIFF", tiffinfo=tags), Format.TIFF)
    second = first.copy()
    second.encoderinfo = {"tiffinfo": TiffImagePlugin.ImageFileDirectory_v2()}
    second.encoderinfo["tiffinfo"][270] = "the back"
    assert Loss.EXIF in losses(encoded(first, "TIFF", save_all=True, append_images=[second]), Format.TIFF)


def failure_of(source: bytes, target: Format) -> ErrorCode:
    with pytest.raises(Failure) as caught:
        plan(BytesIO(source), Recipe(format=target))
    assert caught.value.facts.line is None  # the still picture is whole
    return caught.value.code


def moved(gif: bytes, left: int, top: int) -> bytes:
    """A GIF of two frames, the second of which begins elsewhere."""
    at = [block.at for block in blocks(ByteSource.of(gif)) if block.label == IMAGE][1]
    return gif[: at + 1] + struct.pack("<HH", left, top) + gif[at + 5 :]


def two_frames(format_name: str = "GIF") -> bytes:
    first, second = Image.new("RGB", (60, 40), "red"), Image.new("RGB", (60, 40), "blue")
    return encoded(first, format_name, save_all=True, append_images=[second], duration=100)


def test_a_frame_over_the_edge_of_a_gif_is_cut_off(tmp_path: Path) -> None:
    image = made(moved(two_frames(), 30, 20), Recipe(format=Format.WEBP, goal=Lossless()), tmp_path)
    image.seek(1)
    assert image.size == (60, 40)
    shown = np.asarray(image.convert("RGB"))
    assert shown[39, 29, 0] > 250
    assert shown[21, 31, 2] > 250


def test_a_first_frame_larger_than_the_screen_is_shown_whole(tmp_path: Path) -> None:
    gif = encoded(Image.new("P", (60, 40)), "GIF")
    small = gif[:6] + struct.pack("<HH", 10, 10) + gif[10:]
    assert made(small, Recipe(format=Format.PNG), tmp_path).size == (60, 40)


@pytest.mark.parametrize("target", [Format.GIF, Format.PNG, Format.WEBP])
def test_a_frame_far_outside_of_a_gif_shows_nothing_and_takes_no_memory(target: Format, tmp_path: Path) -> None:
    image = made(moved(two_frames(), 65535, 65535), Recipe(format=target, goal=Lossless()), tmp_path)
    assert image.size == (60, 40)
    assert getattr(image, "n_frames", 1) == (1 if target is Format.WEBP else 2)  # libwebp joins equal neighbours


def test_a_frame_far_larger_than_its_gif_is_damage_and_no_lack_of_memory() -> None:
    data = two_frames()
    *_, at = (block.at for block in blocks(ByteSource.of(data)) if block.label == IMAGE)
    with pytest.raises(Failure) as caught:
        plan(BytesIO(data[: at + 5] + struct.pack("<HH", 65535, 65535) + data[at + 9 :]), Recipe())
    assert caught.value.code is ErrorCode.DAMAGED


def test_parts_of_an_apng_out_of_order_are_damage() -> None:
    data = two_frames("PNG")
    at = data.index(b"fdAT")
    wrong = data[: at + 4] + struct.pack(">I", 9) + data[at + 8 :]
    size = int.from_bytes(data[at - 4 : at], "big")
    wrong = wrong[: at + 4 + size] + struct.pack(">I", zlib.crc32(wrong[at : at + 4 + size])) + wrong[at + 8 + size :]
    assert failure_of(wrong, Format.PNG) is ErrorCode.DAMAGED
    assert failure_of(wrong, Format.WEBP) is ErrorCode.DAMAGED


def test_pages_in_a_circle_are_each_read_once(tmp_path: Path) -> None:
    pages = [Image.new("L", (30, 20), shade) for shade in (10, 90)]
    data = bytearray(encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    first, second = chain(ByteSource.of(data), header(ByteSource.of(data)))
    data[second.next_at : second.next_at + 4] = struct.pack("<I", first.at)
    image = made(bytes(data), Recipe(format=Format.TIFF, goal=Lossless()), tmp_path)
    assert getattr(image, "n_frames", 1) == 2


def test_a_compression_that_is_not_built_in_is_not_called_damage() -> None:
    source = tiff_of((20, 10), 2, bytes(400), extra=2, compression=50001)
    with pytest.raises(Failure) as caught:
        plan(BytesIO(source), Recipe())
    assert caught.value.code is ErrorCode.UNSUPPORTED_VARIANT


@pytest.mark.parametrize("target", [Format.PNG, Format.JPEG, Format.TIFF])
def test_grey_of_32_bits_or_with_a_sign(target: Format, tmp_path: Path) -> None:
    ramp = np.linspace(-20000, 20000, 600).astype(np.int32).reshape(20, 30)
    source = encoded(Image.fromarray(ramp), "TIFF")
    assert made(source, Recipe(format=target), tmp_path).size == (30, 20)
    lost = losses(source, target)
    assert (Loss.DEPTH in lost) == (target is not Format.TIFF)


def test_a_limit_of_a_decoder_is_no_lack_of_memory() -> None:
    with pytest.raises(Failure) as caught, reading(0):
        raise RuntimeError("Memory allocation error: Security limit exceeded: Image size 99999x64")
    assert caught.value.code is ErrorCode.TOO_LARGE


@pytest.mark.skipif(find_spec("pillow_heif") is None or not is_there(), reason="needs the extras heic and deep-color")
def test_the_deep_pixels_of_a_large_heic_are_its_own(tmp_path: Path) -> None:
    import pillow_heif

    size = (3000, 2000)
    heic = pillow_heif.from_bytes("RGB;16", size, np.full((size[1], size[0], 3), 40_000, "<u2").tobytes())
    heic.save(source := tmp_path / "deep.heic", quality=90)
    shades = np.asarray(made(source.read_bytes(), Recipe(format=Format.PNG), tmp_path))
    assert (shades.min(), shades.max()) in {(155, 156), (155, 155), (156, 156)}


@pytest.mark.parametrize("target", [Format.PNG, Format.GIF])
@pytest.mark.parametrize(("encoding", "end"), [("utf-8", b"\0"), ("utf-16", b"\0\0")])
def test_a_packet_with_zeros_goes_where_none_may_be(target: Format, encoding: str, end: bytes, tmp_path: Path) -> None:
    name = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{name}"/></x:xmpmeta>'.encode(encoding) + end
    source = encoded(photo((60, 40)), xmp=packet)
    made(source, Recipe(format=target), tmp_path)
    assert b"x:xmpmeta" in (tmp_path / "part").read_bytes()


def test_the_clear_shade_of_deep_grey(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 600).astype(np.uint16).reshape(20, 30)
    source = encoded(Image.fromarray(ramp), "PNG", transparency=int(ramp[10, 7]))
    shown = np.asarray(made(source, Recipe(format=Format.WEBP, goal=Lossless()), tmp_path).convert("RGBA")).astype(int)
    assert [tuple(place) for place in np.argwhere(shown[..., 3] == 0)] == [(10, 7)]
    assert abs(shown[10, 8, 0] - ramp[10, 8] / 257) <= 1


@pytest.mark.parametrize("size", [AsItIs(), LongEdge(15)])
def test_the_clear_shade_of_deep_grey_lies_on_the_background(size: Size, tmp_path: Path) -> None:
    grey = np.full((20, 30), 40_000, np.uint16)
    grey[:, 10:] = 1_000
    source = encoded(Image.fromarray(grey), "PNG", transparency=1_000)
    image = made(source, Recipe(format=Format.BMP, size=size, background="#ff0000"), tmp_path)
    assert image.convert("RGB").getpixel((image.width - 2, 3)) == (255, 0, 0)
    assert image.convert("RGB").getpixel((2, 3)) == pytest.approx((156, 156, 156), abs=2)


def test_no_pixel_soft_enough_to_be_clear_in_a_gif(tmp_path: Path) -> None:
    soft = Image.new("RGBA", (12, 9), (10, 200, 30, 130))
    assert made(encoded(soft, "PNG"), Recipe(format=Format.GIF), tmp_path).convert("RGBA").getchannel(
        "A"
    ).getextrema() == (255, 255)


@pytest.mark.skipif(find_spec("pillow_heif") is None, reason="writes HEIC")
def test_a_picture_that_is_called_first_and_a_thumbnail_of_another_one(tmp_path: Path) -> None:
    import pillow_heif

    sink = BytesIO()
    soft = Image.new("RGBA", (64, 48), (10, 200, 30, 130))
    pillow_heif.from_pillow(soft).save(sink, quality=60)
    data = sink.getvalue().replace(b"auxl", b"thmb")
    at = data.index(b"pitm") + 8
    first = int.from_bytes(data[at : at + 2], "big")
    image = made(data[:at] + (first + 1).to_bytes(2, "big") + data[at + 2 :], Recipe(format=Format.PNG), tmp_path)
    assert image.size == (64, 48)
    assert image.convert("RGB").getchannel("G").getpixel((9, 9)) == pytest.approx(200, abs=60)


@pytest.mark.parametrize("target", [Format.PNG, Format.WEBP])
def test_a_fourth_channel_of_a_tiff_that_says_nothing_of_it(target: Format, tmp_path: Path) -> None:
    source = encoded(Image.new("RGBA", (30, 20), (200, 10, 20, 77)), "TIFF")
    page = next(chain(ByteSource.of(source), header(ByteSource.of(source))))
    entry = page.find(338)
    assert entry is not None
    at = source.index(struct.pack("<HHI", 338, 3, 1))
    silent = source[:at] + struct.pack("<H", 65_000) + source[at + 2 :]
    assert plan(BytesIO(silent), Recipe(format=Format.JPEG)).background is not None
    assert made(silent, Recipe(format=target, goal=Lossless()), tmp_path).convert("RGBA").getpixel((3, 3)) == (
        200,
        10,
        20,
        77,
    )


def test_the_boxes_of_an_avif_say_how_it_is_turned_and_no_description(tmp_path: Path) -> None:
    packet = (
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        b"<rdf:Description xmlns:tiff='http://ns.adobe.com/tiff/1.0/' tiff:Orientation='3'/></rdf:RDF></x:xmpmeta>"
    )
    halves = Image.new("RGB", (40, 20), "red")
    halves.paste("blue", (0, 0, 20, 20))
    image = made(encoded(halves, "AVIF", xmp=packet, quality=95), Recipe(format=Format.PNG), tmp_path).convert("RGB")
    assert image.getchannel("B").getpixel((5, 5)) == pytest.approx(255, abs=9)


@pytest.mark.parametrize("target", [Format.JPEG, Format.PNG])
@pytest.mark.parametrize("options", [{}, {"progressive": True}])
@pytest.mark.parametrize("missing", [1, 2])
def test_a_jpeg_that_lacks_but_the_mark_of_its_end(
    target: Format, options: dict[str, bool], missing: int, tmp_path: Path
) -> None:
    source = encoded(photo((90, 60)), "JPEG", quality=90, **options)
    image = made(source[:-missing], Recipe(format=target, goal=Lossless()), tmp_path)
    assert np.array_equal(np.asarray(image), np.asarray(Image.open(BytesIO(source))))
