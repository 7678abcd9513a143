"""A WebP whose flags and pixels say different things of transparency is what libwebp's decoder shows."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageSequence

from tests.support import pictures
from workers.formats import Format
from workers.image import pipeline
from workers.image.formats.webp import container as riff
from workers.image.probe import probe
from workers.plan import Loss
from workers.recipe import Goal, Lossless, Quality, Recipe

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


def shown_by_others(path: Path) -> list[Image.Image]:
    with Image.open(path) as opened:
        return [frame.convert("RGBA") for frame in ImageSequence.Iterator(opened)]


@pytest.mark.parametrize("goal", [Lossless(), Quality(80)])
@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_a_film_on_a_background_is_opaque(kind: str, goal: Goal, tmp_path: Path) -> None:
    source = BytesIO(pictures.animated(kind, clear=True))
    (part := tmp_path / "a.webp").write_bytes(b"")
    plan = pipeline.plan(source, Recipe(format=Format.WEBP, goal=goal, flatten=True, background="#00ff00"))
    pipeline.make(plan, source, part, lambda stage, share: None)
    assert {alpha_of(frame) for frame in shown_by_others(part)} == {(255, 255)}
    assert not probe(BytesIO(part.read_bytes())).alpha


def anmf(box: tuple[int, int, int, int], *, clear: bool = False, over: bool = True, cleared: bool = False) -> bytes:
    """A frame at (left, top, width, height): laid over what is there or in its place, and cleared afterwards."""
    picture = Image.new("RGBA", box[2:], (200, 30, 30, 0 if clear else 255))
    still = pictures.encoded(picture, "WEBP", lossless=True, exact=True)
    place = [number.to_bytes(3, "little") for number in (box[0] // 2, box[1] // 2, box[2] - 1, box[3] - 1, 100)]
    return riff.spell(b"ANMF", b"".join(place) + bytes(((not over) << 1 | cleared,)) + still[12:])


WHOLE, PART = (0, 0, 32, 24), (4, 4, 8, 8)
FILMS = {
    "all covered": (anmf(WHOLE), anmf(PART)),
    "holes that show what was there": (anmf(WHOLE), anmf(WHOLE, clear=True)),
    "cleared and covered again": (anmf(WHOLE), anmf(PART, cleared=True), anmf(WHOLE)),
    "a part of it empty": (anmf(PART), anmf(WHOLE)),
    "a part of it cleared": (anmf(WHOLE), anmf(PART, cleared=True), anmf((0, 0, 4, 4))),
    "holes in place of what was there": (anmf(WHOLE), anmf(WHOLE, clear=True, over=False)),
}


@pytest.mark.parametrize("flag", [True, False])
@pytest.mark.parametrize("name", FILMS)
def test_what_shows_through_a_film_is_known_from_its_frames(name: str, flag: bool, tmp_path: Path) -> None:
    sizes = b"".join((side - 1).to_bytes(3, "little") for side in WHOLE[2:])
    head = riff.spell(b"VP8X", bytes((0x02 | _ALPHA * flag, 0, 0, 0)) + sizes) + riff.spell(b"ANIM", bytes(6))
    body = b"WEBP" + head + b"".join(FILMS[name])
    data = b"RIFF" + len(body).to_bytes(4, "little") + body
    marked = bytearray(data)
    marked[_FLAGS_AT] |= _ALPHA
    (tmp_path / "a.webp").write_bytes(marked)
    lowest = min(alpha_of(frame)[0] for frame in shown_by_others(tmp_path / "a.webp"))
    assert probe(BytesIO(data)).alpha == (lowest < 255)
    (part := tmp_path / "b.png").write_bytes(b"")
    plan = pipeline.plan(BytesIO(data), Recipe(format=Format.PNG))
    pipeline.make(plan, BytesIO(data), part, lambda stage, share: None)
    assert min(alpha_of(frame)[0] for frame in shown_by_others(part)) == lowest


@pytest.mark.parametrize("lossless", [True, False])
def test_a_copy_says_what_is_true(lossless: bool, tmp_path: Path) -> None:
    data = webp(clear=True, flag=False, lossless=lossless)
    (part := tmp_path / "a.webp").write_bytes(b"")
    plan = pipeline.plan(BytesIO(data), Recipe(format=Format.WEBP, goal=Lossless()))
    pipeline.make(plan, BytesIO(data), part, lambda stage, share: None)
    with Image.open(part) as shown:
        assert alpha_of(shown)[0] < 10
