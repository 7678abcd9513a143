"""What the directory of an icon says."""

from workers.binary.source import ByteSource
from workers.image.formats.codec import Probed
from workers.image.formats.ico import container as ico
from workers.image.metadata.bundle import Bundle


def probe(source: ByteSource, _: Bundle) -> Probed:
    """The facts that the container tells. Raises Failure."""
    icon = ico.largest(source)
    return Probed(width=icon.width, height=icon.height, alpha=True, lossless=True)
