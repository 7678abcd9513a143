"""Everything that goes along with a picture's pixels, as raw bytes."""

from msgspec import Struct

from workers.image.color.colorimetry import CodePoints
from workers.plan import Loss


class Text(Struct, frozen=True, kw_only=True):
    """One text of a PNG: its keyword (1 to 79 characters of Latin-1), its language tag ('' if none) and the text."""

    keyword: str
    text: str
    language: str = ""


class TextChunk(Struct, frozen=True, kw_only=True):
    """A chunk, segment or extension that is carried as it is into an output of the same format."""

    name: bytes
    data: bytes


class GainMap(Struct, frozen=True, kw_only=True):
    """The second picture of an HDR JPEG: `image` is its whole JPEG file, `iso` what the first says after ISO 21496-1."""

    image: bytes
    iso: bytes | None = None


class Bundle(Struct, frozen=True, kw_only=True):
    """What a file says beside its pixels; None or empty where it says nothing.

    `exif` is a whole TIFF block, without the prefix that a JPEG puts before it. `xmp` is the packet; `xmp_extended` the joined
    second packet of a JPEG (XMP specification part 3, 1.1.3.1), whose MD5 stands in the first. `photoshop` is a run of 8BIM
    blocks; IPTC is block 0x0404 of it. `icc` is the profile that the pixels are in, or one that is made of what the file says
    of its colours by other means: whoever converts the pixels replaces it, and clears `color_chunks` with it: cHRM gAMA sRGB
    cICP sBIT mDCV cLLI of a PNG, its iCCP where that does not count, and what an AVIF or HEIC says of its HDR, in the words of
    a PNG. `dpi` is pixels per inch, across and down. `others` are application segments of a JPEG and chunks of a PNG that we
    do not know and that may be carried by who does not know them. `losses` are parts that had to be dropped, because they
    could not be read or are not true of the output.
    """

    exif: bytes | None = None
    xmp: bytes | None = None
    xmp_extended: bytes | None = None
    photoshop: bytes | None = None
    icc: bytes | None = None
    comments: tuple[bytes, ...] = ()
    texts: tuple[Text, ...] = ()
    dpi: tuple[float, float] | None = None
    color_chunks: tuple[TextChunk, ...] = ()
    gain_map: GainMap | None = None
    others: tuple[TextChunk, ...] = ()
    losses: tuple[Loss, ...] = ()

    @property
    def codes(self) -> CodePoints | None:
        """The code points among the colour chunks."""
        found = next((chunk.data for chunk in self.color_chunks if chunk.name == b"cICP"), b"")
        return CodePoints(primaries=found[0], transfer=found[1]) if len(found) == 4 else None
