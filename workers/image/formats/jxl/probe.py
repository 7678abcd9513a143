"""What the header of a JPEG XL says."""

from workers.binary.source import ByteSource, unsupported
from workers.facts import ColorModel, Hdr
from workers.image.formats.codec import Probed
from workers.image.formats.jxl import container as jxl
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.color import TRANSFERS


def probe(source: ByteSource, _: Bundle) -> Probed:
    """The facts that the container tells. Raises Failure."""
    head = jxl.header(source)
    if head.grey and head.alpha and head.bits > 8:  # whose decoder here mixes the two up
        raise unsupported(f"JPEG XL of {head.bits}-bit grey with alpha")
    model = ColorModel.GREY if head.grey else ColorModel.RGB
    return Probed(
        width=head.width,
        height=head.height,
        orientation=head.orientation,
        model=ColorModel.FLOAT if head.floating else model,
        bits=head.bits,
        alpha=head.alpha,
        frames=2 if head.animated else 1,  # how many there are stands nowhere in the header
        plays=head.plays,
        still_only=head.animated,
        hdr=TRANSFERS.get(head.transfer, Hdr.NONE),
    )
