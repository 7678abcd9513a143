"""One generated picture for each property that can be lost, in each format that naturally has it."""

# ruff: noqa: E501 - a table: one source a line

import struct
import subprocess
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageEnhance, ImageFilter, PngImagePlugin

from tests.fidelity.press import cmyk_profile
from tests.support import containers, metadata_samples, pictures
from tests.support.profiles import DISPLAY_P3, grey_profile, rgb_profile
from workers.formats import Format
from workers.plan import Loss
from workers.recipe import Goal, Lossless, Quality

SIZE = (60, 44)
LOOPS = 3


@dataclass(frozen=True, kw_only=True)
class Source:
    """A picture with one property, the row of the table that it belongs to, and how its file is made.

    `tools` are the programs that make it. `looks` is whether its pixels are judged, `tolerance` how far their mean may move
    (8-bit levels, in sRGB); None where nobody can say what they look like.
    """

    row: str
    name: str
    format: Format
    make: Callable[[Path], None]
    tools: tuple[str, ...] = ()
    looks: bool = False
    tolerance: float | None = 4.0
    goal: Goal = field(default_factory=lambda: Quality(92))

    @property
    def about(self) -> frozenset[Loss]:
        """The losses that would take the row's property away."""
        return _ABOUT.get(self.row, frozenset())


_PRESS = frozenset((Loss.PRESS_COLORS,))
_ABOUT: Mapping[str, frozenset[Loss]] = {
    "EXIF with MakerNote": frozenset((Loss.EXIF,)),
    "XMP": frozenset((Loss.XMP,)),
    "Extended XMP": frozenset((Loss.XMP,)),
    "IPTC": frozenset((Loss.IPTC,)),
    "Comments": frozenset((Loss.COMMENT,)),
    "PNG text": frozenset((Loss.TEXT,)),
    "Resolution (dpi)": frozenset((Loss.DPI,)),
    "Wide-gamut profile (P3)": frozenset((Loss.PROFILE,)),
    "Grey profile": frozenset((Loss.PROFILE,)),
    "gAMA and cHRM": frozenset((Loss.PROFILE,)),
    "cICP (P3)": frozenset((Loss.PROFILE,)),
    "CMYK with profile": _PRESS,
    "CMYK without profile": _PRESS,
    "Lab": _PRESS,
    "HDR (PQ)": frozenset((Loss.HDR,)),
    "HDR gain map": frozenset((Loss.GAIN_MAP,)),
    "Soft transparency": frozenset((Loss.TRANSPARENCY, Loss.SOFT_EDGES)),
    "Palette transparency": frozenset((Loss.TRANSPARENCY, Loss.SOFT_EDGES)),
    "16-bit colour": frozenset((Loss.DEPTH,)),
    "16-bit grey": frozenset((Loss.DEPTH,)),
    "10-bit colour": frozenset((Loss.DEPTH,)),
    "Float": frozenset((Loss.DEPTH,)),
    "Every pixel (asked: lossless)": frozenset((Loss.EXACT_PIXELS, Loss.TRANSPARENCY)),
    "Animation (frames, times, loops)": frozenset((Loss.ANIMATION, Loss.LOOP, Loss.FRAME_TIMES)),
    "Transparent animation": frozenset((Loss.ANIMATION, Loss.LOOP, Loss.FRAME_TIMES, Loss.TRANSPARENCY)),
    "Pages": frozenset((Loss.PAGES,)),
    "Motion photo": frozenset((Loss.MOTION,)),
}


def photo() -> Image.Image:
    """Colours that a small gamut cuts off, and no noise, which every lossy format moves."""
    smooth = pictures.photo((600, 440)).filter(ImageFilter.GaussianBlur(12)).resize(SIZE)
    return ImageEnhance.Color(smooth).enhance(2.5)


def run(*command: object) -> None:
    subprocess.run([str(part) for part in command], capture_output=True, check=True, timeout=30)


