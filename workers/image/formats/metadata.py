"""A file's metadata as raw bytes: read, put into an encoded file, and what of them a format cannot hold."""

from typing import BinaryIO

from msgspec.structs import replace

from workers.binary.source import ByteSource
from workers.image.formats.codec import Codec
from workers.image.metadata import exif, iptc
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.fitting import is_untold
from workers.plan import Loss


def read(file: BinaryIO, codec: Codec) -> Bundle:
    """Everything a file says beside its pixels. Raises Failure where its container is broken.

    The resolution is the container's own or, where it has none, that of the EXIF block.
    """
    reader = codec.metadata.read
    found = reader(ByteSource(file)) if reader is not None else Bundle()
    block = exif.opened(found.exif)
    return replace(found, dpi=block.dpi) if block is not None and found.dpi is None else found


def embed(encoded: BinaryIO, out: BinaryIO, codec: Codec, bundle: Bundle) -> None:
    """Copy an encoded file to `out` with exactly the bundle as its metadata; what metadata it came with is left out.

    So an encoder need not be told about metadata, and a source's own bytes can go through it. Only a format to which no
    item can be added needs `save_arguments` too; one without metadata is copied as it is. Both files are binary, `encoded`
    seekable, `out` written at offsets from where it stands. Raises Failure.
    """
    source = ByteSource(encoded)
    writer = codec.metadata.write
    if writer is None:
        source.copy_to(out, 0, source.size)
    else:
        writer(source, out, fit(bundle, codec))


def fit(bundle: Bundle, codec: Codec) -> Bundle:
    """The bundle in the very shape that the format holds it, so that reading the output gives these bytes again."""
    return codec.metadata.fit(bundle)


def puts_iptc_into_xmp(bundle: Bundle, codec: Codec) -> bool:
    """Whether any of a bundle's IPTC goes into the output as XMP."""
    return len(iptc.written(fit(bundle, codec).photoshop)) < len(iptc.written(bundle.photoshop))


def save_arguments(codec: Codec, bundle: Bundle) -> dict[str, object]:
    """What an encoder must be given while it writes so that `embed` finds room for it; empty for most formats."""
    arguments = codec.metadata.save_arguments
    return arguments(fit(bundle, codec)) if arguments is not None else {}


def lost(bundle: Bundle, codec: Codec) -> tuple[Loss, ...]:
    """What of a bundle the output will not have: what the format cannot hold, and what was dropped before."""
    fitted, spec = fit(bundle, codec), codec.spec
    parts = (
        (Loss.EXIF, spec.exif, fitted.exif),
        (Loss.XMP, spec.xmp, fitted.xmp),
        (Loss.IPTC, spec.iptc, iptc.written(fitted.photoshop)),
        (Loss.OTHER, spec.iptc, iptc.says_more(fitted.photoshop)),
        (Loss.PROFILE, spec.icc, fitted.icc),
        (Loss.COMMENT, spec.comment, fitted.comments),
        (Loss.TEXT, spec.text or codec.metadata.texts_are_comments, fitted.texts),
        (Loss.GAIN_MAP, spec.gain_map, fitted.gain_map),
    )
    found = [*fitted.losses, *codec.metadata.losses(fitted)]
    found += [loss for loss, holds, part in parts if part and not holds]
    if fitted.dpi and not is_untold(fitted.dpi) and not spec.dpi and not (spec.exif and _exif_dpi(fitted)):
        found.append(Loss.DPI)
    return tuple(dict.fromkeys(found))


def _exif_dpi(bundle: Bundle) -> tuple[float, float] | None:
    block = exif.opened(bundle.exif)
    return block.dpi if block else None
