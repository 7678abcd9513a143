"""A small picture of a file for the screen, as good as the file allows."""

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageFile

from workers.binary.source import ByteSource
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import ColorModel, Facts
from workers.image.color.srgb import to_srgb
from workers.image.decode.opening import open_image, reading
from workers.image.decode.picture import frame_of
from workers.image.formats.codec import Codec
from workers.image.formats.metadata import read
from workers.image.formats.partial import readable_part
from workers.image.formats.tidy import tidied
from workers.image.frames import Frame, tagged
from workers.image.limits import MOST_PIXELS_AT_ONCE, check_limits
from workers.image.metadata.color import profile_to_srgb
from workers.image.pixels.modes import in_mode
from workers.image.pixels.orientation import orient
from workers.image.pixels.resize import resize
from workers.image.probe import probe, readable
from workers.image.resolve.size import resolve_size
from workers.outcome import Raster
from workers.peek import Thumbnail
from workers.recipe import LongEdge

_NO_SIDE_TOO_LONG = 2**31
_PACKED_QUALITY = 70


def preview(source: BinaryIO, edge: int) -> Thumbnail:
    """At most `edge` pixels a side. A damaged file gives the part that can be read; raises Failure where none can."""
    codec = readable(ByteSource(source))
    source, _ = tidied(source)
    facts = _facts(source)
    frame = _decoded(source, codec, facts, edge)
    sized = resolve_size(*frame.image.size, LongEdge(edge), enlarge=False, max_side=_NO_SIDE_TOO_LONG)
    small = orient(resize(frame.image, sized.width, sized.height), frame.orientation)
    pixels = in_mode(to_srgb(small, frame.profile)[0], ("RGBA",))
    return Thumbnail(raster=Raster(width=pixels.width, height=pixels.height, rgba=pixels.tobytes()), facts=facts)


def pack(raster: Raster) -> bytes:
    """The small picture as a WebP file."""
    packed = BytesIO()
    picture = Image.frombytes("RGBA", (raster.width, raster.height), raster.rgba)
    picture.save(packed, "WEBP", quality=_PACKED_QUALITY, method=2)
    return packed.getvalue()


def _facts(source: BinaryIO) -> Facts | None:
    try:
        facts = probe(source)
    except Failure as failure:
        if failure.code is ErrorCode.TOO_LARGE:
            raise
        return None
    check_limits(facts)
    return facts


def _decoded(source: BinaryIO, codec: Codec, facts: Facts | None, edge: int) -> Frame:
    with reading(0):
        opened = open_image(source, codec)
        opened.draft(None, (edge, edge))
        if opened.width * opened.height > MOST_PIXELS_AT_ONCE:
            raise Failure(
                ErrorCode.TOO_LARGE,
                FailureFacts(width=opened.width, height=opened.height, limit=MOST_PIXELS_AT_ONCE),
            )
        picture = _first_canvas(source, codec) or _as_far_as_it_goes(opened)
        if facts is None:
            return Frame(pixels=picture)
        profile = profile_to_srgb(read(source, codec), grey=facts.model is ColorModel.GREY)
        return tagged(frame_of(opened, codec, facts, picture), profile if facts.pages == 1 else None)


def _first_canvas(source: BinaryIO, codec: Codec) -> Image.Image | None:
    compose = codec.reader.first_canvas
    try:
        return compose(source) if compose is not None else None
    except Failure:  # some of it may still be readable
        return None


def _as_far_as_it_goes(opened: ImageFile.ImageFile) -> Image.Image:
    try:
        with reading(0):
            opened.load()
    except Failure:
        part = readable_part(opened)
        if part is None:
            raise
        return part
    return opened