def saved(image: Callable[[], Image.Image], format_name: str, **arguments: Any) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        known = {name: value() if callable(value) else value for name, value in arguments.items()}
        path.write_bytes(pictures.encoded(image(), format_name, **known))

    return make


def exiftool(base: Callable[[Path], None], *options: str) -> Callable[[Path], None]:
    """The file that `base` makes with what exiftool copies into it from a JPEG that has everything."""

    def make(path: Path) -> None:
        donor = path.with_name(path.name + ".donor.jpg")
        donor.write_bytes(full_jpeg())
        base(path)
        run("exiftool", "-q", "-overwrite_original", "-tagsFromFile", donor, *options, path)

    return make


def full_jpeg() -> bytes:
    """A camera's JPEG after an editor had it: EXIF with MakerNote, XMP and IPTC."""
    segment = b"Photoshop 3.0\0" + metadata_samples.photoshop()
    return pictures.encoded(
        photo(),
        exif=b"Exif\0\0" + metadata_samples.exif(size=SIZE, gps=False),
        xmp=metadata_samples.xmp(gps=False),
        extra=b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment,
    )


def _exif() -> bytes:
    return metadata_samples.exif(size=SIZE, gps=False)


def _jpeg_exif() -> bytes:
    return b"Exif\0\0" + _exif()


def _xmp() -> bytes:
    return metadata_samples.xmp(gps=False)


def _extended(path: Path) -> None:
    second = metadata_samples.extended_xmp(100_000)
    made = BytesIO()
    head = b"http://ns.adobe.com/xmp/extension/\0"
    name = metadata_samples.md5(second, usedforsecurity=False).hexdigest().upper().encode()
    extra = b""
    for at in range(0, len(second), 65_000):
        part = second[at : at + 65_000]
        data = head + name + len(second).to_bytes(4, "big") + at.to_bytes(4, "big") + part
        extra += b"\xff\xe1" + (len(data) + 2).to_bytes(2, "big") + data
    photo().save(made, "JPEG", quality=92, xmp=metadata_samples.xmp(gps=False, extended=second), extra=extra)
    path.write_bytes(made.getvalue())


def _comments(path: Path) -> None:
    data = pictures.encoded(photo())
    texts = (b"first comment", "zweiter Kommentar: Zürich".encode())
    segments = b"".join(b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text for text in texts)
    path.write_bytes(data[:2] + segments + data[2:])


def _texts() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Title", "A title")
    info.add_text("Author", "Anna Muster", zip=True)
    info.add_itxt("Description", "Größe 漢字", lang="de")
    return info


def _png_xmp() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", _xmp().decode())
    return info


def _png_iptc() -> PngImagePlugin.PngInfo:
    data = metadata_samples.photoshop()
    info = PngImagePlugin.PngInfo()
    info.add_text("Raw profile type iptc", f"\niptc\n{len(data):8}\n{data.hex()}\n", zip=True)
    return info


def _chunks(*chunks: tuple[bytes, bytes]) -> Callable[[], PngImagePlugin.PngInfo]:
    def make() -> PngImagePlugin.PngInfo:
        info = PngImagePlugin.PngInfo()
        for name, data in chunks:
            info.add(name, data)
        return info

    return make


_P3_PRIMARIES = b"".join(value.to_bytes(4, "big") for value in (31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000))


