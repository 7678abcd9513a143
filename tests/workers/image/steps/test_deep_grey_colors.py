"""Deep grey in the light of its own curve comes out in every target, and looks as it looked."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.support.pngs import GREY, GREY_ALPHA, chunk, png
from tests.support.profiles import grey_profile
from workers.formats import SPECS, Format
from workers.image.pipeline import make, plan
from workers.outcome import Outcome
from workers.plan import Loss
from workers.recipe import AsItIs, ColorSpace, LongEdge, Quality, Recipe, Size

SIDE = 64
TARGETS = [target for target, spec in SPECS.items() if spec.reads and spec.writes and not spec.write_extra]


def ramp() -> NDArray[np.int64]:
    down, across = np.mgrid[0:SIDE, 0:SIDE]
    return np.asarray((across + down) * 65_535 // (2 * SIDE - 2), np.int64)[..., None]


def in_srgb(light: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def made(data: bytes, folder: Path, **asked: object) -> tuple[Outcome, Image.Image]:
    part = folder / "part"
    part.write_bytes(b"")
    recipe = Recipe(**{"goal": Quality(95), "keep_larger": True, **asked})  # type: ignore[arg-type]
    outcome = make(plan(BytesIO(data), recipe), BytesIO(data), part, lambda _stage, _share: None)
    return outcome, Image.open(BytesIO(part.read_bytes()))


def shades(image: Image.Image) -> NDArray[np.float64]:
    if image.mode.startswith("I;16"):
        return np.asarray(image) / 65_535
    return np.asarray(image.convert("RGB"))[..., 1] / 255


def gamma_chunk(gamma: float) -> bytes:
    """W3C PNG, 11.3.2.2: the exponent that codes light, times 100,000."""
    return chunk(b"gAMA", struct.pack(">I", round(100_000 / gamma)))


def profile_chunk(gamma: float) -> bytes:
    return chunk(b"iCCP", b"grey\0\0" + zlib.compress(grey_profile(gamma)))


@pytest.mark.parametrize("tell", [gamma_chunk, profile_chunk])
@pytest.mark.parametrize("gamma", [1.0, 1.8, 3.0])
@pytest.mark.parametrize("size", [AsItIs(), LongEdge(SIDE // 2)], ids=["same", "half"])
@pytest.mark.parametrize("target", [Format.WEBP, Format.GIF, Format.BMP, Format.AVIF])
@pytest.mark.parametrize("extra", [True, False], ids=["deep-color", "plain"])
def test_a_target_without_grey_profiles_gets_srgb(
    tell: object, gamma: float, size: Size, target: Format, extra: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not extra:
        monkeypatch.setattr("workers.image.resolve.colors.is_there", lambda: False)
    _, image = made(png(ramp(), 16, GREY, tell(gamma)), tmp_path, format=target, size=size)  # type: ignore[operator]
    expected = in_srgb((ramp()[..., 0] / 65_535) ** gamma)
    if size != AsItIs():
        expected = in_srgb((ramp()[..., 0].reshape(32, 2, 32, 2).mean((1, 3)) / 65_535) ** gamma)
    limit = 0.03 if target is Format.AVIF else 0.012
    assert np.abs(shades(image) - expected).mean() < limit


@pytest.mark.parametrize("tell", [gamma_chunk, profile_chunk])
@pytest.mark.parametrize("target", [Format.JPEG, Format.BMP, Format.WEBP, Format.TIFF])
@pytest.mark.parametrize("extra", [True, False], ids=["deep-color", "plain"])
def test_grey_with_alpha_keeps_its_look(
    tell: object, target: Format, extra: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not extra:
        monkeypatch.setattr("workers.image.resolve.colors.is_there", lambda: False)
    pixels = np.concatenate([ramp(), np.full_like(ramp(), 65_535)], -1)
    data = png(pixels, 16, GREY_ALPHA, tell(1.0))  # type: ignore[operator]
    _, image = made(data, tmp_path, format=target, color=ColorSpace.SRGB)
    assert np.abs(shades(image) - in_srgb(ramp()[..., 0] / 65_535)).mean() < 0.012


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("color", list(ColorSpace))
@pytest.mark.parametrize("kind", [GREY, GREY_ALPHA])
def test_every_target_is_done(target: Format, color: ColorSpace, kind: int, tmp_path: Path) -> None:
    pixels = ramp() if kind == GREY else np.concatenate([ramp(), ramp()[::-1]], -1)
    outcome, _ = made(png(pixels, 16, kind, gamma_chunk(1.5)), tmp_path, format=target, color=color)
    assert outcome.promises


def test_what_is_asked_in_srgb_stays_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.image.resolve.colors.is_there", lambda: False)
    data = png(ramp(), 16, GREY, gamma_chunk(1.0))
    _, image = made(data, tmp_path, format=Format.TIFF, color=ColorSpace.SRGB)
    assert image.mode.startswith("I;16")
    assert np.abs(shades(image) - in_srgb(ramp()[..., 0] / 65_535)).max() < 0.005
    assert "icc_profile" not in image.info


@pytest.mark.parametrize("target", [Format.WEBP, Format.PNG, Format.TIFF])
def test_a_grey_profile_of_numbers_in_floating_point(target: Format, tmp_path: Path) -> None:
    sink = BytesIO()
    Image.fromarray((ramp()[..., 0] / 65_535).astype(np.float32)).save(sink, "TIFF", icc_profile=grey_profile(1.0))
    data = sink.getvalue()
    made(data, tmp_path, format=target)
    lost = Loss.PROFILE in plan(BytesIO(data), Recipe(format=target)).losses
    assert lost == (target is not Format.TIFF)
