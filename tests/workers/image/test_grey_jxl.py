"""Grey of a JPEG XL, whose decoder alone knows its profile, comes out in every target."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.support.pngs import GREY, GREY_ALPHA, png
from workers.errors import ErrorCode, Failure
from workers.formats import Format
from workers.image.pipeline import make, plan
from workers.recipe import Percent, Recipe

pytest.importorskip("pillow_jxl")
pytestmark = pytest.mark.skipif(shutil.which("cjxl") is None, reason="cjxl is not installed")
SIDE = 32


def jxl(folder: Path, bits: int, *, alpha: bool) -> bytes:
    across = np.mgrid[0:SIDE, 0:SIDE][1] * (2**bits - 1) // (SIDE - 1)
    pixels = np.dstack([across, across[::-1] * 0 + (2**bits - 1)]) if alpha else across[:, :, None]
    (folder / "a.png").write_bytes(png(pixels, bits, GREY_ALPHA if alpha else GREY))
    subprocess.run(["cjxl", "-d", "0", folder / "a.png", folder / "a.jxl"], check=True, capture_output=True)
    return (folder / "a.jxl").read_bytes()


@pytest.mark.parametrize("target", [Format.WEBP, Format.AVIF, Format.PNG, Format.JPEG])
@pytest.mark.parametrize(("bits", "alpha"), [(8, False), (8, True), (16, False)])
@pytest.mark.parametrize("percent", [100, 50])
def test_grey_keeps_its_shades(target: Format, bits: int, alpha: bool, percent: float, tmp_path: Path) -> None:
    data, part = jxl(tmp_path, bits, alpha=alpha), tmp_path / "part"
    part.write_bytes(b"")
    planned = plan(BytesIO(data), Recipe(format=target, size=Percent(percent)))
    make(planned, BytesIO(data), part, lambda _stage, _share: None)
    shown = Image.open(part)
    scale = 257 if shown.mode.startswith("I;16") else 1
    row = (np.asarray(shown if scale > 1 else shown.convert("L")) / scale)[SIDE * int(percent) // 200]
    assert np.abs(row - np.linspace(0, 255, len(row))).max() < 12


def test_what_its_decoder_mixes_up_is_refused_when_it_is_planned(tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        plan(BytesIO(jxl(tmp_path, 16, alpha=True)), Recipe(format=Format.PNG))
    assert caught.value.code is ErrorCode.UNSUPPORTED_VARIANT
