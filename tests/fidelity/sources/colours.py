"""Profiles, press colours and high dynamic range."""

# ruff: noqa: E501 - a table: one source a line

import zlib
from pathlib import Path

from PIL import Image, ImageCms

from tests.fidelity.press import cmyk_profile
from tests.fidelity.sources.making import AVIF_10, chunks, deep_ramp, photo, run, saved, through
from tests.fidelity.sources.source import Source
from tests.support import containers
from tests.support.profiles import DISPLAY_P3, grey_profile, rgb_profile
from workers.formats import Format

_P3_PRIMARIES = b"".join(value.to_bytes(4, "big") for value in (31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000))


def _lab() -> Image.Image:
    made = ImageCms.profileToProfile(
        photo(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert made is not None
    return made


def _grey() -> Image.Image:
    return photo().convert("L")


def _cmyk() -> Image.Image:
    return photo().convert("CMYK")


def _p3() -> bytes:
    return rgb_profile(DISPLAY_P3)


def _grey_icc() -> bytes:
    return grey_profile(1.8)


_AVIF_PQ = (*AVIF_10[:-2], "--cicp", "9/16/9", "IN", "OUT")


def _gain_map(path: Path) -> None:
    path.write_bytes(containers.gain_map_jpeg())


def _ycck(path: Path) -> None:
    tiff = path.with_name(path.name + ".tif")
    _cmyk().save(tiff, "TIFF", icc_profile=cmyk_profile())
    run("convert", tiff, "-quality", "95", f"jpeg:{path}")


def _pq_png(path: Path) -> None:
    deep_ramp("png", "-evaluate", "multiply", "0.6")(path)
    data = path.read_bytes()
    chunk = b"cICP\x09\x10\0\1"
    path.write_bytes(data[:33] + b"\0\0\0\4" + chunk + zlib.crc32(chunk).to_bytes(4, "big") + data[33:])


def sources() -> list[Source]:
    wide, grey, press = "Wide-gamut profile (P3)", "Grey profile", "CMYK with profile"
    return [
        Source(row=wide, name="p3-jpeg", format=Format.JPEG, looks=True, make=saved(photo, "JPEG", icc_profile=_p3)),
        Source(row=wide, name="p3-png", format=Format.PNG, looks=True, make=saved(photo, "PNG", icc_profile=_p3)),
        Source(row=wide, name="p3-webp", format=Format.WEBP, looks=True, make=saved(photo, "WEBP", icc_profile=_p3, quality=95)),
        Source(row=wide, name="p3-tiff", format=Format.TIFF, looks=True, make=saved(photo, "TIFF", icc_profile=_p3)),
        Source(row=wide, name="p3-avif", format=Format.AVIF, looks=True, make=saved(photo, "AVIF", icc_profile=_p3, quality=90, subsampling="4:4:4")),
        Source(row=grey, name="grey-jpeg", format=Format.JPEG, looks=True, make=saved(_grey, "JPEG", icc_profile=_grey_icc)),
        Source(row=grey, name="grey-png", format=Format.PNG, looks=True, make=saved(_grey, "PNG", icc_profile=_grey_icc)),
        Source(row=grey, name="grey-tiff", format=Format.TIFF, looks=True, make=saved(_grey, "TIFF", icc_profile=_grey_icc)),
        Source(row=press, name="cmyk-jpeg", format=Format.JPEG, looks=True, make=saved(_cmyk, "JPEG", icc_profile=cmyk_profile)),
        Source(row=press, name="cmyk-tiff", format=Format.TIFF, looks=True, make=saved(_cmyk, "TIFF", icc_profile=cmyk_profile)),
        Source(row=press, name="ycck-jpeg", format=Format.JPEG, looks=True, tools=("convert",), make=_ycck),
        Source(row="CMYK without profile", name="bare-cmyk-jpeg", format=Format.JPEG, looks=True, tolerance=None, make=saved(_cmyk, "JPEG")),
        Source(row="CMYK without profile", name="bare-cmyk-tiff", format=Format.TIFF, looks=True, tolerance=None, make=saved(_cmyk, "TIFF")),
        Source(row="Lab", name="lab-tiff", format=Format.TIFF, looks=True, tolerance=7, make=saved(_lab, "TIFF")),
        Source(row="gAMA and cHRM", name="gamma-png", format=Format.PNG, make=saved(photo, "PNG", pnginfo=chunks(
            (b"gAMA", (45455).to_bytes(4, "big")), (b"cHRM", _P3_PRIMARIES)))),
        Source(row="cICP (P3)", name="cicp-png", format=Format.PNG, make=saved(photo, "PNG", pnginfo=chunks((b"cICP", b"\x0c\x0d\0\1")))),
        Source(row="HDR (PQ)", name="pq-png", format=Format.PNG, tools=("convert",), looks=True, tolerance=None, make=_pq_png),
        Source(row="HDR (PQ)", name="pq-avif", format=Format.AVIF, tools=("convert", "avifenc"), looks=True, tolerance=None,
               make=through(_AVIF_PQ, deep_ramp("png", "-evaluate", "multiply", "0.6"))),
        Source(row="HDR gain map", name="gain-map-jpeg", format=Format.JPEG, make=_gain_map),
    ]  # fmt: skip
