"""More than one picture in a file."""

# ruff: noqa: E501 - a table: one source a line

from collections.abc import Callable
from pathlib import Path

from tests.fidelity.sources.making import PLAIN, SIZE, photo, through
from tests.fidelity.sources.source import Source
from tests.support import pictures
from workers.formats import Format

LOOPS = 3


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
    def write(path: Path) -> None:
        path.write_bytes(pictures.animated(format_name, plays=plays, clear=clear))

    return write


def _animated_avif(path: Path) -> None:
    first, *rest = pictures.animation()
    rest[-1].putpixel((0, 0), (1, 1, 1, 255))
    first.convert("RGB").save(
        path, "AVIF", save_all=True, append_images=[frame.convert("RGB") for frame in rest],
        duration=list(pictures.DURATIONS_MS), subsampling="4:4:4", quality=90,
    )  # fmt: skip


_HEIC_PAGES = ("heif-enc", "-q", "90", "IN", "IN", "IN", "-o", "OUT")


def sources() -> list[Source]:
    ends, ever, hidden = "Animation that ends", "Animation for ever", "Transparent animation"
    return [
        *(
            Source(row=ends, name=f"moving-{name.lower()}", format=kind, make=_animated(name))
            for name, kind in (("GIF", Format.GIF), ("PNG", Format.PNG), ("WEBP", Format.WEBP))
        ),
        Source(row=ends, name="moving-once-gif", format=Format.GIF, make=_animated("GIF", 1)),
        Source(row=ever, name="moving-ever-gif", format=Format.GIF, make=_animated("GIF", 0)),
        Source(row=ever, name="moving-avif", format=Format.AVIF, make=_animated_avif),
        Source(row=hidden, name="clear-gif", format=Format.GIF, make=_animated("GIF", clear=True)),
        Source(row=hidden, name="clear-png", format=Format.PNG, make=_animated("PNG", clear=True)),
        Source(row=hidden, name="clear-webp", format=Format.WEBP, make=_animated("WEBP", clear=True)),
        Source(row="Pages", name="pages-tiff", format=Format.TIFF, make=_pages),
        Source(row="Pages", name="pages-heic", format=Format.HEIC, tools=("heif-enc",), make=through(_HEIC_PAGES, PLAIN[Format.PNG])),
        Source(row="Motion photo", name="motion-jpeg", format=Format.JPEG, make=_motion),
    ]  # fmt: skip