def _lab() -> Image.Image:
    return ImageCms.profileToProfile(
        photo(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )


def _deep(format_name: str, *options: str, alpha: bool = False) -> Callable[[Path], None]:
    """A colour ramp in steps that 8 bits cannot tell."""

    def make(path: Path) -> None:
        ramp = path.with_name(path.name + ".ppm")
        width, height = SIZE
        last = width * height - 1
        values = b"".join(
            value.to_bytes(2, "big")
            for at in range(last + 1)
            for value in (at * 65535 // last, at % width * 65535 // width, (last - at) * 65535 // last)
        )
        ramp.write_bytes(b"P6\n%d %d\n65535\n" % SIZE + values)
        clear = ["-channel", "A", "-fx", "0.2+0.7*i/w", "+channel"] if alpha else []
        run(
            "convert",
            ramp,
            *(["-alpha", "set"] if alpha else []),
            *clear,
            "-depth",
            "16",
            *options,
            f"{format_name}:{path}",
        )

    return make


def _through(maker: Sequence[str], base: Callable[[Path], None]) -> Callable[[Path], None]:
    """The file that a program makes of a PNG; `{}` in its arguments are the PNG and the file."""

    def make(path: Path) -> None:
        png = path.with_name(path.name + ".png")
        base(png)
        run(*[str(png) if part == "IN" else str(path) if part == "OUT" else part for part in maker])

    return make


def _float() -> Image.Image:
    width, height = SIZE
    return Image.frombytes("F", SIZE, struct.pack(f"<{width * height}f", *(at / 9000 for at in range(width * height))))


def _pages(path: Path) -> None:
    first, second, third = photo(), pictures.graphic(SIZE), pictures.bilevel(SIZE)
    first.save(path, "TIFF", save_all=True, append_images=[second, third], compression="tiff_lzw")


def _motion(path: Path) -> None:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" '
        b'GCamera:MicroVideo="1" GCamera:MicroVideoVersion="1" GCamera:MicroVideoOffset="400" '
        b'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>'
    )
    film = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + b"\0\0\1\x78mdat"
    path.write_bytes(pictures.encoded(photo(), xmp=packet) + film.ljust(400, b"\0"))


def _animated(format_name: str, plays: int = LOOPS, *, clear: bool = False) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(pictures.animated(format_name, plays=plays, clear=clear)) and None


def _animated_avif(path: Path) -> None:
    first, *rest = pictures.animation()
    rest[-1].putpixel((0, 0), (1, 1, 1, 255))
    first.convert("RGB").save(
        path, "AVIF", save_all=True, append_images=[frame.convert("RGB") for frame in rest],
        duration=list(pictures.DURATIONS_MS), subsampling="4:4:4", quality=90,
    )  # fmt: skip


def _hidden() -> Image.Image:
    image = photo().convert("RGBA")
    image.putalpha(pictures.with_alpha(SIZE).getchannel("A"))
    return image


def _grey() -> Image.Image:
    return photo().convert("L")


def _cmyk() -> Image.Image:
    return photo().convert("CMYK")


def _p3() -> bytes:
    return rgb_profile(DISPLAY_P3)


def _grey_icc() -> bytes:
    return grey_profile(1.8)


_TURNED, _UPRIGHT = (b"\x12\x01\x03\x00\x01\x00\x00\x00" + bytes((turn, 0, 0, 0)) for turn in (6, 1))
_AVIF_10 = ("avifenc", "-s", "10", "-j", "1", "-d", "10", "-y", "444", "--min", "5", "--max", "8", "IN", "OUT")
_AVIF_PQ = (*_AVIF_10[:-2], "--cicp", "9/16/9", "IN", "OUT")
_HEIC = ("heif-enc", "-q", "90", "IN", "-o", "OUT")
_HEIC_10 = ("heif-enc", "-q", "95", "-b", "10", "-p", "chroma=444", "IN", "-o", "OUT")
_HEIC_PAGES = ("heif-enc", "-q", "90", "IN", "IN", "IN", "-o", "OUT")
_J, _P, _W, _A, _T, _G, _B = (
    Format.JPEG, Format.PNG, Format.WEBP, Format.AVIF, Format.TIFF, Format.GIF, Format.BMP,
)  # fmt: skip
_BASE = {
    _P: saved(photo, "PNG"),
    _T: saved(photo, "TIFF", compression="tiff_lzw"),
    _G: saved(lambda: pictures.palette(SIZE), "GIF"),
}


def _metadata() -> list[Source]:
    exif, xmp, iptc = "EXIF with MakerNote", "XMP", "IPTC"
    tagged = ("exiftool",)
    return [
        Source(row=exif, name="exif-jpeg", format=_J, make=saved(photo, "JPEG", exif=_jpeg_exif)),
        Source(row=exif, name="exif-png", format=_P, make=saved(photo, "PNG", exif=_exif)),
        Source(row=exif, name="exif-webp", format=_W, make=saved(photo, "WEBP", exif=_exif)),
        Source(row=exif, name="exif-tiff", format=_T, tools=tagged, make=exiftool(_BASE[_T], "-exif:all", "-makernotes", "-unsafe")),
        Source(row=exif, name="exif-avif", format=_A, make=saved(photo, "AVIF", exif=_exif)),
        Source(row=exif, name="exif-heic", format=Format.HEIC, tools=("heif-enc", "exiftool"), make=_heic_exif),
        Source(row=xmp, name="xmp-jpeg", format=_J, make=saved(photo, "JPEG", xmp=_xmp)),
        Source(row=xmp, name="xmp-png", format=_P, make=saved(photo, "PNG", pnginfo=_png_xmp)),
        Source(row=xmp, name="xmp-webp", format=_W, make=saved(photo, "WEBP", xmp=_xmp)),
        Source(row=xmp, name="xmp-tiff", format=_T, tools=tagged, make=exiftool(_BASE[_T], "-xmp:all")),
        Source(row=xmp, name="xmp-gif", format=_G, tools=tagged, make=exiftool(_BASE[_G], "-xmp:all")),
        Source(row=xmp, name="xmp-avif", format=_A, make=saved(photo, "AVIF", xmp=_xmp)),
        Source(row="Extended XMP", name="extended-jpeg", format=_J, make=_extended),
        Source(row=iptc, name="iptc-jpeg", format=_J, tools=tagged, make=exiftool(saved(photo, "JPEG"), "-iptc:all")),
        Source(row=iptc, name="iptc-png", format=_P, make=saved(photo, "PNG", pnginfo=_png_iptc)),
        Source(row=iptc, name="iptc-tiff", format=_T, tools=tagged, make=exiftool(_BASE[_T], "-iptc:all")),
        Source(row="Comments", name="comments-jpeg", format=_J, make=_comments),
        Source(row="Comments", name="comment-gif", format=_G, make=saved(lambda: pictures.palette(SIZE), "GIF", comment=b"a comment")),
        Source(row="PNG text", name="text-png", format=_P, make=saved(photo, "PNG", pnginfo=_texts)),
        Source(row="Resolution (dpi)", name="dpi-jpeg", format=_J, make=saved(photo, "JPEG", dpi=(300, 300))),
        Source(row="Resolution (dpi)", name="dpi-png", format=_P, make=saved(photo, "PNG", dpi=(300, 300))),
        Source(row="Resolution (dpi)", name="dpi-tiff", format=_T, make=saved(photo, "TIFF", dpi=(300, 300), compression="tiff_lzw")),
        Source(row="Resolution (dpi)", name="dpi-bmp", format=_B, make=saved(photo, "BMP", dpi=(300, 300))),
    ]  # fmt: skip


def _heic_exif(path: Path) -> None:
    jpeg = path.with_name(path.name + ".jpg")
    jpeg.write_bytes(pictures.encoded(photo(), exif=_jpeg_exif()))
    run("heif-enc", "-q", "90", jpeg, "-o", path)


def _colours() -> list[Source]:
    wide, grey, press = "Wide-gamut profile (P3)", "Grey profile", "CMYK with profile"
    return [
        Source(row=wide, name="p3-jpeg", format=_J, looks=True, make=saved(photo, "JPEG", icc_profile=_p3)),
        Source(row=wide, name="p3-png", format=_P, looks=True, make=saved(photo, "PNG", icc_profile=_p3)),
        Source(row=wide, name="p3-webp", format=_W, looks=True, make=saved(photo, "WEBP", icc_profile=_p3, quality=95)),
        Source(row=wide, name="p3-tiff", format=_T, looks=True, make=saved(photo, "TIFF", icc_profile=_p3)),
        Source(row=wide, name="p3-avif", format=_A, looks=True, make=saved(photo, "AVIF", icc_profile=_p3, quality=90, subsampling="4:4:4")),
        Source(row=grey, name="grey-jpeg", format=_J, looks=True, make=saved(_grey, "JPEG", icc_profile=_grey_icc)),
        Source(row=grey, name="grey-png", format=_P, looks=True, make=saved(_grey, "PNG", icc_profile=_grey_icc)),
        Source(row=grey, name="grey-tiff", format=_T, looks=True, make=saved(_grey, "TIFF", icc_profile=_grey_icc)),
        Source(row=press, name="cmyk-jpeg", format=_J, looks=True, make=saved(_cmyk, "JPEG", icc_profile=cmyk_profile)),
        Source(row=press, name="cmyk-tiff", format=_T, looks=True, make=saved(_cmyk, "TIFF", icc_profile=cmyk_profile)),
        Source(row=press, name="ycck-jpeg", format=_J, looks=True, tools=("convert",), make=_ycck),
        Source(row="CMYK without profile", name="bare-cmyk-jpeg", format=_J, looks=True, tolerance=None, make=saved(_cmyk, "JPEG")),
        Source(row="CMYK without profile", name="bare-cmyk-tiff", format=_T, looks=True, tolerance=None, make=saved(_cmyk, "TIFF")),
        Source(row="Lab", name="lab-tiff", format=_T, looks=True, tolerance=7, make=saved(_lab, "TIFF")),
        Source(row="gAMA and cHRM", name="gamma-png", format=_P, make=saved(photo, "PNG", pnginfo=_chunks(
            (b"gAMA", (45455).to_bytes(4, "big")), (b"cHRM", _P3_PRIMARIES)))),
        Source(row="cICP (P3)", name="cicp-png", format=_P, make=saved(photo, "PNG", pnginfo=_chunks((b"cICP", b"\x0c\x0d\0\1")))),
        Source(row="HDR (PQ)", name="pq-png", format=_P, tools=("convert",), looks=True, tolerance=None, make=_pq_png),
        Source(row="HDR (PQ)", name="pq-avif", format=_A, tools=("convert", "avifenc"), looks=True, tolerance=None,
               make=_through(_AVIF_PQ, _deep("png"))),
        Source(row="HDR gain map", name="gain-map-jpeg", format=_J, make=_gain_map),
    ]  # fmt: skip


def _gain_map(path: Path) -> None:
    """Like `containers.gain_map_jpeg`, but turned by no tag: a turned one loses its map."""
    path.write_bytes(containers.gain_map_jpeg().replace(_TURNED, _UPRIGHT, 1))


def _ycck(path: Path) -> None:
    tiff = path.with_name(path.name + ".tif")
    _cmyk().save(tiff, "TIFF", icc_profile=cmyk_profile())
    run("convert", tiff, "-quality", "95", f"jpeg:{path}")


def _pq_png(path: Path) -> None:
    _deep("png")(path)
    data = path.read_bytes()
    chunk = b"cICP\x09\x10\0\1"
    path.write_bytes(data[:33] + b"\0\0\0\4" + chunk + zlib.crc32(chunk).to_bytes(4, "big") + data[33:])


def _pixels() -> list[Source]:
    soft, few, deep, grey = "Soft transparency", "Palette transparency", "16-bit colour", "16-bit grey"

    def alpha() -> Image.Image:
        image = photo().convert("RGBA")
        image.putalpha(pictures.with_alpha(SIZE).getchannel("A"))
        return image

    def clear() -> Image.Image:
        return pictures.palette(SIZE, clear=True)

    return [
        Source(row=soft, name="alpha-png", format=_P, looks=True, make=saved(alpha, "PNG")),
        Source(row=soft, name="alpha-webp", format=_W, looks=True, make=saved(alpha, "WEBP", quality=95)),
        Source(row=soft, name="alpha-avif", format=_A, looks=True, make=saved(alpha, "AVIF", quality=90)),
        Source(row=soft, name="alpha-tiff", format=_T, looks=True, make=saved(alpha, "TIFF", compression="tiff_lzw")),
        Source(row=soft, name="grey-alpha-png", format=_P, looks=True, make=saved(lambda: alpha().convert("LA"), "PNG")),
        Source(row=few, name="palette-png", format=_P, looks=True, make=saved(clear, "PNG", transparency=0)),
        Source(row=few, name="palette-gif", format=_G, looks=True, make=saved(clear, "GIF", transparency=0)),
        Source(row="1-bit", name="bilevel-png", format=_P, looks=True, make=saved(lambda: pictures.bilevel(SIZE), "PNG")),
        Source(row="1-bit", name="bilevel-tiff", format=_T, looks=True, make=saved(lambda: pictures.bilevel(SIZE), "TIFF", compression="group4")),
        Source(row=grey, name="grey16-png", format=_P, looks=True, make=saved(lambda: pictures.grey_16(SIZE), "PNG")),
        Source(row=grey, name="grey16-tiff", format=_T, looks=True, make=saved(lambda: pictures.grey_16(SIZE), "TIFF", compression="tiff_lzw")),
        Source(row=deep, name="rgb16-png", format=_P, looks=True, tools=("convert",), make=_deep("png")),
        Source(row=deep, name="rgba16-png", format=_P, looks=True, tools=("convert",), make=_deep("png", alpha=True)),
        Source(row=deep, name="rgb16-tiff", format=_T, looks=True, tools=("convert",), make=_deep("tiff", "-compress", "zip")),
        Source(row="10-bit colour", name="ten-avif", format=_A, looks=True, tools=("convert", "avifenc"), make=_through(_AVIF_10, _deep("png"))),
        Source(row="10-bit colour", name="ten-heic", format=Format.HEIC, looks=True, tools=("convert", "heif-enc"), make=_through(_HEIC_10, _deep("png"))),
        Source(row="Float", name="float-tiff", format=_T, tolerance=None, looks=True, make=saved(_float, "TIFF")),
        *(
            Source(row="Every pixel (asked: lossless)", name=f"exact-{name}", format=kind, looks=True, goal=Lossless(), make=make)
            for name, kind, make in (
                ("png", _P, saved(photo, "PNG")),
                ("hidden-png", _P, saved(_hidden, "PNG")),
                ("webp", _W, saved(_hidden, "WEBP", lossless=True, exact=True)),
                ("tiff", _T, _BASE[_T]),
                ("bmp", _B, saved(photo, "BMP")),
            )
        ),
    ]  # fmt: skip


def _several() -> list[Source]:
    moving, hidden = "Animation (frames, times, loops)", "Transparent animation"
    return [
        *(
            Source(row=moving, name=f"moving-{name.lower()}", format=kind, make=_animated(name))
            for name, kind in (("GIF", _G), ("PNG", _P), ("WEBP", _W))
        ),
        Source(row=moving, name="moving-once-gif", format=_G, make=_animated("GIF", 1)),
        Source(row=moving, name="moving-ever-gif", format=_G, make=_animated("GIF", 0)),
        Source(row=moving, name="moving-avif", format=_A, make=_animated_avif),
        Source(row=hidden, name="clear-gif", format=_G, make=_animated("GIF", clear=True)),
        Source(row=hidden, name="clear-png", format=_P, make=_animated("PNG", clear=True)),
        Source(row=hidden, name="clear-webp", format=_W, make=_animated("WEBP", clear=True)),
        Source(row="Pages", name="pages-tiff", format=_T, make=_pages),
        Source(row="Pages", name="pages-heic", format=Format.HEIC, tools=("heif-enc",), make=_through(_HEIC_PAGES, _BASE[_P])),
        Source(row="Motion photo", name="motion-jpeg", format=_J, make=_motion),
    ]  # fmt: skip


SOURCES: tuple[Source, ...] = (*_metadata(), *_colours(), *_pixels(), *_several())
