"""Eight orientations in every format that can say one, into every target: shown upright, and turned by one thing alone.

Where the source's own pixels go along that is the tag they came with, elsewhere it is the pixels.
"""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps

from tests.fidelity import judges
from tests.fidelity.judges import needs_judges
from tests.support import heif_boxes, metadata_samples, pictures
from workers.formats import SPECS, Format
from workers.image import pipeline
from workers.image.resolve.target import can_write
from workers.recipe import Metadata, Recipe

pytestmark = [needs_judges, pytest.mark.xdist_group("judges")]

SIZE = (48, 32)
TARGETS = tuple(kind for kind, spec in SPECS.items() if spec.writes and can_write(kind))
SOURCES = (Format.JPEG, Format.PNG, Format.WEBP, Format.TIFF, Format.AVIF, Format.HEIC)
Looked = tuple[judges.Seen, judges.Corners]
CORNERS = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255))
"""Of `pictures.upright_mark`, clockwise from the top left."""
# What makes stored pixels of upright ones (EXIF 2.32, tag 274).
_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
# ISO/IEC 23008-12: how many quarters anticlockwise, then over which axis (None: not) a reader turns.
_BOXES = {1: (0, None), 2: (0, 1), 3: (2, None), 4: (0, 0), 5: (1, 0), 6: (3, None), 7: (1, 1), 8: (1, None)}


@dataclass(frozen=True, kw_only=True)
class Made:
    """One source of one orientation, made into one target."""

    source: Format
    orientation: int
    target: Format
    path: Path
    out: Path


def _source(folder: Path, kind: Format, orientation: int) -> Path | None:
    image = pictures.upright_mark(SIZE)
    if orientation != 1:
        image = image.transpose(_STORED[orientation])
    exif = metadata_samples.exif(orientation=orientation, gps=False, small=False)
    path = folder / f"{kind}-{orientation}{SPECS[kind].extensions[0]}"
    match kind:
        case Format.JPEG:
            image.save(path, quality=95, subsampling="4:4:4", exif=b"Exif\0\0" + exif)
        case Format.PNG | Format.WEBP:
            image.save(path, exif=exif, **(dict[str, Any](quality=95) if kind is Format.WEBP else {}))
        case Format.TIFF:
            image.save(path, tiffinfo={274: orientation})
        case Format.AVIF:
            turns, axis = _BOXES[orientation]
            options = [*(("--irot", str(turns)) if turns else ()), *(("--imir", str(axis)) if axis is not None else ())]
            plain = path.with_suffix(".plain.png")
            image.save(plain)
            command = [
                "avifenc",
                "-s",
                "10",
                "-j",
                "1",
                "-y",
                "444",
                "--min",
                "1",
                "--max",
                "5",
                *options,
                str(plain),
                str(path),
            ]
            if shutil.which("avifenc") is None or subprocess.run(command, capture_output=True, check=False).returncode:
                return None
        case Format.HEIC:
            plain = path.with_suffix(".plain.png")
            image.save(plain)
            command = ["heif-enc", "-q", "95", "-p", "chroma=444", str(plain), "-o", str(path)]
            if shutil.which("heif-enc") is None or subprocess.run(command, capture_output=True, check=False).returncode:
                return None
            path.write_bytes(heif_boxes.turned(path.read_bytes(), *_BOXES[orientation]))
    return path


def _targets_of(kind: Format) -> tuple[Format, ...]:
    """Every target is made of a JPEG; of another source itself, whose tag may stay, and two whose pixels are turned.

    What turns a source is settled when it is read, before anything is known of the target.
    """
    return TARGETS if kind is Format.JPEG else tuple(one for one in TARGETS if one in {kind, Format.JPEG, Format.PNG})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Made, Looked]:
    """Everything made, with its tags and the colours of its corners."""
    folder = tmp_path_factory.mktemp("orientation")
    everything = []
    for kind in SOURCES:
        for orientation in range(1, 9):
            path = _source(folder, kind, orientation)
            for target in _targets_of(kind) if path else ():
                out = folder / f"{kind}-{orientation}-to-{target}{SPECS[target].extensions[0]}"
                out.touch()
                assert path is not None
                with path.open("rb") as source:
                    plan = pipeline.plan(source, Recipe(format=target, metadata=Metadata.ALL))
                    pipeline.make(plan, source, out, lambda stage, share: None)
                everything.append(Made(source=kind, orientation=orientation, target=target, path=path, out=out))
    seen, corners = judges.see(outputs := [one.out for one in everything]), judges.quadrants(outputs)
    return {one: (seen[one.out], corners[one.out]) for one in everything}


def _as_shown(corners: judges.Corners, one: Made) -> judges.Corners:
    """The corners of pixels that a tag turns; the boxes of an AVIF or HEIC are part of decoding."""
    if one.target in {Format.AVIF, Format.HEIC}:
        return corners
    first, second, third, fourth = corners
    small = Image.new("RGB", (2, 2))
    for place, color in (((0, 0), first), ((1, 0), second), ((1, 1), third), ((0, 1), fourth)):
        small.putpixel(place, color)
    exif = Image.Exif()
    exif[274] = one.orientation
    small.info["exif"] = exif.tobytes()
    shown = ImageOps.exif_transpose(small).tobytes()
    first, second, third, fourth = ((shown[at], shown[at + 1], shown[at + 2]) for at in (0, 3, 9, 6))
    return first, second, third, fourth


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("kind", "target"), [(kind, target) for kind in SOURCES for target in _targets_of(kind)])
def test_is_upright_and_tagged_once(kind: Format, target: Format, made: Mapping[Made, Looked]) -> None:
    here = {one: seen for one, seen in made.items() if one.source is kind and one.target is target}
    if not here:
        pytest.skip(f"nothing here makes a turned {kind}")
    for one, (seen, corners) in here.items():
        tags = [value for key, value in seen.tags.items() if key.endswith((":Orientation", ":Rotation", ":Mirroring"))]
        if one.source is one.target and any(int(tag) not in {0, 1} for tag in tags):
            corners = _as_shown(corners, one)  # noqa: PLW2901 - the very same ones
        else:
            assert all(int(tag) in {0, 1} for tag in tags), (one, tags)
        for found, expected in zip(corners, CORNERS, strict=True):
            assert max(abs(a - b) for a, b in zip(found, expected, strict=True)) < 60, (one, found, expected)
