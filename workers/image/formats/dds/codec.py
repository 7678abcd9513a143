"""DDS as a codec."""

from workers.binary.source import ByteSource, ends_early
from workers.facts import ColorModel
from workers.formats import Format
from workers.image.formats import pillow
from workers.image.formats.codec import Probed
from workers.image.formats.dds import container as dds
from workers.image.formats.read_only import read_only
from workers.image.metadata.bundle import Bundle
from workers.plan import Loss


def _probe(source: ByteSource, _: Bundle) -> Probed:
    head = dds.header(source)
    model = ColorModel.PALETTE if head.palette else ColorModel.GREY if head.grey else ColorModel.RGB
    return Probed(
        width=head.width,
        height=head.height,
        model=model,
        bits=head.bits,
        alpha=head.alpha,
        hard_edges=head.packing == "BC1",
        lossless=not head.packing,
    )


def _check(source: ByteSource) -> None:
    if dds.header(source).end > source.size:
        raise ends_early("pixels behind the end of the file")


def _read(source: ByteSource) -> Bundle:
    """Nothing but whether there are further surfaces: the sides of a cube, the layers of a volume or of a list."""
    return Bundle(losses=(Loss.PICTURES,) if dds.header(source).several else ())


DDS = read_only(
    Format.DDS,
    probe=_probe,
    check=_check,
    open=lambda source: pillow.opened(source, "DDS"),
    mend=None,
    read_metadata=_read,
    deep_grey=False,
    seconds=2.0,  # plain surfaces are read in Python
    copies=3,
)
