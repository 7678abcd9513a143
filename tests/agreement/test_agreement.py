"""A fixed part of all variants, each in one target at one scale: others than ours show the same; and the net holds."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from PIL import Image

from tests.agreement import moving_cells, readers
from tests.agreement.cells import TARGETS, can_make, compare
from tests.agreement.comparing import difference, held, limit, scaled
from tests.agreement.running import some
from tests.agreement.table import EXCEPTIONS_MARK, MARK, PAGE, exceptions
from tests.agreement.variants import all_variants
from tests.agreement.variants.moving import Moving
from tests.agreement.variants.variant import clearness, shades, shown
from tests.fidelity.judges import needs_judges
from tests.support.documents import part_of
from workers.formats import Format

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg, which reads APNG, is not installed")
_STILLS_STEP, _MOVING_STEP = 4, 12
_FAMILIES = tuple(dict.fromkeys(variant.family for variant in all_variants()))


@needs_judges
@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    "family", [pytest.param(one, marks=needs_ffmpeg if "animations" in one else ()) for one in _FAMILIES]
)
def test_others_see_the_same_in_what_was_planned(family: str) -> None:
    bad = []
    for number, variant in enumerate(all_variants()):
        step = _MOVING_STEP if isinstance(variant, Moving) else _STILLS_STEP
        if variant.family != family or number % step or not can_make(variant):
            continue
        with TemporaryDirectory() as folder:
            if isinstance(variant, Moving):
                at = number // step % len(moving_cells.CELLS)
                result = moving_cells.compare(variant, Path(folder), moving_cells.CELLS[at : at + 1])
            else:
                result = compare(variant, Path(folder), some(number // step, 1), judges_of_source=False)
        bad += result.bad
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("percent", [100, 50, 12.5])
def test_what_is_wrong_is_seen(target: Format, percent: float) -> None:
    colors = shades()
    wrong = {
        "mirrored": shown(colors[:, ::-1], clearness()),
        "upside down": shown(colors[::-1], clearness()),
        "red and blue changed": shown(colors[:, :, ::-1], clearness()),
        "black": shown(colors * 0, clearness()),
        "a strip missing": shown(np.concatenate([colors[:44], colors[44:] * 0]), clearness()),
        "white is 0": shown(1 - colors, clearness()),
        "12 bits for 16": shown(colors / 16, clearness()),
        "opaque": shown(colors),
    }
    width, height = round(96 * percent / 100), round(64 * percent / 100)
    right = held(scaled(shown(colors, clearness()), width, height), target)
    allowed = limit(target, width, 0.0, scaled=percent != 100, crisp=False)
    assert difference(right, right).within(allowed)
    for name, picture in wrong.items():
        apart = difference(held(scaled(picture, width, height), target), right)
        assert not apart.within(allowed), (name, str(apart))


def test_names_are_told_apart() -> None:
    names = [str(variant) for variant in all_variants()]
    assert len(set(names)) == len(names)


def test_the_page_has_a_row_for_each_family_and_tells_every_exception() -> None:
    page = PAGE.read_text("utf-8")
    told = part_of(page, MARK)
    assert told
    assert [line.split("|")[1].strip() for line in told.splitlines()[2:]] == list(_FAMILIES)
    assert part_of(page, EXCEPTIONS_MARK) == exceptions()


@needs_judges
def test_a_file_that_a_judge_cannot_read_takes_no_other_with_it(tmp_path: Path) -> None:
    broken, deep, plain = tmp_path / "broken.bmp", tmp_path / "deep.tif", tmp_path / "plain.png"
    broken.write_bytes(b"BM" + bytes(60))
    for path in (deep, plain):
        Image.new("RGB", (4, 4), "red").save(path)
    assert set(readers.magick([broken, deep, plain])) == {deep, plain}
