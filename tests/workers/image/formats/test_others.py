"""Files that are not ours are called by their name, also where only their fields tell it."""

import gzip
import tarfile
import wave
import zipfile
from io import BytesIO

import pytest
from PIL import Image

from tests.support.pictures import encoded
from workers.binary.source import ByteSource
from workers.errors import ErrorCode, Failure
from workers.formats import Format, NoPicture, sniff
from workers.image.formats.foreign import name_of
from workers.image.probe import probe


def name(data: bytes) -> str | None:
    return name_of(ByteSource.of(data))


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGB", "RGBA"])
@pytest.mark.parametrize("packed", [False, True])
def test_targa_is_no_cursor(mode: str, packed: bool) -> None:
    made = BytesIO()
    Image.linear_gradient("L").convert("RGB").convert(mode).save(made, "TGA", compression="tga_rle" if packed else None)
    assert sniff(made.getvalue()) is Format.TARGA
    assert sniff(made.getvalue()[:-26]) is Format.TARGA, "without the signature of its second version"


def test_kinds_that_fields_tell() -> None:
    assert name(b"\0\0\2\0\1\0" + bytes(40)) == "Windows cursor"
    assert name(encoded(Image.new("RGB", (30, 20)), "BMP")[14:]) == "Windows clipboard bitmap"
    assert name(b'<?xml version="1.0"?>\n<svg width="2">') == "SVG"


def zipped(*files: tuple[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for called, data in files:
            archive.writestr(called, data)
    return made.getvalue()


def sound(seconds: float = 0.1) -> bytes:
    made = BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(int(seconds * 16000)))
    return made.getvalue()


def tarred() -> bytes:
    made = BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return made.getvalue()


PROLOGUE = (
    b'<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" [\n' + b"<!ENTITY ns 'x'>\n" * 60 + b"]>\n"
)
MP3_FRAME = b"\xff\xfb\x90\x64" + bytes(413)
KINDS: dict[str, tuple[bytes, str]] = {
    "plain text": (b"once upon a time, there was", NoPicture.TEXT),
    "text in another encoding": ("Grüße aus München, schöne Straße".encode("latin-1"), NoPicture.TEXT),
    "text in UTF-16": ("Einkaufsliste: Äpfel".encode("utf-16"), NoPicture.TEXT),
    "text cut in a character": (("x" * 4095 + "ä").encode(), NoPicture.TEXT),
    "text like a header": (b"P1 is a parking space", NoPicture.TEXT),
    "a table": (b'a;b;c\r\n1;2;"3"\r\n', NoPicture.TEXT),
    "a web page": (b"\n<!DOCTYPE html>\n<html><body>404", NoPicture.WEB_PAGE),
    "an XHTML page": (b'<?xml version="1.0"?>\n<html xmlns="x">', NoPicture.WEB_PAGE),
    "a drawing": (b'<?xml version="1.0"?>\n<svg width="2">', "SVG"),
    "a drawing with a prologue": (PROLOGUE + b"<svg>", "SVG"),
    "a drawing with a mark": ("\ufeff<svg/>".encode(), "SVG"),
    "a packed drawing": (gzip.compress(PROLOGUE + b"<svg>" + b"<g/>" * 9000), "SVG"),
    "a film of a phone": (b"\0\0\0\x20ftypmp42" + bytes(40), NoPicture.FILM),
    "a film of a brand of its own": (b"\0\0\0\x18ftypXYZ1" + bytes(40), NoPicture.FILM),
    "an old QuickTime film": (b"\0\0\0\x08wide\0\1\0\0mdat", NoPicture.FILM),
    "a film in Matroska": (b"\x1aE\xdf\xa3" + bytes(40), NoPicture.FILM),
    "a film in AVI": (b"RIFF\0\1\0\0AVI LIST", NoPicture.FILM),
    "a camcorder's film": ((b"\0\0\0\0" + b"\x47" + bytes(187)) * 4, NoPicture.FILM),
    "a television's film": ((b"\x47\x40" + bytes(186)) * 4, NoPicture.FILM),
    "a sound of an app": (b"\0\0\0\x18ftypM4A " + bytes(40), NoPicture.SOUND),
    "a sound in WAVE": (sound(), NoPicture.SOUND),
    "a sound in MP3": (MP3_FRAME * 3, NoPicture.SOUND),
    "a tagged sound": (b"ID3\4" + bytes(100), NoPicture.SOUND),
    "a sound in FLAC": (b"fLaC" + bytes(40), NoPicture.SOUND),
    "a sound in Ogg": (b"OggS" + bytes(24) + b"OpusHead", NoPicture.SOUND),
    "an archive": (zipped(("a.txt", b"x")), NoPicture.ARCHIVE),
    "an empty archive": (zipped(), NoPicture.ARCHIVE),
    "a packed file": (gzip.compress(b"x" * 5000), NoPicture.ARCHIVE),
    "a tape's archive": (tarred(), NoPicture.ARCHIVE),
    "a document of Word": (zipped(("[Content_Types].xml", b"<"), ("word/document.xml", b"<")), NoPicture.DOCUMENT),
    "a document of LibreOffice": (
        zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<")),
        NoPicture.DOCUMENT,
    ),
    "an old document of Office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), NoPicture.DOCUMENT),
    "a painting of Krita": (zipped(("mimetype", b"application/x-krita")), "Krita"),
    "a painting": (zipped(("mimetype", b"image/openraster")), "OpenRaster"),
    "a database": (b"SQLite format 3\0" + bytes(100), NoPicture.DATABASE),
    "a program": (b"\x7fELF" + bytes(100), NoPicture.PROGRAM),
    "a font": (b"\0\1\0\0\0\x0f" + bytes(100), NoPicture.FONT),
    "nothing but zeros": (bytes(500), NoPicture.BLANK),
    "a camera's raw file": (b"FUJIFILMCCD-RAW 0201", "Camera raw"),
    "a Netpbm of any channels": (b"P7\nWIDTH 640\nHEIGHT 480\n", "Netpbm"),
}


@pytest.mark.parametrize("called", KINDS)
def test_each_kind_is_called_what_it_is(called: str) -> None:
    data, kind = KINDS[called]
    assert name(data) == kind


def test_what_a_picture_is_not_is_told_with_the_failure() -> None:
    for data, kind in KINDS.values():
        with pytest.raises(Failure) as caught:
            probe(BytesIO(data))
        expected = ErrorCode.NOT_A_PICTURE if isinstance(kind, NoPicture) else ErrorCode.UNSUPPORTED_FORMAT
        assert (caught.value.code, caught.value.facts.format) == (expected, kind)


@pytest.mark.parametrize("data", [b"\0\0\2\0", bytes(range(1, 32)) * 9, b"\xff\xe0\0\0", b"RIFF\0\1\0\0XYZ "])
def test_nothing_is_made_of_what_has_no_name(data: bytes) -> None:
    assert name(data) is None


def test_a_variant_is_called_by_its_format() -> None:
    twelve_bits = bytearray(encoded(Image.new("RGB", (30, 20))))
    twelve_bits[twelve_bits.index(b"\xff\xc0") + 4] = 12
    with pytest.raises(Failure) as caught:
        probe(BytesIO(bytes(twelve_bits)))
    assert caught.value.facts.format == "jpeg"
