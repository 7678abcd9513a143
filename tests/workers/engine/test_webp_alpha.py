"""A WebP whose flags and pixels say different things of transparency is what libwebp's decoder shows."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.support import pictures
from workers.engine import pipeline
from workers.engine.probe import probe
from workers.formats import Format
from workers.plan import Loss
from workers.recipe import Lossless, Recipe

needs_dwebp = pytest.mark.skipif(shutil.which("dwebp") is None, reason="dwebp is not installed")
_FLAGS_AT, _ALPHA = 20, 0x10
_EXIF = b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"


def webp(*, clear: bool, flag: bool, **asked: object) -> bytes:
    picture = pictures.photo((64, 48))
    if clear:
        picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    data = pictures.encoded(picture, "WEBP", exif=_EXIF, **asked)
    assert data[12:16] == b"VP8X"
    flags = data[_FLAGS_AT] | _ALPHA if flag else data[_FLAGS_AT] & ~_ALPHA
    return data[:_FLAGS_AT] + bytes((flags,)) + data[_FLAGS_AT + 1 :]


def film(*, flag: bool) -> bytes:
    other = pictures.photo((64, 48), 1).convert("RGBA")
    other.putalpha(128)
    return webp(clear=True, flag=flag, save_all=True, append_images=[other], duration=100)


def alpha_of(image: Image.Image) -> tuple[int, int]:
    return image.convert("RGBA").getchannel("A").getextrema()  # type: ignore[return-value]


@needs_dwebp
@pytest.mark.parametrize("clear", [True, False])
@pytest.mark.parametrize("flag", [True, False])
@pytest.mark.parametrize("lossless", [True, False])
def test_stills(clear: bool, flag: bool, lossless: bool, tmp_path: Path) -> None:
    data = webp(clear=clear, flag=flag, lossless=lossless)
    (tmp_path / "a.webp").write_bytes(data)
    subprocess.run(("dwebp", tmp_path / "a.webp", "-o", tmp_path / "b.png"), check=True, capture_output=True)
    (part := tmp_path / "c.png").write_bytes(b"")
    plan = pipeline.plan(BytesIO(data), Recipe(format=Format.PNG, goal=Lossless()))
    pipeline.make(plan, BytesIO(data), part, lambda stage, share: None)
    with Image.open(tmp_path / "b.png") as judged, Image.open(part) as shown:
        assert alpha_of(shown) == alpha_of(judged)
    assert plan.facts.alpha == clear
    assert (Loss.TRANSPARENCY in pipeline.plan(BytesIO(data), Recipe(format=Format.JPEG)).losses) == clear


@pytest.mark.parametrize("flag", [True, False])
def test_films(flag: bool, tmp_path: Path) -> None:
    data = film(flag=flag)
    assert probe(BytesIO(data)).alpha
    (part := tmp_path / "a.png").write_bytes(b"")
    plan = pipeline.plan(BytesIO(data), Recipe(format=Format.PNG))
    pipeline.make(plan, BytesIO(data), part, lambda stage, share: None)
    with Image.open(part) as shown:
        assert alpha_of(shown)[0] < 10


@pytest.mark.parametrize("lossless", [True, False])
def test_a_copy_says_what_is_true(lossless: bool, tmp_path: Path) -> None:
    data = webp(clear=True, flag=False, lossless=lossless)
    (part := tmp_path / "a.webp").write_bytes(b"")
    plan = pipeline.plan(BytesIO(data), Recipe(format=Format.WEBP, goal=Lossless()))
    pipeline.make(plan, BytesIO(data), part, lambda stage, share: None)
    with Image.open(part) as shown:
        assert alpha_of(shown)[0] < 10
