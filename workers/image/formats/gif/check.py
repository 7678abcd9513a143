"""Whether the blocks of a GIF can all be walked."""

from workers.binary.source import ByteSource
from workers.image.formats.gif import container as gif


def check(source: ByteSource) -> None:
    """Raises Failure where it is not."""
    for _ in gif.blocks(source):
        pass
