"""Whether the chunks of a WebP are all there."""

from workers.binary.source import ByteSource, ends_early
from workers.image.formats.webp import container as riff


def check(source: ByteSource) -> None:
    """Raises Failure where it is not."""
    for _ in riff.chunks(source):
        pass
    if 8 + source.number(4, 4, little=True) > source.size + 1:
        raise ends_early("RIFF is longer than the file")
