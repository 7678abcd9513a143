"""What the directories of a TIFF say."""

from workers.binary.source import ByteSource
from workers.facts import ColorModel, Kind
from workers.image.formats.codec import Probed
from workers.image.formats.tiff import page as tiff_page
from workers.image.formats.tiff import pages as tiff_pages
from workers.image.metadata.bundle import Bundle

_MODELS = {
    0: ColorModel.GREY,
    1: ColorModel.GREY,
    2: ColorModel.RGB,
    3: ColorModel.PALETTE,
    5: ColorModel.CMYK,
    6: ColorModel.RGB,
    8: ColorModel.LAB,
    9: ColorModel.LAB,
}


def probe(source: ByteSource, _: Bundle) -> Probed:
    """The facts that the container tells. Raises Failure."""
    found = tiff_pages.pages(source)
    page = found.first
    model = _model(page)
    return Probed(
        width=page.width,
        height=page.height,
        orientation=page.orientation,
        model=model,
        bits=8 if model is ColorModel.PALETTE else page.bits,
        alpha=page.alpha,
        others=tuple(_kind(page) for page in found.kinds),
        unread=found.unread,
        pages=found.count,
        immovable=found.immovable,
        auxiliary=found.auxiliary,
        chroma=page.chroma,
        lossless=not page.lossy,
    )


def _model(page: tiff_page.TiffPage) -> ColorModel:
    model = _MODELS[page.photometric]
    if model is ColorModel.GREY and (page.sample_format != tiff_page.UNSIGNED or page.bits > 16):
        return ColorModel.FLOAT
    return ColorModel.BILEVEL if model is ColorModel.GREY and page.bits == 1 else model


def _kind(page: tiff_page.TiffPage) -> Kind:
    model = _model(page)
    bits = 8 if model is ColorModel.PALETTE else page.bits
    return Kind(model=model, bits=bits, alpha=page.alpha, profile_space=page.profile_space)
