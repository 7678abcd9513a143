"""Whatever a source has, an output has it or it was said before; every source to every target, by independent judges."""

from pathlib import Path

import pytest

from tests.fidelity.judges import needs_judges
from tests.fidelity.matrix import GOOD, TARGETS, Cell, Said, run
from tests.fidelity.sources import SOURCES
from tests.fidelity.table import MARK, table
from tests.support.documents import part_of

pytestmark = [needs_judges, pytest.mark.xdist_group("fidelity")]


def _named(found: list[Cell]) -> str:
    return "\n".join(
        f"{cell.source.name} to {cell.target}: {cell.said} {cell.detail} (announced {sorted(cell.announced)}, "
        f"found {sorted(cell.found)})"
        for cell in found
    )


@pytest.mark.timeout(300)
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("row", dict.fromkeys(source.row for source in SOURCES))
def test_nothing_is_lost_in_silence(row: str, target: str, cells: list[Cell]) -> None:
    here = [cell for cell in cells if cell.source.row == row and cell.target == target]
    if not here or all(cell.said is Said.NOT_AVAILABLE for cell in here):
        pytest.skip(f"{target} cannot be written here, or nothing makes the source: see `extras` in pyproject.toml")
    bad = [cell for cell in here if cell.said not in GOOD]
    assert not bad, _named(bad)


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_nothing_is_lost_in_silence_by_any_source_and_the_page_shows_it(tmp_path: Path, page: str) -> None:
    found = run(tmp_path)
    bad = [cell for cell in found if cell.said not in GOOD]
    assert not bad, _named(bad)
    if any(cell.said is Said.NOT_AVAILABLE for cell in found):
        pytest.skip("the table is made with the extras heic, jxl and deep-color")
    assert part_of(page, MARK) == table(found)


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_nothing_is_lost_in_silence_when_scaled(tmp_path: Path) -> None:
    bad = [cell for cell in run(tmp_path, long_edge=30) if cell.said not in GOOD]
    assert not bad, _named(bad)


def test_the_page_has_a_row_for_each_property(page: str) -> None:
    shown = part_of(page, MARK)
    assert shown
    rows = [line.split("|")[1].strip() for line in shown.splitlines()[2:]]
    assert rows == list(dict.fromkeys(source.row for source in SOURCES))
    assert not [word for word in Said if word.isupper() and word in shown]
