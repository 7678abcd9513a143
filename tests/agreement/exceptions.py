"""Where a judge shows something else than the specification says, and which paragraph of it decides."""

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, kw_only=True)
class Excuse:
    """Judges that are not believed about some variants, by the patterns of their names, and the paragraph that decides."""

    judges: tuple[str, ...]
    variants: tuple[str, ...]
    decides: str


_MAGICK, _VIPS, _FFMPEG = "ImageMagick", "libvips", "FFmpeg"

EXCUSES: tuple[Excuse, ...] = (
    Excuse(
        judges=(_FFMPEG,),
        variants=("TIFF*tiles*",),
        decides="TIFF 6.0, section 15: tiles stand for themselves; FFmpeg 5.1 reads strips only",
    ),
    Excuse(
        judges=(_FFMPEG,),
        variants=("TIFF layouts:*old Deflate*", "TIFF compressions:*jpeg*"),
        decides="TIFF Technical Note 2 (JPEG), and 32946 for Deflate in libtiff's tiff.h; FFmpeg shows nothing of them",
    ),
    Excuse(
        judges=(_FFMPEG,),
        variants=("TIFF orientations:*",),
        decides="TIFF 6.0, section 8, Orientation: FFmpeg shows the rows and columns as they are stored",
    ),
    Excuse(
        judges=(_MAGICK, _FFMPEG),
        variants=("TIFF numbers:*white is 0*",),
        decides="TIFF 6.0, section 3, PhotometricInterpretation 0: white is 0 at every depth, not at 1 and 8 bits alone",
    ),
    Excuse(
        judges=(_VIPS, _FFMPEG),
        variants=("TIFF numbers: grey float *",),
        decides="TIFF 6.0, section 19 gives floating numbers no white: 0 to 1 is ours where all are within; libvips takes 255",
    ),
    Excuse(
        judges=(_FFMPEG,),
        variants=("TIFF palettes:*map of 8 bits*",),
        decides="TIFF 6.0, section 5, ColorMap of 16 bits: where no value is above 255, libtiff's readers take it for one of 8",
    ),
    Excuse(
        judges=(_MAGICK, _VIPS, _FFMPEG),
        variants=("TIFF extra samples:*",),
        decides="TIFF 6.0, section 18, ExtraSamples: 0 is no alpha, 1 is one that colours are multiplied by; one a sample",
    ),
    Excuse(
        judges=(_MAGICK, _FFMPEG),
        variants=("TIFF*CMYK*",),
        decides="no paragraph: inks without a profile are what libvips shows, by its free press profile; these go by formula",
    ),
    Excuse(
        judges=(_FFMPEG,),
        variants=("PNG tRNS: grey [124],*",),
        decides="PNG third edition, 11.3.1.1: the clear shade has the picture's depth; FFmpeg 5.1 takes it for one of 8 bits",
    ),
    Excuse(
        judges=(_MAGICK, _FFMPEG),
        variants=("PNG meanings:*gamma*",),
        decides="PNG third edition, 11.3.2.2 and 13.13: numbers become light by gAMA; these show them as they stand, or nearly",
    ),
    Excuse(
        judges=(_FFMPEG,),
        variants=("BMP colours: 16 bits*", "BMP masks: *555*", "BMP masks: 565*", "BMP masks: 444*"),
        decides="BITMAPV4HEADER, bV4RedMask: a mask's highest number is full light; FFmpeg moves it up and leaves zeros below",
    ),
    Excuse(
        judges=(_MAGICK, _VIPS),
        variants=("BMP masks:*", "BMP palettes:*OS/2 2 header"),
        decides="BITMAPV4HEADER, bV4RedMask to bV4AlphaMask; both read with ImageMagick 6, which knows just the usual masks",
    ),
    Excuse(
        judges=(_FFMPEG,),
        variants=("AVIF stills:*alpha*", "AVIF stills: RGBA*"),
        decides="ISO/IEC 23000-22 (MIAF), 7.3.5.2: alpha is a picture beside the colours; FFmpeg 5.1 shows the colours alone",
    ),
    Excuse(
        judges=(_VIPS,),
        variants=("AVIF stills: grey*limited*", "AVIF stills: multiplied alpha*"),
        decides="Rec. ITU-T H.273, 8.3: limited range is for grey too; ISO/IEC 23008-12 (prem): multiplied colours are divided",
    ),
    Excuse(
        judges=(_MAGICK,),
        variants=("HEIC stills: RGBA*",),
        decides="ISO/IEC 23000-22 (MIAF), 7.3.5.2: alpha is a picture beside the colours; ImageMagick 6 shows these alone",
    ),
    Excuse(
        judges=(_FFMPEG,),
        variants=("ICO: bitmap*mask",),
        decides="Windows icon resources: the second bitmap says what is clear; FFmpeg shows the first one alone",
    ),
    Excuse(
        judges=(_MAGICK, _VIPS),
        variants=("ICO:*alpha is zero*",),
        decides="Windows icon resources: an alpha that is 0 everywhere is none, and the mask counts, as Windows shows it",
    ),
)
"""In the order of the formats."""


def excused(variant: str, judge: str) -> bool:
    """Whether it is known, and decided by the specification, that this judge shows a variant otherwise."""
    return any(
        judge in one.judges and any(fnmatchcase(variant, pattern) for pattern in one.variants) for one in EXCUSES
    )
