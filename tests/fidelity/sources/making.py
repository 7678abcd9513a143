"""How the files of the sources are made."""

import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageEnhance, ImageFilter, PngImagePlugin

from tests.support import metadata_samples, pictures
from workers.formats import Format

SIZE = (60, 44)
AVIF_10 = ("avifenc", "-s", "10", "-j", "1", "-d", "10", "-y", "444", "--min", "5", "--max", "8", "IN", "OUT")


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


def exif_block() -> bytes:
    return metadata_samples.exif(size=SIZE, gps=False)


def exif_segment() -> bytes:
    return b"Exif\0\0" + exif_block()


def xmp_packet() -> bytes:
    return metadata_samples.xmp(gps=False)


def chunks(*named: tuple[bytes, bytes]) -> Callable[[], PngImagePlugin.PngInfo]:
    def make() -> PngImagePlugin.PngInfo:
        info = PngImagePlugin.PngInfo()
        for name, data in named:
            info.add(name, data)
        return info

    return make


def deep_ramp(format_name: str, *options: str, alpha: bool = False) -> Callable[[Path], None]:
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
            "-define",
            "png:exclude-chunk=tIME",
            *options,
            f"{format_name}:{path}",
        )

    return make


def through(maker: Sequence[str], base: Callable[[Path], None]) -> Callable[[Path], None]:
    """The file that a program makes of a PNG; IN and OUT in its arguments are the PNG and the file."""

    def make(path: Path) -> None:
        png = path.with_name(path.name + ".png")
        base(png)
        run(*[str(png) if part == "IN" else str(path) if part == "OUT" else part for part in maker])

    return make


def see_through() -> Image.Image:
    """Soft transparency, with colours under what is wholly clear."""
    image = photo().convert("RGBA")
    image.putalpha(pictures.with_alpha(SIZE).getchannel("A"))
    return image


PLAIN: Mapping[Format, Callable[[Path], None]] = {
    Format.PNG: saved(photo, "PNG"),
    Format.TIFF: saved(photo, "TIFF", compression="tiff_lzw"),
    Format.GIF: saved(lambda: pictures.palette(SIZE), "GIF"),
}
"""Pictures without anything else."""
