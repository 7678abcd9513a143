"""Whether a gain map may go along: it is a file of its own, with metadata of its own."""

from io import BytesIO

from workers.binary.source import ByteSource
from workers.errors import Failure
from workers.image.formats.metadata import read
from workers.image.formats.registry import recognised
from workers.image.metadata import policy
from workers.image.metadata.bundle import Bundle
from workers.recipe import Metadata


def with_silent_gain_map(bundle: Bundle, keep: Metadata) -> Bundle:
    """The bundle without a gain map that says in its own metadata what is to be taken out."""
    if bundle.gain_map is None or keep is Metadata.ALL:
        return bundle
    image = BytesIO(bundle.gain_map.image)
    codec = recognised(ByteSource(image))
    try:
        inner = read(image, codec) if codec is not None else None
    except Failure:
        inner = None
    is_silent = inner is not None and not (
        inner.exif or inner.photoshop or inner.comments or policy.has_location(inner)
    )
    return bundle if is_silent else policy.without_gain_map(bundle)
