"""Whether the rows of a bitmap are all there."""

from workers.binary.source import ByteSource
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.image.formats.bmp import container as bmp


def check(source: ByteSource) -> None:
    """Raises Failure where it is not."""
    head = bmp.header(source)
    start, row = source.number(10, 4, little=True), (head.width * head.bits + 31) // 32 * 4
    if head.compression in bmp.UNPACKED and start + row * head.height > source.size:
        line = max(0, source.size - start) // row if row else 0
        raise Failure(ErrorCode.ENDS_EARLY, FailureFacts(line=line, lines=head.height))
