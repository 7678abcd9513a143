"""QOI as a codec (The Quite OK Image Format, specification 1.0)."""

from workers.binary.source import ByteSource, damaged, ends_early
from workers.formats import Format
from workers.image.formats import pillow
from workers.image.formats.codec import Probed
from workers.image.formats.read_only import read_only
from workers.image.metadata.bundle import Bundle

_HEADER = 14
_END = bytes(7) + b"\1"


def _probe(source: ByteSource, _: Bundle) -> Probed:
    channels = source.number(12, 1)
    if channels not in (3, 4):
        raise damaged(f"a QOI of {channels} channels")
    return Probed(width=source.number(4, 4), height=source.number(8, 4), alpha=channels == 4, lossless=True)


def _check(source: ByteSource) -> None:
    if source.up_to(max(_HEADER, source.size - len(_END)), len(_END)) != _END:
        raise ends_early("a QOI without the mark of its end")


QOI = read_only(
    Format.QOI,
    probe=_probe,
    check=_check,
    open=lambda source: pillow.opened(source, "QOI"),
    mend=None,
    read_metadata=None,
    deep_grey=False,
    seconds=3.0,  # its decoder is written in Python
    copies=2,
)
