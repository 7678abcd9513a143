"""Write PDF."""

import zlib
from io import BytesIO

from PIL import Image

from workers.binary.source import ByteSource
from workers.image.formats.encoder import EncoderSettings
from workers.image.formats.jpeg.encode import encode_jpeg
from workers.image.formats.png import container as png
from workers.image.frames import Frame, FrameSequence, still
from workers.image.pixels.modes import in_mode

_DPI_UNTOLD = (150.0, 150.0)
_POINTS_AN_INCH = 72
_LARGEST_SIDE = 14_400  # points: ISO 32000-1, annex C
_DEVICE_SPACES = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_PROFILE_SPACES = {1: b"GRAY", 3: b"RGB ", 4: b"CMYK"}


def encode_pdf(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """One page a picture (PDF 1.4), as large as its dpi say: a JPEG, or without a quality the pixels as they are."""
    document = _Document()
    catalog, pages = document.reserve(), document.reserve()
    kids = [_page(document, pages, frame, settings) for frame in frames]
    document.put(catalog, f"<< /Type /Catalog /Pages {pages} 0 R >>".encode())
    references = " ".join(f"{kid} 0 R" for kid in kids)
    document.put(pages, f"<< /Type /Pages /Count {len(kids)} /Kids [{references}] >>".encode())
    return document.finish(catalog)


class _Document:
    """The objects of a PDF and where each one begins."""

    def __init__(self) -> None:
        self._sink = BytesIO()
        self._sink.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        self._offsets: list[int] = []

    def reserve(self) -> int:
        """A number for an object that is put later."""
        self._offsets.append(0)
        return len(self._offsets)

    def put(self, number: int, body: bytes) -> None:
        """Write the object `number`."""
        self._offsets[number - 1] = self._sink.tell()
        self._sink.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def add_stream(self, entries: str, data: bytes) -> int:
        """Write a stream with these dictionary entries; its number."""
        number = self.reserve()
        self.put(number, b"<< %b /Length %d >>\nstream\n%b\nendstream" % (entries.encode(), len(data), data))
        return number

    def finish(self, catalog: int) -> bytes:
        """The whole file."""
        start = self._sink.tell()
        count = len(self._offsets) + 1
        self._sink.write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for offset in self._offsets:
            self._sink.write(b"%010d 00000 n \n" % offset)
        self._sink.write(b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, catalog, start))
        return self._sink.getvalue()


def _page(document: _Document, pages: int, frame: Frame, settings: EncoderSettings) -> int:
    image = in_mode(frame.image, ("1", "L", "RGB", "CMYK"))
    across, down = _points(image.size, frame.dpi or _DPI_UNTOLD)
    picture = _picture(document, image, frame.profile, settings)
    contents = document.add_stream("", f"q {across:.4f} 0 0 {down:.4f} 0 0 cm /P Do Q".encode())
    page = document.reserve()
    document.put(
        page,
        f"<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 {across:.4f} {down:.4f}] "
        f"/Resources << /XObject << /P {picture} 0 R >> >> /Contents {contents} 0 R >>".encode(),
    )
    return page


def _points(size: tuple[int, int], dpi: tuple[float, float]) -> tuple[float, float]:
    across = size[0] / dpi[0] * _POINTS_AN_INCH
    down = size[1] / dpi[1] * _POINTS_AN_INCH
    shrink = min(1.0, _LARGEST_SIDE / max(across, down))
    return across * shrink, down * shrink


def _picture(document: _Document, image: Image.Image, profile: bytes | None, settings: EncoderSettings) -> int:
    channels = len(image.getbands())
    filters, data = _lossless(image) if settings.quality is None or image.mode == "1" else _jpeg(image, settings)
    return document.add_stream(
        f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} "
        f"/BitsPerComponent {1 if image.mode == '1' else 8} "
        f"/ColorSpace {_color_space(document, channels, profile)} {filters}",
        data,
    )


def _color_space(document: _Document, channels: int, profile: bytes | None) -> str:
    if profile is None or profile[16:20] != _PROFILE_SPACES[channels]:
        return _DEVICE_SPACES[channels]
    entries = f"/N {channels} /Alternate {_DEVICE_SPACES[channels]} /Filter /FlateDecode"
    return f"[/ICCBased {document.add_stream(entries, zlib.compress(profile))} 0 R]"


def _jpeg(image: Image.Image, settings: EncoderSettings) -> tuple[str, bytes]:
    data = encode_jpeg(still(Frame(pixels=image)), settings)
    # Adobe's CMYK JPEGs store ink inverted.
    return "/Filter /DCTDecode" + (" /Decode [1 0 1 0 1 0 1 0]" if image.mode == "CMYK" else ""), data


def _lossless(image: Image.Image) -> tuple[str, bytes]:
    if image.mode == "CMYK":
        return "/Filter /FlateDecode", zlib.compress(image.tobytes())
    bits = 1 if image.mode == "1" else 8
    return (
        f"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors {len(image.getbands())} "
        f"/BitsPerComponent {bits} /Columns {image.width} >>",
        _filtered(image),
    )


def _filtered(image: Image.Image) -> bytes:
    """The pixels filtered by row and deflated, as PNG and PDF's predictor 15 share it."""
    sink = BytesIO()
    image.save(sink, "PNG", icc_profile=None)
    source = ByteSource(sink)
    return b"".join(source.at(chunk.data_at, chunk.size) for chunk in png.chunks(source) if chunk.name == b"IDAT")
