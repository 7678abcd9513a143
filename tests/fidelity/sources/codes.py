"""Colours that are described by code points and no profile."""

from pathlib import Path

from tests.fidelity.sources.making import AVIF_10, PLAIN, chunks, deep_ramp, photo, saved, through
from tests.fidelity.sources.source import Source
from workers.formats import Format

_AVIF = ("avifenc", "-s", "8", "-j", "1", "-y", "444", "--min", "5", "--max", "8")
_P3, _HLG = (*_AVIF, "--cicp", "12/13/6", "IN", "OUT"), (*AVIF_10[:-2], "--cicp", "9/18/9", "IN", "OUT")


def _animated(path: Path) -> None:
    """Display P3 by the code points that stand in the track and the still picture, over sRGB's."""
    first = photo()
    first.save(
        path, "AVIF", save_all=True, append_images=[first.rotate(180)], subsampling="4:4:4", quality=92, duration=200
    )
    path.write_bytes(path.read_bytes().replace(b"colrnclx\0\1\0\x0d", b"colrnclx\0\x0c\0\x0d"))


def sources() -> list[Source]:
    wide = "nclx (P3)"
    return [
        Source(
            row="cICP (P3)",
            name="cicp-looks-png",
            format=Format.PNG,
            looks=True,
            make=saved(photo, "PNG", pnginfo=chunks((b"cICP", b"\x0c\x0d\0\1"))),
        ),
        Source(
            row=wide,
            name="nclx-avif",
            format=Format.AVIF,
            looks=True,
            tools=("avifenc",),
            make=through(_P3, PLAIN[Format.PNG]),
        ),
        Source(row=wide, name="nclx-moving-avif", format=Format.AVIF, make=_animated),
        Source(
            row="HDR (HLG)",
            name="hlg-avif",
            format=Format.AVIF,
            tools=("convert", "avifenc"),
            looks=True,
            tolerance=None,
            make=through(_HLG, deep_ramp("png", "-evaluate", "multiply", "0.6")),
        ),
    ]
