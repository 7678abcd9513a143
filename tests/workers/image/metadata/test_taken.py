"""When a picture was taken, wherever its metadata say it."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from workers.image.metadata.bundle import Bundle
from workers.image.metadata.taken import parsed, taken
from workers.image.probe import probe

IFD, ORIGINAL, DIGITISED, CHANGED = 0x8769, 0x9003, 0x9004, 0x0132
SECOND_OF_JANUARY = "2015-01-02 03:04:05"


def exif(**said: str) -> Image.Exif:
    tags = {"original": ORIGINAL, "digitised": DIGITISED}
    made = Image.Exif()
    made[CHANGED] = "2020:09:09 09:09:09"
    made.get_ifd(IFD).update({tags[name]: text for name, text in said.items()})
    return made


def packet(*properties: str) -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        f' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" {" ".join(properties)}/></rdf:RDF></x:xmpmeta>'
    ).encode()


def read(kind: str, said: Image.Exif | None = None, xmp: bytes | None = None, **options: Any) -> str | None:
    """What a picture of this kind with these metadata says, as `str` has it."""
    if kind == "TIFF":
        tags: dict[int, Any] = {} if said is None else {CHANGED: said[CHANGED], IFD: dict(said.get_ifd(IFD))}
        options["tiffinfo"] = {**tags, 700: xmp} if xmp else tags
    elif kind == "PNG" and xmp is not None:
        texts = PngInfo()
        texts.add_itxt("XML:com.adobe.xmp", xmp.decode())
        options |= {"pnginfo": texts, "exif": said}
    else:
        options |= {name: value for name, value in (("exif", said), ("xmp", xmp)) if value is not None}
    data = BytesIO()
    Image.new("RGB", (8, 8)).save(data, kind, **options)
    found = probe(data).taken
    return None if found is None else str(found)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_exif_says_it_in_every_format_that_has_some(kind: str) -> None:
    said = exif(original="2015:01:02 03:04:05", digitised="2016:06:06 06:06:06")
    assert read(kind, said) == SECOND_OF_JANUARY


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize(
    "unset", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2015:13:45 00:00:00", "", "0001:01:01 00:00:00"]
)
def test_a_clock_that_was_not_set_says_nothing(kind: str, unset: str) -> None:
    assert read(kind, exif(original=unset)) is None
    assert read(kind, exif(original=unset, digitised="2015:01:02 03:04:05")) == SECOND_OF_JANUARY


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize(
    "property_",
    [
        'exif:DateTimeOriginal="2015-01-02T03:04:05"',
        'photoshop:DateCreated="2015-01-02T03:04:05.250+05:30"',
        'xmp:CreateDate="2015-01-02T03:04:05Z"',
    ],
)
def test_xmp_says_it_where_exif_does_not(kind: str, property_: str) -> None:
    assert read(kind, exif(), packet(property_)) == SECOND_OF_JANUARY


def test_the_camera_is_believed_before_whoever_came_later() -> None:
    later = packet('exif:DateTimeOriginal="2018-08-08T08:08:08"', 'xmp:CreateDate="2019-09-09T09:09:09"')
    assert read("JPEG", exif(original="2015:01:02 03:04:05"), later) == SECOND_OF_JANUARY
    assert read("JPEG", exif(digitised="2015:01:02 03:04:05"), later) == "2018-08-08 08:08:08"


@pytest.mark.parametrize(
    "text",
    ["Fri, 02 Jan 2015 03:04:05 +0100", "2 Jan 2015 03:04:05 GMT", "2015-01-02T03:04:05+01:00", "2015:01:02 03:04:05"],
)
def test_a_text_of_a_png_says_it(text: str) -> None:
    texts = PngInfo()
    texts.add_text("Creation Time", text)
    assert read("PNG", pnginfo=texts) == SECOND_OF_JANUARY


def test_iptc_says_it() -> None:
    day, time = b"\x1c\x02\x37\0\x0820150102", b"\x1c\x02\x3c\0\x0b030405+0100"
    block = b"8BIM\x04\x04\0\0" + len(day + time).to_bytes(4, "big") + day + time
    assert str(taken(Bundle(photoshop=block))) == SECOND_OF_JANUARY


def test_when_a_file_was_changed_is_not_when_it_was_taken() -> None:
    assert read("JPEG", exif()) is None


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2015:01:02 24:00:00", "2015-01-02 00:00:00"),
        ("2015:01:02", "2015-01-02 00:00:00"),
        ("20150102", "2015-01-02 00:00:00"),
        ("2015/01/02 03:04", "2015-01-02 03:04:00"),
        ("2015:02:30 01:01:01", None),
        ("2015-01", None),
        ("yesterday", None),
        ("1825:01:01 00:00:00", None),
        ("99999999999999999999:01:01", None),
    ],
)
def test_spellings(written: str, found: str | None) -> None:
    assert str(parsed(written)) == str(found)


@given(
    st.one_of(
        st.text(), st.from_regex(r"[0-9: TZ+.,/-]{0,40}"), st.from_regex(r"\w{3}, \d{1,3} \w{3} \d{0,9} [\d:]{0,12}.*")
    )
)
def test_nothing_written_is_too_much(written: str) -> None:
    found = parsed(written)
    assert found is None or isinstance(found, datetime)
