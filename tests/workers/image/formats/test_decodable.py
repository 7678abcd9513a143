"""A PNG whose pixels are whole is decoded, whatever stands beside them."""

import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import containers
from workers.binary.splice import Part, Spliced
from workers.formats import Format
from workers.image.decode.opening import open_image
from workers.image.formats.png import container as png
from workers.image.formats.registry import CODECS

PLAIN = containers.encoded(Format.PNG)
AFTER_HEADER = 33
ODD = {
    "a text with a wrong CRC": b"\0\0\0\x03tEXta\0b\0\0\0\0",
    "a text that grows": png.spell(b"zTXt", b"Big\0\0" + zlib.compress(bytes(20_000_000))),
    "an unknown chunk with a wrong CRC": b"\0\0\0\4abCdabcd\0\0\0\0",
    "a large profile": png.spell(b"iCCP", b"p\0\0" + zlib.compress(bytes(3_000_000))),
}


@pytest.mark.parametrize("name", sorted(ODD))
def test_the_pixels_are_read(name: str) -> None:
    odd = BytesIO(PLAIN[:AFTER_HEADER] + ODD[name] + PLAIN[AFTER_HEADER:])
    assert open_image(odd, CODECS[Format.PNG]).tobytes() == containers.picture().tobytes()
    assert not odd.closed


def test_a_plain_file_is_given_as_it_is() -> None:
    file = BytesIO(PLAIN)
    assert png.decodable(file) is file
    cut = BytesIO(PLAIN[:50])
    assert png.decodable(cut) is cut


@given(
    st.binary(max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)) | st.binary(max_size=9), max_size=7),
    st.lists(st.tuples(st.integers(0, 80), st.integers(-1, 40)), max_size=6),
)
def test_parts_read_like_one_file(data: bytes, parts: list[Part], steps: list[tuple[int, int]]) -> None:
    inside = [
        part if isinstance(part, bytes) else (min(part[0], len(data)), min(part[1], max(0, len(data) - part[0])))
        for part in parts
    ]
    joined = BytesIO(
        b"".join(part if isinstance(part, bytes) else data[part[0] : part[0] + part[1]] for part in inside)
    )
    spliced = Spliced(BytesIO(data), inside)
    for offset, size in steps:
        spliced.seek(offset)
        joined.seek(offset)
        assert spliced.read(size) == joined.read(size)
        assert spliced.read(3) == joined.read(3)
