"""Put frames together to an APNG."""

from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from zlib import crc32

from PIL import Image, ImageChops

from workers.engine.encode.modes import in_mode
from workers.engine.frames import Frames

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def assemble(frames: Frames) -> bytes:
    """An APNG (PNG 3rd edition, sections 11.3.6) of whole canvases.

    Each frame writes the rectangle that changed over the one before, so equal neighbours stay two frames.
    """
    head = b""
    body: list[bytes] = []
    sequence = 0
    before: Image.Image | None = None
    for frame in frames:
        canvas = in_mode(frame.image, ("RGBA",) if frame.image.has_transparency_data else ("RGB", "RGBA")).convert(
            "RGBA"
        )
        left, top, right, bottom = (0, 0, *canvas.size) if before is None else _changed(before, canvas)
        chunks = list(_chunks(_png(canvas.crop((left, top, right, bottom)), frame.profile)))
        body.append(_chunk(b"fcTL", _control(sequence, (left, top, right, bottom), frame.duration_ms)))
        sequence += 1
        for kind, data in chunks:
            if kind != b"IDAT":
                continue
            if before is None:
                body.append(_chunk(b"IDAT", data))
            else:
                body.append(_chunk(b"fdAT", sequence.to_bytes(4, "big") + data))
                sequence += 1
        if before is None:
            ancillary = [(kind, data) for kind, data in chunks if kind not in {b"IHDR", b"IDAT", b"IEND"}]
            head = _chunk(b"IHDR", chunks[0][1]) + _animation(frames) + b"".join(_chunk(*each) for each in ancillary)
        before = canvas
    return _SIGNATURE + head + b"".join(body) + _chunk(b"IEND", b"")


def _animation(frames: Frames) -> bytes:
    return _chunk(b"acTL", frames.count.to_bytes(4, "big") + frames.plays.to_bytes(4, "big"))


def _control(sequence: int, box: tuple[int, int, int, int], duration_ms: float) -> bytes:
    left, top, right, bottom = box
    seconds = Fraction(duration_ms / 1000).limit_denominator(1000)
    if seconds.numerator > 0xFFFF:
        seconds = Fraction(min(round(seconds), 0xFFFF))
    numbers = (sequence, right - left, bottom - top, left, top)
    return (
        b"".join(number.to_bytes(4, "big") for number in numbers)
        + seconds.numerator.to_bytes(2, "big")
        + seconds.denominator.to_bytes(2, "big")
        + b"\x00\x00"  # dispose: leave; blend: source
    )


def _changed(before: Image.Image, after: Image.Image) -> tuple[int, int, int, int]:
    return ImageChops.difference(before, after).getbbox(alpha_only=False) or (0, 0, 1, 1)


def _png(image: Image.Image, profile: bytes | None) -> bytes:
    sink = BytesIO()
    image.save(sink, "PNG", icc_profile=profile)
    return sink.getvalue()


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += size + 12


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + crc32(kind + data).to_bytes(4, "big")
