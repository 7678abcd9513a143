"""Targa as a codec."""

from collections.abc import Iterable, Iterator

from PIL import Image

from workers.binary.source import ByteSource, ends_early
from workers.facts import ColorModel, Facts
from workers.formats import Format
from workers.image.formats import pillow
from workers.image.formats.codec import Probed
from workers.image.formats.read_only import read_only
from workers.image.formats.targa import container as targa
from workers.image.metadata.bundle import Bundle
from workers.plan import Loss

_AUTHOR_AT, _AUTHOR, _LINE, _LINES = 2, 41, 81, 4
_JOB_AT, _JOB = 379, 41


def _probe(source: ByteSource, _: Bundle) -> Probed:
    head = targa.header(source)
    model = ColorModel.PALETTE if head.is_mapped else ColorModel.GREY if head.is_grey else ColorModel.RGB
    return Probed(width=head.width, height=head.height, model=model, alpha=head.alpha, lossless=True)


def _check(source: ByteSource) -> None:
    head = targa.header(source)
    if not head.kind & targa.PACKED and head.pixels_at + head.width * head.height * head.bits // 8 > source.size:
        raise ends_early("pixels behind the end of the file")


def _read(source: ByteSource) -> Bundle:
    """The comments, and whether somebody's name or job is told, which have no place elsewhere."""
    at = targa.extension(source)
    comments = [source.at(18, source.number(0, 1))]
    if at is None:
        return Bundle(comments=tuple(_told(comments)))
    comments.append(b"\n".join(_told(source.at(at + 43 + _LINE * line, _LINE) for line in range(_LINES))))
    author, job = source.at(at + _AUTHOR_AT, _AUTHOR), source.at(at + _JOB_AT, _JOB)
    return Bundle(comments=tuple(_told(comments)), losses=(Loss.OTHER,) if any(_told((author, job))) else ())


def _told(texts: Iterable[bytes]) -> Iterator[bytes]:
    return filter(None, (text.partition(b"\0")[0].strip() for text in texts))


def _without_filling(picture: Image.Image, facts: Facts) -> Image.Image:
    """A fourth channel that means nothing is not shown."""
    if facts.alpha or not picture.has_transparency_data:
        return picture
    return picture.convert("L" if picture.mode == "LA" else "RGB")


TARGA = read_only(
    Format.TARGA,
    probe=_probe,
    check=_check,
    open=lambda source: pillow.opened(source, "TGA"),
    mend=_without_filling,
    read_metadata=_read,
    deep_grey=False,
    seconds=0.03,
    copies=2,
)
