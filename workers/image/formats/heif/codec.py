"""HEIC as a codec."""

from functools import partial

from workers.formats import SPECS, Format
from workers.image.formats.codec import Codec, MetadataCarrier
from workers.image.formats.heif import extent, metadata
from workers.image.formats.heif.check import check
from workers.image.formats.heif.probe import probe
from workers.image.metadata import fitting
from workers.image.metadata.bundle import Bundle


def _save_arguments(bundle: Bundle) -> dict[str, object]:
    # None strips; left out, the plugin takes what the image was opened with.
    return {"exif": metadata.exif_to_save(bundle), "xmp": bundle.xmp, "icc_profile": bundle.icc}


HEIC = Codec(
    format=Format.HEIC,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=partial(probe, shows_films=False),
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=partial(metadata.fit, spec=SPECS[Format.HEIC]),
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        save_arguments=_save_arguments,
    ),
)
