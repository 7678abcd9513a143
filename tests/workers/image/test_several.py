"""Files with more than one picture in them: what is beside the main one, what moves, and what is said of both."""

import subprocess
from io import BytesIO
from pathlib import Path
from shutil import which

import pytest
from PIL.TiffImagePlugin import AppendingTiffWriter, ImageFileDirectory_v2

from tests.support import heif_boxes, pictures
from workers.formats import Format
from workers.image import pipeline
from workers.outcome import Promise, Verdict
from workers.plan import Loss, Method, Plan
from workers.recipe import Frames, LongEdge, Lossless, Recipe


def _planned(data: bytes, **asked: object) -> Plan:
    return pipeline.plan(BytesIO(data), Recipe(**asked))  # type: ignore[arg-type]


def _verdicts(data: bytes, part: Path, **asked: object) -> dict[Promise, Verdict]:
    plan = _planned(data, **asked)
    part.mkdir() if plan.stills > 1 else part.touch()
    outcome = pipeline.make(plan, BytesIO(data), part, lambda stage, share: None)
    return {checked.promise: checked.verdict for checked in outcome.promises}


def _still(kind: Format, folder: Path) -> bytes:
    if kind is Format.AVIF:
        return pictures.encoded(pictures.with_alpha((64, 48)), "AVIF")
    if which("heif-enc") is None:
        pytest.skip("needs heif-enc")
    plain, made = folder / "plain.png", folder / "made.heic"
    pictures.with_alpha((64, 48)).save(plain)
    subprocess.run(["heif-enc", str(plain), "-o", str(made)], check=True, capture_output=True)
    return made.read_bytes()


@pytest.mark.parametrize("kind", [Format.AVIF, Format.HEIC])
def test_a_depth_map_is_named_where_it_stays_behind(kind: Format, tmp_path: Path) -> None:
    source = heif_boxes.with_depth(_still(kind, tmp_path))
    assert (facts := _planned(source, format=Format.JPEG).facts).auxiliary
    assert not facts.alpha
    assert Loss.AUXILIARY in _planned(source, format=Format.JPEG).losses
    assert Loss.AUXILIARY not in _planned(_still(kind, tmp_path), format=Format.JPEG).losses
    _verdicts(source, tmp_path / "part", format=Format.JPEG)


def test_a_depth_map_goes_along_with_the_bytes(tmp_path: Path) -> None:
    source = heif_boxes.with_depth(_still(Format.AVIF, tmp_path))
    plan = _planned(source, goal=Lossless())
    assert (plan.method, Loss.AUXILIARY in plan.losses) == (Method.COPY, False)


def _moving_avif(brand: bytes = b"avis") -> bytes:
    first, *rest = (canvas.convert("RGB") for canvas in pictures.animation())
    data = pictures.encoded(
        first, "AVIF", save_all=True, append_images=rest, duration=list(pictures.DURATIONS_MS), speed=10
    )
    return data[:8] + brand + data[12:]


def _moving(kind: Format, folder: Path) -> bytes:
    match kind:
        case Format.AVIF:
            return _moving_avif(b"avif")
        case Format.HEIC:
            return heif_boxes.with_moving_pictures(_still(Format.HEIC, folder), _moving_avif())
        case _:
            pytest.importorskip("pillow_jxl", reason="needs the extra jxl")
            if which("cjxl") is None:
                pytest.skip("needs cjxl")
            plain, made = folder / "plain.gif", folder / "made.jxl"
            plain.write_bytes(pictures.animated("GIF"))
            subprocess.run(["cjxl", plain, made], check=True, capture_output=True)
            return made.read_bytes()


@pytest.mark.parametrize("kind", [Format.AVIF, Format.HEIC, Format.JXL])
@pytest.mark.parametrize("target", [Format.JPEG, Format.WEBP, Format.TIFF])
def test_of_what_cannot_be_read_moving_the_still_picture_is_made_and_that_is_said(
    kind: Format, target: Format, tmp_path: Path
) -> None:
    source = _moving(kind, tmp_path)
    plan = _planned(source, format=target)
    assert plan.facts.still_only
    assert (plan.frames, plan.stills, Loss.ANIMATION in plan.losses) == (1, 1, True)
    assert _verdicts(source, tmp_path / "part", format=target)[Promise.FRAMES] is Verdict.LOST
    assert Loss.ANIMATION not in _planned(source, format=target, frames=Frames.FIRST).losses


@pytest.mark.parametrize("kind", [Format.AVIF, Format.JXL])
def test_its_own_bytes_still_move(kind: Format, tmp_path: Path) -> None:
    source = _moving(kind, tmp_path)
    assert _planned(source, goal=Lossless()).losses == ()
    assert _verdicts(source, tmp_path / "part", goal=Lossless())[Promise.FRAMES] is Verdict.KEPT
    assert (tmp_path / "part").read_bytes() == source


def test_an_avif_that_says_so_first_moves() -> None:
    plan = _planned(_moving_avif(), format=Format.WEBP)
    assert (plan.facts.still_only, plan.frames, plan.losses) == (False, 5, ())


_SUBFILE_TYPE, _LAYERS = 254, 0x935C


@pytest.mark.parametrize(
    ("kind", "pages", "beside"), [(0, 2, False), (1, 1, False), (2, 2, False), (4, 1, True), (5, 1, True)]
)
def test_a_tiff_has_its_previews_and_masks_beside_its_pages(kind: int, pages: int, beside: bool) -> None:
    sink = BytesIO()
    with AppendingTiffWriter(sink, new=True) as writer:
        pictures.photo((64, 48)).save(writer, "TIFF")
        writer.newFrame()
        pictures.photo((32, 24)).save(writer, "TIFF", tiffinfo={_SUBFILE_TYPE: kind})
        writer.newFrame()
    plan = _planned(sink.getvalue(), format=Format.PNG)
    assert (plan.facts.pages, plan.facts.auxiliary) == (pages, beside)
    assert (Loss.AUXILIARY in plan.losses) is beside


@pytest.mark.parametrize("target", [Format.JPEG, Format.TIFF])
def test_the_layers_of_a_tiff_stay_behind_and_are_named(target: Format, tmp_path: Path) -> None:
    layers = ImageFileDirectory_v2()
    layers[_LAYERS] = b"Adobe Photoshop Document Data Block\0" * 100
    layers.tagtype[_LAYERS] = 7
    source = pictures.encoded(pictures.photo((64, 48)), "TIFF", tiffinfo=layers)
    plan = _planned(source, format=target, size=LongEdge(32))
    assert Loss.AUXILIARY in plan.losses
    _verdicts(source, tmp_path / "part", format=target, size=LongEdge(32))
    assert b"Photoshop Document" not in (tmp_path / "part").read_bytes()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize(("duration", "rounded"), [(25, True), (40, False)])
def test_times_finer_than_a_gifs_are_named(kind: str, duration: int, rounded: bool, tmp_path: Path) -> None:
    first, *rest = pictures.animation()
    source = pictures.encoded(first, kind, save_all=True, append_images=rest, duration=duration, loop=0)
    assert (Loss.FRAME_TIMES in _planned(source, format=Format.GIF).losses) is rounded
    assert Loss.FRAME_TIMES not in _planned(source, format=Format.PNG).losses
    verdict = _verdicts(source, tmp_path / "part", format=Format.GIF)[Promise.FRAMES]
    assert verdict is (Verdict.LOST if rounded else Verdict.KEPT)
