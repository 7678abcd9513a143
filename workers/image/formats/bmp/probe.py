"""What the header of a bitmap says."""

from workers.binary.source import ByteSource
from workers.facts import ColorModel
from workers.image.formats.bmp import container as bmp
from workers.image.formats.codec import Probed
from workers.image.metadata.bundle import Bundle


def probe(source: ByteSource, _: Bundle) -> Probed:
    """The facts that the container tells. Raises Failure."""
    head = bmp.shown(source, bmp.header(source))
    palette = head.bits <= 8
    return Probed(
        width=head.width,
        height=head.height,
        model=ColorModel.PALETTE if palette else ColorModel.RGB,
        alpha=head.masks[3] != 0,
        lossless=True,
    )
