"""What a decoder costs, for its codec's `seconds` and `copies`: `python -m tests.speed.decoder FILE`, a large one."""

import resource
import sys
import time
from pathlib import Path

from workers.binary.source import ByteSource
from workers.image.formats.registry import recognised

_PIXEL_BYTES = 4
"""What a pixel of colours counts, also without transparency."""


def main(file: str) -> None:
    """Decode it once, and print what that took."""
    with Path(file).open("rb") as opened:
        codec = recognised(ByteSource(opened))
        if codec is None:
            raise SystemExit(f"{file} is of no format that is read")
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        picture = codec.reader.open(opened)
        picture.load()
    took, grown = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    pixels = picture.width * picture.height
    print(
        f"{pixels / 1e6:.1f} MP: {took / pixels * 1e6:.3f} s a megapixel, "
        f"{grown * 1024 / (pixels * _PIXEL_BYTES):.1f} copies in memory (Linux)"
    )


if __name__ == "__main__":
    main(sys.argv[1])
