"""Write JPEG."""

from io import BytesIO

from workers.image.formats.encoder import EncoderSettings
from workers.image.frames import FrameSequence
from workers.image.pixels.modes import in_mode

_SUBSAMPLING = {"444": "4:4:4", "422": "4:2:2", "420": "4:2:0"}


def encode_jpeg(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """The first picture as a progressive JPEG with its own Huffman tables; a brief one has the same pixels without them.

    No pixel survives exactly at any quality.
    """
    frame = frames.first()
    image = in_mode(frame.image, ("L", "RGB", "CMYK"))
    sink = BytesIO()
    image.save(
        sink,
        "JPEG",
        quality=settings.quality or 100,
        subsampling=_SUBSAMPLING[settings.chroma],
        optimize=not settings.brief,
        progressive=not settings.brief,
        icc_profile=frame.profile,
        dpi=frame.dpi or (0, 0),
        comment=b"",
        **settings.extra,
    )
    return sink.getvalue()
