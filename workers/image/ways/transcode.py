"""The coefficients of a JPEG go along in a format that takes them in: about a fifth smaller, and the JPEG comes out again."""

from io import BytesIO
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from workers.binary.source import ByteSource
from workers.image.decode import Seen
from workers.image.formats.codec import Codec, JpegHolder
from workers.image.formats.metadata import embed, fit, read
from workers.image.formats.registry import CODECS, recognised
from workers.image.goals.encoded import Encoded
from workers.image.metadata.bundle import Bundle
from workers.image.resolve import carried
from workers.image.verify import verify
from workers.image.ways.made import Made
from workers.image.ways.packed import whole
from workers.plan import Plan
from workers.recipe import Metadata


class Transcoded(Struct, frozen=True, kw_only=True):
    """A file that holds a JPEG, the very JPEG that it gives back, and the metadata in both."""

    data: bytes
    jpeg: bytes
    bundle: Bundle


def keep_coefficients(plan: Plan, seen: Seen, part: Path) -> Made | None:
    """Write the JPEG that the source is, or was made of, in the format of the plan; None where there is none."""
    made = transcode(whole(seen.file), plan)
    if made is None:
        return None
    part.write_bytes(made.data)
    encoded = Encoded(encodes=0, jpeg=made.jpeg)
    return Made(encoded=encoded, promises=verify(plan, made.bundle, part, encoded), flaws=seen.flaws)


def transcode(source: bytes, plan: Plan) -> Transcoded | None:
    """A JPEG, or the one that the source was made of, in the format and with the metadata that `plan` says.

    The JPEG is the source's own, byte for byte, where nothing has to go. None where there is no JPEG, or the library does not
    take it. Raises Failure where it is not installed.
    """
    target, holder = CODECS[plan.format], CODECS[plan.format].writer.holder
    if holder is None:
        return None
    original = source if CODECS[plan.facts.format].reader.has_jpeg else holder.give(source)
    jpeg = recognised(ByteSource.of(original)) if original is not None else None
    if original is None or jpeg is None:
        return None
    own = read(BytesIO(original), jpeg)
    wanted = carried(own, plan)
    shown = fit(wanted, target)
    if wanted.exif is not None and shown.exif is not None:
        wanted = replace(wanted, exif=shown.exif)
    if wanted.xmp is not None and shown.xmp is not None:
        wanted = replace(wanted, xmp=shown.xmp)
    sink = BytesIO()
    embed(BytesIO(original), sink, jpeg, wanted)
    rewritten = sink.getvalue()
    is_true = wanted == own and not wanted.losses
    # Of another length where something stood in it that nobody asked about, such as a second EXIF block.
    stays = is_true and (plan.metadata is Metadata.ALL or len(rewritten) == len(original))
    made = _showing(original, shown, target, holder) if stays else None
    if made is None:
        original, made = rewritten, _showing(rewritten, shown, target, holder)
    return Transcoded(data=made, jpeg=original, bundle=wanted) if made is not None else None


def _showing(original: bytes, shown: Bundle, target: Codec, holder: JpegHolder) -> bytes | None:
    """The JPEG in a file that says what is to be shown; None where the library finds something else in it.

    What the JPEG has in no place that the library knows is added: a resolution, IPTC, a packet behind a spoiled header.
    """
    made = holder.take(original)
    if made is None:
        return None
    there = read(BytesIO(made), target)
    if there.exif not in (None, shown.exif) or there.xmp not in (None, shown.xmp):
        return None
    if there.exif is None and shown.exif is not None:
        made = holder.with_exif(made, shown.exif)
    if there.xmp is None and shown.xmp is not None:
        made = holder.with_xmp(made, shown.xmp)
    return made
