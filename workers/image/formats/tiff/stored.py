"""The pages of a TIFF as they are stored, each by the reader that reads its variant rightly."""

from typing import Any, BinaryIO, cast

from PIL import Image, ImageFile, ImagePalette
from PIL.TiffImagePlugin import TiffImageFile

from workers.binary import tiff
from workers.binary.source import ByteSource
from workers.errors import Failure
from workers.image.formats.partial import readable_part
from workers.image.formats.tiff.page import GREY, PALETTE, UNSIGNED, YCBCR, TiffPage, TiffReader, color_map, page_of
from workers.image.formats.tiff.pages import places

_COLOR_MAP, _BITS, _SAMPLES, _PLANES, _PHOTOMETRIC, _SAMPLE_FORMAT = 320, 258, 277, 284, 262, 339
_UNDEFINED = 4
_MULTIPLIED = {"La": "LA", "RGBa": "RGBA"}


class StoredTiff(ImageFile.ImageFile):
    """The pages but no previews and masks, which Pillow's own reader cannot tell; nothing is turned.

    `page` says how the pixels of the current one are stored, and which turn is still to be made.
    """

    format = "TIFF"
    page: TiffPage

    def _open(self) -> None:
        self._source = ByteSource(cast("BinaryIO", self.fp))
        self._head = tiff.header(self._source)
        self._places = places(self._source)
        self.n_frames = len(self._places)
        self.is_animated = self.n_frames > 1
        self._put(0)

    def seek(self, frame: int) -> None:
        """Make another page the current one. Raises EOFError behind the last one, Failure for one that is not read here."""
        if frame >= self.n_frames:
            raise EOFError
        if frame != self._at:
            self._put(frame)

    def tell(self) -> int:
        """The number of the current page, from 0."""
        return self._at

    def _put(self, frame: int) -> None:
        place = self._places[frame]
        self._at = frame
        self.page = page = page_of(self._source, self._head, place.found, place.index)
        self._mode = "L" if page.photometric in GREY else "RGB"  # until the pixels are there
        self._size = (page.width, page.height)
        self._im = None
        self.palette = None
        self.info = {"dpi": page.dpi} if page.dpi else {}
        profile = self._source.up_to(*page.profile_at) if page.profile_at else b""
        if page.profile_at and len(profile) == page.profile_at[1]:
            self.info["icc_profile"] = profile

    def load(self) -> Any:  # noqa: ANN401 - a type that Pillow keeps to itself
        """Read the current page's pixels, once. Raises what a decoder raises; what came until then is kept."""
        if self._im is None:
            picture = self._by_pillow() if self.page.reader is TiffReader.PILLOW else self._by_us()
            self._take(picture)
        return Image.Image.load(self)

    def _take(self, picture: Image.Image) -> None:
        shown = picture.convert(_MULTIPLIED[picture.mode]) if picture.mode in _MULTIPLIED else picture
        self.im, self._mode, self.palette = shown.im, shown.mode, shown.palette

    def _by_pillow(self) -> Image.Image:
        if self.fp is None:
            raise OSError("the file is closed")
        self.fp.seek(0)
        file = _Unturned(self.fp)
        file.seek(self.page.index)
        try:
            file.load()
        except OSError:
            part = readable_part(file)
            if part is not None:
                self._take(part)
            raise
        return readable_part(file) or file

    def _by_us(self) -> Image.Image:
        from workers.image.formats.tiff.shades import Reading  # noqa: PLC0415 - needs numpy, for few files

        reading = Reading(self._source, self.page)
        try:
            reading.read()
        except (Failure, OSError):
            self._take(reading.picture())
            raise
        return reading.picture()


def open_tiff(source: BinaryIO) -> StoredTiff:
    """The first page's directory. Raises Failure."""
    source.seek(0)
    return StoredTiff(source)


class _Unturned(TiffImageFile):
    """Pillow's reader, which would turn a picture by any tag or packet that it finds, and takes 8 bits of a palette for 16."""

    def _setup(self) -> None:
        if self.tag_v2.get(_SAMPLE_FORMAT, (UNSIGNED,))[0] == _UNDEFINED:
            self.tag_v2.pop(_SAMPLE_FORMAT)  # read as whole numbers, as everywhere
        if self.tag_v2.get(_SAMPLES, 1) == 1:
            self.tag_v2.pop(
                _PLANES, None
            )  # one plane is one picture, but Pillow looks for the first letter of its kind
        super()._setup()
        self._size = self._tile_size
        if self.tag_v2.get(_PHOTOMETRIC) == PALETTE:
            colors = color_map(self.tag_v2[_COLOR_MAP], self.tag_v2.get(_BITS, (1,))[0])
            self.palette = ImagePalette.raw("RGB", bytes(colors))
        if self.tag_v2.get(_PHOTOMETRIC) == YCBCR and self._compression == "raw":
            self._leave_to_libtiff()

    def _leave_to_libtiff(self) -> None:
        """Chroma of plain data may be coarser than the rest, which only libtiff knows."""
        self.use_load_libtiff = True
        self._mode = "RGB"
        box = (0, 0, *self._tile_size)
        self.tile = [ImageFile._Tile("libtiff", box, 0, ("RGBX", False, self.tag_v2.offset))]

    def load_end(self) -> None:
        """Called by Pillow when all pixels are there, to turn them."""
