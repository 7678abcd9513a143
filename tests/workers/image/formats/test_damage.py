"""Files cut off or with bytes changed are found out, whole ones are not."""

from io import BytesIO

import pytest
from PIL import Image

from tests.support import containers
from workers.errors import ErrorCode
from workers.formats import Format
from workers.image.formats.damage import damage
from workers.image.formats.registry import CODECS

NAMES = sorted(containers.files())


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_file_is_whole(name: str) -> None:
    source, data = containers.files()[name]
    assert damage(BytesIO(data), CODECS[source]) is None


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("ico", "jxl", "jpeg-gain-map")])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_file_cut_off_ends_early(name: str, share: float) -> None:
    source, data = containers.files()[name]
    found = damage(BytesIO(data[: int(len(data) * share)]), CODECS[source])
    assert found is not None
    assert found.code is ErrorCode.ENDS_EARLY


def test_the_end_alone_missing_is_seen_too() -> None:
    for name in ("jpeg", "png", "webp", "avif"):
        source, data = containers.files()[name]
        found = damage(BytesIO(data[:-2]), CODECS[source])
        assert found is not None, name
        assert found.code is ErrorCode.ENDS_EARLY, name


def test_a_gif_without_its_trailer_is_whole() -> None:
    _, data = containers.files()["gif-animated"]
    assert data.endswith(b";")
    assert damage(BytesIO(data[:-1]), CODECS[Format.GIF]) is None


def test_a_png_says_to_which_line_it_can_be_read() -> None:
    made = BytesIO()
    Image.effect_noise((100, 80), 60).save(made, "PNG")
    data = made.getvalue()
    found = damage(BytesIO(data[: len(data) // 2]), CODECS[Format.PNG])
    assert found is not None
    assert found.facts.lines == 80
    assert 30 <= (found.facts.line or 0) <= 50


def test_a_flipped_bit_in_the_pixels_of_a_png_is_damage() -> None:
    source, data = containers.files()["png"]
    at = data.index(b"IDAT") + 10
    flipped = data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]
    found = damage(BytesIO(flipped), CODECS[source])
    assert found is not None
    assert found.code is ErrorCode.DAMAGED


def test_a_flipped_bit_in_the_text_of_a_png_costs_no_pixel() -> None:
    source, data = containers.files()["png"]
    at = data.index(b"tEXt") + 6
    flipped = data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]
    assert damage(BytesIO(flipped), CODECS[source]) is None
