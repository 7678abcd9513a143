from io import BytesIO

import pytest
from PIL import Image

from tests.support import pictures
from workers.formats import Format
from workers.image.formats.encoder import EncoderSettings
from workers.image.formats.jpeg.encode import encode_jpeg
from workers.image.formats.registry import CODECS
from workers.image.frames import Frame, still
from workers.image.goals.look import quality_for


def _jpeg(image: Image.Image, quality: int, *, brief: bool = True) -> bytes:
    return encode_jpeg(still(Frame(pixels=image)), EncoderSettings(quality=quality, chroma="444", brief=brief))


@pytest.mark.parametrize(
    "image",
    [
        pictures.photo((1600, 1200)),
        pictures.photo((1600, 1200)).convert("L"),
        pictures.photo((1600, 1200)).point(lambda value: value // 6),
        pictures.graphic((1600, 1200)),
    ],
    ids=["photo", "grey", "dark", "graphic"],
)
def test_a_third_of_a_look_goes_before_the_look(image: Image.Image) -> None:
    encoded: list[int] = []

    def encode(part: Image.Image, quality: int) -> bytes:
        assert part.size == (128, 128)
        encoded.append(quality)
        return _jpeg(part, quality)

    found = quality_for(80, image, encode, CODECS[Format.JPEG])
    assert found.reached
    assert len(encoded) in {30, 40}
    assert len(set(encoded)) <= 2


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_brief_jpeg_has_the_same_pixels(mode: str) -> None:
    image = pictures.photo((320, 240)).convert(mode)
    brief, full = (_jpeg(image, 80, brief=brief) for brief in (True, False))
    assert len(full) < len(brief)
    with Image.open(BytesIO(brief)) as first, Image.open(BytesIO(full)) as second:
        assert first.tobytes() == second.tobytes()
