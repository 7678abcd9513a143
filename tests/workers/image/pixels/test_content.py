import pytest
from PIL import Image

from tests.support import pictures
from workers.image.pixels.content import is_graphic


@pytest.mark.parametrize(
    "image",
    [
        pictures.graphic(),
        pictures.graphic().convert("L"),
        pictures.palette(),
        pictures.bilevel(),
        pictures.with_alpha(),
        Image.new("RGB", (1, 1)),
    ],
    ids=["screen", "grey screen", "palette", "scan", "logo", "pixel"],
)
def test_graphics_are_known(image: Image.Image) -> None:
    assert is_graphic(image)


@pytest.mark.parametrize("size", [(60, 40), (640, 480), (2000, 1500)])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_photos_are_known(size: tuple[int, int], mode: str) -> None:
    assert not is_graphic(pictures.photo(size).convert(mode))
