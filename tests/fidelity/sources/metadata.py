"""What files say besides their pixels."""

# ruff: noqa: E501 - a table: one source a line

from hashlib import md5
from io import BytesIO
from pathlib import Path

from PIL import PngImagePlugin

from tests.fidelity.sources.making import (
    PLAIN,
    SIZE,
    exif_block,
    exif_segment,
    exiftool,
    photo,
    run,
    saved,
    xmp_packet,
)
from tests.fidelity.sources.source import Source
from tests.support import metadata_samples, pictures
from workers.formats import Format


def _extended(path: Path) -> None:
    second = metadata_samples.extended_xmp(100_000)
    made = BytesIO()
    head = b"http://ns.adobe.com/xmp/extension/\0"
    name = md5(second, usedforsecurity=False).hexdigest().upper().encode()
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
    info.add_itxt("XML:com.adobe.xmp", xmp_packet().decode())
    return info


def _png_iptc() -> PngImagePlugin.PngInfo:
    data = metadata_samples.photoshop()
    info = PngImagePlugin.PngInfo()
    info.add_text("Raw profile type iptc", f"\niptc\n{len(data):8}\n{data.hex()}\n", zip=True)
    return info


def _press(path: Path) -> None:
    """Every text that an agency sends, in a file that says some of it as XMP too."""
    saved(photo, "JPEG", xmp=xmp_packet)(path)
    datasets = {
        "ObjectName": "A title & more", "Caption-Abstract": "Der Föhn <über> den Alpen\nund danach", "Keywords": "Berg", "City": "Chur",
        "By-line": metadata_samples.OWNER, "By-lineTitle": "Staff", "Headline": "Föhn & Schnee", "Credit": "Agency",
        "Source": "Pool", "CopyrightNotice": "© 2024 Anna Muster", "Sub-location": "Hof", "Province-State": "GR",
        "Country-PrimaryLocationName": "Schweiz", "Country-PrimaryLocationCode": "CHE", "DateCreated": "2024:05:01",
        "TimeCreated": "10:11:12+02:00", "DigitalCreationDate": "2024:05:02", "Category": "WEA", "Urgency": "4",
        "SupplementalCategories": "Wetter", "SpecialInstructions": "none", "OriginalTransmissionReference": "A-1",
        "Writer-Editor": "am",
    }  # fmt: skip
    texts = [f"-IPTC:{name}={value}" for name, value in datasets.items()]
    options = ("-codedcharacterset=utf8", "-charset", "iptc=utf8", "-overwrite_original", "-q")
    run("exiftool", *options, *texts, "-IPTC:Keywords+=See", path)


def _heic_exif(path: Path) -> None:
    jpeg = path.with_name(path.name + ".jpg")
    jpeg.write_bytes(pictures.encoded(photo(), exif=exif_segment()))
    run("heif-enc", "-q", "90", jpeg, "-o", path)


def sources() -> list[Source]:
    exif, xmp, iptc = "EXIF with MakerNote", "XMP", "IPTC"
    tagged = ("exiftool",)
    return [
        Source(row=exif, name="exif-jpeg", format=Format.JPEG, make=saved(photo, "JPEG", exif=exif_segment)),
        Source(row=exif, name="exif-png", format=Format.PNG, make=saved(photo, "PNG", exif=exif_block)),
        Source(row=exif, name="exif-webp", format=Format.WEBP, make=saved(photo, "WEBP", exif=exif_block)),
        Source(row=exif, name="exif-tiff", format=Format.TIFF, tools=tagged, make=exiftool(PLAIN[Format.TIFF], "-exif:all", "-makernotes", "-unsafe")),
        Source(row=exif, name="exif-avif", format=Format.AVIF, make=saved(photo, "AVIF", exif=exif_block)),
        Source(row=exif, name="exif-heic", format=Format.HEIC, tools=("heif-enc", "exiftool"), make=_heic_exif),
        Source(row=xmp, name="xmp-jpeg", format=Format.JPEG, make=saved(photo, "JPEG", xmp=xmp_packet)),
        Source(row=xmp, name="xmp-png", format=Format.PNG, make=saved(photo, "PNG", pnginfo=_png_xmp)),
        Source(row=xmp, name="xmp-webp", format=Format.WEBP, make=saved(photo, "WEBP", xmp=xmp_packet)),
        Source(row=xmp, name="xmp-tiff", format=Format.TIFF, tools=tagged, make=exiftool(PLAIN[Format.TIFF], "-xmp:all")),
        Source(row=xmp, name="xmp-gif", format=Format.GIF, tools=tagged, make=exiftool(PLAIN[Format.GIF], "-xmp:all")),
        Source(row=xmp, name="xmp-avif", format=Format.AVIF, make=saved(photo, "AVIF", xmp=xmp_packet)),
        Source(row="Extended XMP", name="extended-jpeg", format=Format.JPEG, make=_extended),
        Source(row=iptc, name="iptc-jpeg", format=Format.JPEG, tools=tagged, make=exiftool(saved(photo, "JPEG"), "-iptc:all")),
        Source(row=iptc, name="iptc-png", format=Format.PNG, make=saved(photo, "PNG", pnginfo=_png_iptc)),
        Source(row=iptc, name="iptc-tiff", format=Format.TIFF, tools=tagged, make=exiftool(PLAIN[Format.TIFF], "-iptc:all")),
        Source(row=iptc, name="iptc-xmp-jpeg", format=Format.JPEG, tools=tagged, make=_press),
        Source(row="Comments", name="comments-jpeg", format=Format.JPEG, make=_comments),
        Source(row="Comments", name="comment-gif", format=Format.GIF, make=saved(lambda: pictures.palette(SIZE), "GIF", comment=b"a comment")),
        Source(row="PNG text", name="text-png", format=Format.PNG, make=saved(photo, "PNG", pnginfo=_texts)),
        Source(row="Resolution (dpi)", name="dpi-jpeg", format=Format.JPEG, make=saved(photo, "JPEG", dpi=(300, 300))),
        Source(row="Resolution (dpi)", name="dpi-png", format=Format.PNG, make=saved(photo, "PNG", dpi=(300, 300))),
        Source(row="Resolution (dpi)", name="dpi-tiff", format=Format.TIFF, make=saved(photo, "TIFF", dpi=(300, 300), compression="tiff_lzw")),
        Source(row="Resolution (dpi)", name="dpi-bmp", format=Format.BMP, make=saved(photo, "BMP", dpi=(300, 300))),
    ]  # fmt: skip
