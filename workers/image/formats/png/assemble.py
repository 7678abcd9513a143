"""Put frames together to an APNG."""

from io import BytesIO

from PIL import Image, ImageChops

from workers.binary.source import ByteSource
from workers.formats import PNG_CLOCK
from workers.image.formats.png import container as png
from workers.image.frames import FrameSequence
from workers.image.pixels.modes import in_mode
from workers.image.timing import as_seconds

_ALWAYS_ONCE = (b"IHDR", b"IDAT", b"IEND")
_MODES = ("L", "LA", "RGB", "RGBA")

Box = tuple[int, int, int, int]
Named = tuple[bytes, bytes]
"""A chunk's name and data."""


def assemble(frames: FrameSequence) -> bytes:
    """An APNG (PNG, third edition, 11.3.6), its pixels of the kind that the first frame has.

    Each frame replaces the rectangle that changed over the one before; one equal to its neighbour stays a frame.
    """
    head: list[Named] = []
    body: list[Named] = []
    before: Image.Image | None = None
    sequence = 0
    for frame in frames:
        canvas = in_mode(frame.image, _MODES if before is None else (before.mode,))
        box = (0, 0, *canvas.size) if before is None else _changed(before, canvas)
        chunks = _chunks(canvas.crop(box), frame.profile)
        body.append((b"fcTL", _control(sequence, box, frame.duration_ms)))
        sequence += 1
        for data in (data for name, data in chunks if name == b"IDAT"):
            if before is None:
                body.append((b"IDAT", data))
            else:
                body.append((b"fdAT", sequence.to_bytes(4, "big") + data))
                sequence += 1
        if before is None:
            head = [chunks[0], _animation(frames), *(chunk for chunk in chunks if chunk[0] not in _ALWAYS_ONCE)]
        before = canvas
    return png.SIGNATURE + b"".join(png.spell(*chunk) for chunk in (*head, *body, (b"IEND", b"")))


def _animation(frames: FrameSequence) -> Named:
    plays = min(frames.plays, PNG_CLOCK.most_plays)
    return b"acTL", frames.count.to_bytes(4, "big") + plays.to_bytes(4, "big")


def _control(sequence: int, box: Box, duration_ms: float) -> bytes:
    left, top, right, bottom = box
    seconds = as_seconds(duration_ms)
    numbers = (sequence, right - left, bottom - top, left, top)
    delay = seconds.numerator.to_bytes(2, "big") + seconds.denominator.to_bytes(2, "big")
    leave_it, replace = b"\x00", b"\x00"
    return b"".join(number.to_bytes(4, "big") for number in numbers) + delay + leave_it + replace


def _changed(before: Image.Image, after: Image.Image) -> Box:
    return ImageChops.difference(before, after).getbbox(alpha_only=False) or (0, 0, 1, 1)


def _chunks(image: Image.Image, profile: bytes | None) -> list[Named]:
    sink = BytesIO()
    image.save(sink, "PNG", icc_profile=profile)
    source = ByteSource(sink)
    return [(chunk.name, source.at(chunk.data_at, chunk.size)) for chunk in png.chunks(source)]
