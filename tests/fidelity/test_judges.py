"""A judge that catches nothing is worthless: what a careless program makes of each source is seen as a loss."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.fidelity import judges, verdicts
from tests.fidelity.judges import Seen, needs_judges
from tests.fidelity.sources import SOURCES
from tests.fidelity.sources.source import Source
from workers.formats import Format
from workers.plan import Loss

pytestmark = [needs_judges, pytest.mark.xdist_group("judges")]

_NAMED: Mapping[str, Source] = {source.name: source for source in SOURCES}
# The source, the file that Pillow's plainest `save` makes of it, and what that loses.
SABOTAGE: Sequence[tuple[str, str, dict[str, Any], Loss]] = (
    ("exif-jpeg", "png", {"exif": b""}, Loss.EXIF),
    ("xmp-jpeg", "png", {}, Loss.XMP),
    ("extended-jpeg", "jpg", {}, Loss.XMP),
    ("iptc-jpeg", "png", {}, Loss.IPTC),
    ("comments-jpeg", "jpg", {"comment": b"first comment"}, Loss.COMMENT),
    ("text-png", "png", {}, Loss.TEXT),
    ("dpi-jpeg", "jpg", {}, Loss.DPI),
    ("p3-jpeg", "webp", {"icc_profile": b""}, Loss.PROFILE),
    ("pq-avif", "avif", {}, Loss.HDR),
    ("gain-map-jpeg", "jpg", {}, Loss.GAIN_MAP),
    ("cmyk-jpeg", "png", {}, Loss.PRESS_COLORS),
    ("alpha-png", "jpg", {}, Loss.TRANSPARENCY),
    ("alpha-png", "png", {"hard": True}, Loss.SOFT_EDGES),
    ("p3-jpeg", "gif", {}, Loss.COLORS),
    ("rgb16-png", "png", {}, Loss.DEPTH),
    ("ten-avif", "avif", {}, Loss.DEPTH),
    ("grey16-png", "webp", {}, Loss.DEPTH),
    ("exact-png", "jpg", {}, Loss.EXACT_PIXELS),
    ("moving-gif", "png", {"save_all": False}, Loss.ANIMATION),
    ("moving-gif", "webp", {"save_all": True, "duration": 100}, Loss.FRAME_TIMES),
    ("moving-gif", "webp", {"save_all": True, "loop": 1}, Loss.LOOP),
    ("pages-tiff", "tif", {}, Loss.PAGES),
    ("motion-jpeg", "png", {}, Loss.MOTION),
)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Mapping[int, tuple[Seen, Seen]]:
    """Each case's source and its sabotaged copy as the judges see them."""
    folder = tmp_path_factory.mktemp("sabotage")
    pairs = {}
    for number, (name, extension, arguments, _) in enumerate(SABOTAGE):
        source = folder / f"{number}-{name}{_extension(_NAMED[name].format)}"
        _NAMED[name].make(source)
        made = folder / f"{number}-made.{extension}"
        _carelessly(source, made, dict(arguments))
        pairs[number] = (source, made)
    found = judges.see(*[[path for pair in pairs.values() for path in pair]] * 2)
    return {number: (found[source], found[made]) for number, (source, made) in pairs.items()}


def _extension(kind: Format) -> str:
    return {Format.JPEG: ".jpg", Format.TIFF: ".tif"}.get(kind, f".{kind}")


def _carelessly(source: Path, made: Path, arguments: dict[str, Any]) -> None:
    with Image.open(source) as image:
        image.load()
        plain: Image.Image = image
        if not arguments.get("save_all"):
            mode = "RGB" if made.suffix in {".jpg", ".webp"} or image.mode == "CMYK" else image.mode
            plain = image.convert(mode)
        if arguments.pop("hard", False):
            plain.putalpha(plain.getchannel("A").point(lambda value: 255 * (value > 127)))
        if made.suffix == ".png" or "comment" in arguments:
            plain.info = {key: plain.info[key] for key in ("icc_profile",) if key in plain.info}
        plain.save(made, **arguments)


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "number", range(len(SABOTAGE)), ids=lambda number: f"{SABOTAGE[number][3]}-{SABOTAGE[number][0]}"
)
def test_a_careless_copy_is_caught(number: int, seen: Mapping[int, tuple[Seen, Seen]]) -> None:
    before, after = seen[number]
    loss = SABOTAGE[number][3]
    assert loss in verdicts.lost(before, after, exactly=loss is Loss.EXACT_PIXELS)


def test_every_loss_that_the_table_knows_is_sabotaged() -> None:
    rows = {loss for source in SOURCES for loss in source.about}
    assert rows <= {case[3] for case in SABOTAGE}


def test_colours_without_their_profile_are_seen_to_shift(seen: Mapping[int, tuple[Seen, Seen]]) -> None:
    number = next(at for at, case in enumerate(SABOTAGE) if case[3] is Loss.PROFILE)
    source = _NAMED["p3-jpeg"]
    moved = verdicts.moved(*seen[number])
    assert moved is not None
    assert source.tolerance is not None
    assert moved > source.tolerance
