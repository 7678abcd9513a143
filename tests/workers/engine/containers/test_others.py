"""Files that are not ours are called by their name, also where only their fields tell it."""

from io import BytesIO

import pytest
from PIL import Image

from tests.support.pictures import encoded
from workers.engine.containers.others import name_of
from workers.engine.containers.source import Source
from workers.engine.probe import probe
from workers.errors import Failure


def name(data: bytes) -> str | None:
    return name_of(Source.of(data))


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGB", "RGBA"])
@pytest.mark.parametrize("packed", [False, True])
def test_targa_is_no_cursor(mode: str, packed: bool) -> None:
    made = BytesIO()
    Image.linear_gradient("L").convert("RGB").convert(mode).save(made, "TGA", compression="tga_rle" if packed else None)
    assert name(made.getvalue()) == "Targa"
    assert name(made.getvalue()[:-26]) == "Targa", "without the signature of its second version"


def test_kinds_that_fields_tell() -> None:
    assert name(b"\0\0\2\0\1\0" + bytes(40)) == "Windows cursor"
    assert name(encoded(Image.new("RGB", (30, 20)), "BMP")[14:]) == "Windows clipboard bitmap"
    assert name(b"\0\0\0\x20ftypmp42" + bytes(40)) == "Video"
    assert name(b"RIFF\0\1\0\0AVI LIST") == "Video"
    assert name(b'<?xml version="1.0"?>\n<svg width="2">') == "SVG"


@pytest.mark.parametrize(
    "data", [b"once upon a time, there was", b"P1 is a parking space", bytes(500), b"\0\0\2\0", b"PK\3\4"]
)
def test_nothing_is_made_of_what_has_no_name(data: bytes) -> None:
    assert name(data) is None


def test_a_variant_is_called_by_its_format() -> None:
    twelve_bits = bytearray(encoded(Image.new("RGB", (30, 20))))
    twelve_bits[twelve_bits.index(b"\xff\xc0") + 4] = 12
    with pytest.raises(Failure) as caught:
        probe(BytesIO(bytes(twelve_bits)))
    assert caught.value.facts.format == "jpeg"
