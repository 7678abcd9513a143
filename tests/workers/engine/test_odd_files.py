"""Files of kinds that few programs write come out as they look, or are refused for what they are."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.support.pictures import encoded, grey_16, photo
from workers.engine.pipeline import make, plan
from workers.formats import Format
from workers.recipe import LongEdge, Quality, Recipe


def made(source: bytes, recipe: Recipe, folder: Path) -> Image.Image:
    """The picture that a recipe makes of a file."""
    part = folder / "part"
    part.touch()
    make(plan(BytesIO(source), recipe), BytesIO(source), part, lambda stage, share: None)
    return Image.open(BytesIO(part.read_bytes()))


@pytest.mark.parametrize("target", [Format.WEBP, Format.AVIF, Format.JPEG])
def test_deep_grey_goes_into_a_lossy_format(target: Format, tmp_path: Path) -> None:
    image = made(encoded(grey_16((1200, 800)), "PNG"), Recipe(format=target), tmp_path)
    shades = np.asarray(image.convert("L")).astype(int)
    assert abs(shades[:8].mean() - 1) < 3
    assert abs(shades[-8:].mean() - 254) < 3


@pytest.mark.parametrize("target", [Format.TIFF, Format.PNG, Format.WEBP])
@pytest.mark.parametrize("tags", [{0x0112: 6}, {0x011A: 300.0, 0x011B: 300.0, 0x0128: 2}, {0x0112: 8, 0x011A: 72.0}])
def test_exif_that_says_only_how_to_show_the_picture(target: Format, tags: dict[int, float], tmp_path: Path) -> None:
    exif = Image.Exif()
    for tag, value in tags.items():
        exif[tag] = value
    source = encoded(photo((60, 40)), exif=exif.tobytes())
    assert made(source, Recipe(format=target), tmp_path).size == ((40, 60) if 0x0112 in tags else (60, 40))


@pytest.mark.skipif(shutil.which("cjpeg") is None, reason="cjpeg is not installed")
@pytest.mark.parametrize("options", [["-arithmetic"], ["-arithmetic", "-progressive"]])
@pytest.mark.parametrize("recipe", [Recipe(), Recipe(format=Format.PNG), Recipe(size=LongEdge(200), goal=Quality(90))])
def test_a_jpeg_packed_by_arithmetic_coding(options: list[str], recipe: Recipe, tmp_path: Path) -> None:
    image = photo((1200, 900))
    command = ["cjpeg", "-quality", "80", *options]
    source = subprocess.run(command, input=encoded(image, "PPM"), capture_output=True, check=True).stdout
    assert len(source) > 2**16, "a small one is read at once in any case"
    assert made(source, recipe, tmp_path).width == (200 if recipe.size == LongEdge(200) else 1200)
