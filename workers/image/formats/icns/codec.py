"""ICNS as a codec."""

from workers.binary.source import ByteSource
from workers.formats import Format
from workers.image.formats.codec import Probed
from workers.image.formats.icns import container as icns
from workers.image.formats.read_only import read_only
from workers.image.metadata.bundle import Bundle


def _probe(source: ByteSource, _: Bundle) -> Probed:
    icon = icns.largest(source)
    return Probed(width=icon.width, height=icon.height, alpha=True, lossless=True)


def _check(source: ByteSource) -> None:
    for _ in icns.parts(source):
        pass


ICNS = read_only(
    Format.ICNS,
    probe=_probe,
    check=_check,
    open=lambda source: icns.open_largest(ByteSource(source)),
    mend=None,
    read_metadata=None,
    deep_grey=False,
    seconds=0.4,
    copies=6,
)
