"""Transparency comes out exactly, whatever the goal, but where a format stores it like colours and that is told."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tests.support import pictures
from workers.formats import SPECS, Alpha, Format
from workers.image.decode.opening import open_image
from workers.image.formats.registry import CODECS
from workers.image.pipeline import make, plan
from workers.outcome import Promise, Verdict
from workers.recipe import Goal, MaxBytes, Quality, Recipe, SameLook

EXACT = [target for target, spec in SPECS.items() if spec.alpha is Alpha.FULL and spec.lossy]


def cut_out() -> Image.Image:
    """A lively picture that ends in hard edges, with small type beside it."""
    image = pictures.photo((320, 200)).convert("RGB")
    mask = Image.new("L", image.size, 0)
    drawn = ImageDraw.Draw(mask)
    drawn.ellipse((50, 30, 270, 170), fill=255)
    drawn.text((10, 10), "small type", fill=255)
    image.putalpha(mask)
    return image


def alpha_of(data: bytes, kind: Format) -> NDArray[np.uint8]:
    return np.asarray(open_image(BytesIO(data), CODECS[kind]).convert("RGBA").getchannel("A"))


@pytest.mark.parametrize("goal", [Quality(30), SameLook(), MaxBytes(6_000)], ids=["quality", "look", "bytes"])
@pytest.mark.parametrize("target", EXACT)
def test_every_clear_and_every_solid_pixel_stays_so(target: Format, goal: Goal, tmp_path: Path) -> None:
    if SPECS[target].write_extra:
        pytest.importorskip("pillow_jxl")
    source = pictures.encoded(cut_out(), "PNG")
    made = tmp_path / "made"
    planned = plan(BytesIO(source), Recipe(format=target, goal=goal, keep_larger=True))
    make(planned, BytesIO(source), made, lambda _stage, _share: None)
    assert np.array_equal(alpha_of(made.read_bytes(), target), alpha_of(source, Format.PNG))


def test_where_it_is_stored_like_colours_the_check_says_so(tmp_path: Path) -> None:
    pytest.importorskip("pillow_heif")
    source = pictures.encoded(cut_out(), "PNG")
    planned = plan(BytesIO(source), Recipe(format=Format.HEIC, goal=SameLook(), keep_larger=True))
    outcome = make(planned, BytesIO(source), tmp_path / "made", lambda _stage, _share: None)
    told = {checked.promise: checked.verdict for checked in outcome.promises}
    assert told[Promise.TRANSPARENCY] is Verdict.NEARLY
