"""Formats that are read and not written: every pixel arrives, what is told is told, and a cut file is refused."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.support import pictures
from tests.support.read_only_files import FILES, SIZE, clear, photo, saved
from workers.errors import ErrorCode, Failure
from workers.facts import ColorModel, Facts
from workers.formats import SPECS, Format
from workers.image import pipeline
from workers.image.probe import probe
from workers.plan import Loss, Plan, Reason, Topic
from workers.recipe import Lossless, Metadata, Recipe

WIDTH, HEIGHT = SIZE


def facts(data: bytes) -> Facts:
    return probe(BytesIO(data))


def made(data: bytes, folder: Path, recipe: Recipe | None = None) -> tuple[Plan, Image.Image]:
    part = folder / "part"
    part.touch()
    source = BytesIO(data)
    wanted = recipe or Recipe(format=Format.PNG, goal=Lossless(), metadata=Metadata.ALL)
    plan = pipeline.plan(source, wanted)
    pipeline.make(plan, source, part, lambda stage, share: None)
    return plan, Image.open(BytesIO(part.read_bytes()))


def pixels(image: Image.Image) -> NDArray[np.int64]:
    shown = image if image.mode in {"I", "I;16", "I;16B"} else image.convert("RGBA")
    return np.asarray(shown).astype(np.int64)


@pytest.mark.parametrize("name", FILES)
def test_its_header_is_told(name: str) -> None:
    kind, model, bits, alpha, make = FILES[name]
    data = make()
    found, opened = facts(data), Image.open(BytesIO(data))
    assert (found.format, found.model, found.bits, found.alpha) == (kind, model, bits, alpha)
    assert (found.width, found.height) == opened.size


@pytest.mark.parametrize("name", FILES)
def test_every_pixel_arrives(name: str, tmp_path: Path) -> None:
    data = FILES[name][-1]()
    plan, out = made(data, tmp_path)
    assert not plan.losses
    assert np.array_equal(pixels(out), pixels(Image.open(BytesIO(data))))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_a_file_that_is_cut_off_is_refused(name: str, share: float, tmp_path: Path) -> None:
    data = FILES[name][-1]()
    with pytest.raises(Failure) as failed:
        made(data[: int(len(data) * share)], tmp_path)
    assert failed.value.code in {ErrorCode.ENDS_EARLY, ErrorCode.DAMAGED}


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith(("icns", "qoi"))])
@pytest.mark.skipif(shutil.which("convert") is None, reason="ImageMagick is not installed")
def test_imagemagick_sees_the_same(name: str, tmp_path: Path) -> None:
    kind, data = FILES[name][0], FILES[name][-1]()
    theirs = tmp_path / "theirs.png"
    source = tmp_path / f"in{SPECS[kind].extensions[1 if name == 'codestream' else 0]}"
    source.write_bytes(data)
    subprocess.run(["convert", f"{source}[0]", "-auto-orient", f"PNG32:{theirs}"], check=True, capture_output=True)
    plan, out = made(data, tmp_path)
    shown = out.point(lambda shade: shade / 257).convert("L") if out.mode.startswith("I") else out
    apart = np.abs(pixels(shown.convert("RGBA")) - pixels(Image.open(theirs)))
    seen = pixels(shown.convert("RGBA"))[..., 3] > 0
    assert apart[seen].max() <= (1 if plan.facts.bits == 16 or name == "dds packed" else 0)


@pytest.mark.parametrize("name", FILES)
def test_it_becomes_what_opens_everywhere(name: str, tmp_path: Path) -> None:
    _, _, _, alpha, make = FILES[name]
    plan, out = made(make(), tmp_path, Recipe())
    assert (plan.format, out.format) == ((Format.PNG, "PNG") if alpha else (Format.JPEG, "JPEG"))


@pytest.mark.parametrize("target", [kind for kind, spec in SPECS.items() if not spec.writes])
def test_it_is_not_written(target: Format) -> None:
    with pytest.raises(Failure) as failed:
        pipeline.plan(BytesIO(saved(photo(), "PNG")), Recipe(format=target))
    assert failed.value.code is ErrorCode.FORMAT_NOT_AVAILABLE


def test_shades_in_floating_point_lose_their_depth_and_that_is_said(tmp_path: Path) -> None:
    shades = np.linspace(0, 1, WIDTH * HEIGHT, dtype=np.float32).reshape(HEIGHT, WIDTH)
    data = saved(Image.fromarray(shades), "PPM")
    assert (facts(data).model, facts(data).bits) == (ColorModel.FLOAT, 32)
    plan, out = made(data, tmp_path)
    assert plan.losses == (Loss.DEPTH,)
    assert np.abs(np.asarray(out) - shades * 255).max() <= 1


def test_more_than_8_bits_of_colour_are_announced_to_be_lost() -> None:
    deep = b"P6 2 1 1023\n" + bytes((3, 255, 0, 0, 1, 0, 0, 0, 2, 0, 1, 0))
    plan = pipeline.plan(BytesIO(deep), Recipe(format=Format.PNG, goal=Lossless()))
    assert (plan.facts.bits, Loss.DEPTH in plan.losses) == (16, True)
    reasons = {one.reason for one in plan.decisions if one.topic is Topic.DEPTH}
    assert reasons == {Reason.NOT_CARRIED_OVER}  # no extra would help


def test_numbers_in_digits_and_remarks_are_read(tmp_path: Path) -> None:
    plan, out = made(b"P3\n# taken by hand\n2 1\n# white\n255\n255 0 0  0 0 255\n", tmp_path)
    assert pixels(out)[0].tolist() == [[255, 0, 0, 255], [0, 0, 255, 255]]
    assert plan.facts.comment
    assert b"taken by hand" in Path(tmp_path / "part").read_bytes()


def test_a_second_picture_behind_the_first_is_announced_to_stay_behind() -> None:
    twice = saved(photo(), "PPM") * 2
    assert Loss.PICTURES in pipeline.plan(BytesIO(twice), Recipe(metadata=Metadata.ALL)).losses


def test_a_fourth_channel_without_meaning_is_not_transparent(tmp_path: Path) -> None:
    data = bytearray(saved(clear(), "TGA"))
    data[17] &= 0xF0
    plan, out = made(bytes(data), tmp_path)
    assert not plan.facts.alpha
    assert not out.has_transparency_data


def test_what_is_not_read_is_refused_before_anything_is_promised() -> None:
    odd = [
        b"PF\n2 1\n-1.0\n" + bytes(24),
        saved(photo(), "TGA")[:16] + b"\x0f" + saved(photo(), "TGA")[17:],
        saved(clear(), "DDS", pixel_format="DXT5").replace(b"DXT5", b"DXT2"),
    ]
    for data in odd:
        with pytest.raises(Failure) as failed:
            pipeline.plan(BytesIO(data), Recipe())
        assert failed.value.code is ErrorCode.UNSUPPORTED_VARIANT, data[:20]


def test_a_jpeg_2000_says_its_profile_its_camera_and_its_resolution() -> None:
    exif = b"II*\0\x08\0\0\0\0\0\0\0\0\0"
    profile = pictures.srgb_profile()
    plain = saved(photo(), "JPEG2000")
    header = plain.index(b"jp2h") - 4
    size = int.from_bytes(plain[header : header + 4], "big")
    colr = box(b"colr", b"\2\0\0" + profile)
    res = box(b"res ", box(b"resc", (11811).to_bytes(2, "big") + b"\0\1" + (11811).to_bytes(2, "big") + b"\0\1\0\0"))
    ihdr = plain[header + 8 : header + 8 + 22]
    data = b"".join((
        plain[:header],
        box(b"jp2h", ihdr + colr + res),
        box(b"uuid", b"JpgTiffExif->JP2" + exif),
        box(b"uuid", bytes(16) + b"of somebody"),
        plain[header + size :],
    ))  # fmt: skip
    plan = pipeline.plan(BytesIO(data), Recipe(format=Format.WEBP, metadata=Metadata.ALL))
    assert plan.facts.exif
    assert plan.facts.profile_space == "RGB"
    assert set(plan.losses) >= {Loss.OTHER}
    assert pipeline.plan(BytesIO(data), Recipe(format=Format.GIF, metadata=Metadata.ALL)).losses.count(Loss.DPI) == 1


def test_a_jpeg_2000_whose_boxes_say_another_picture_is_refused_when_it_is_planned() -> None:
    data = bytearray(saved(photo(), "JPEG2000"))
    data[data.index(b"ihdr") + 7] += 1
    with pytest.raises(Failure) as failed:
        pipeline.plan(BytesIO(bytes(data)), Recipe())
    assert failed.value.code is ErrorCode.DAMAGED


def box(name: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + name + body
