"""What was dropped is taken back, or made otherwise; what failed is tried again in each of the ways there are."""

from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from mediaapp.gui.actions.removing import CANCEL
from tests.support import pictures
from tests.support.album import album
from tests.support.person import REAL, Person
from tests.support.window import opened_window
from workers.errors import ErrorCode
from workers.formats import Format
from workers.jobs.state import JobState

pytestmark = [pytest.mark.gui, pytest.mark.processes, pytest.mark.timeout(120)]

SMALL = [(600, 400)]


def cut_in_half(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_drop_is_taken_back_and_then_its_results_too(qtbot: QtBot, tmp_path: Path) -> None:
    (quick,) = album(tmp_path / "June", 1, sizes=SMALL)
    slow = album(tmp_path / "July", 6, sizes=[pictures.MEGAPIXELS_24])
    before = {path: path.read_bytes() for path in (quick, *slow)}
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        person.drops(quick, *slow)
        person.waits(lambda: person.counts.done > 0)
        person.clicks_on("Undo")
        person.waits(lambda: "stay" in person.toasts())
        person.waits(lambda: not person.counts.running)
        made = [Path(job.output) for job in person.jobs(JobState.DONE) if job.output is not None]
        assert 0 < len(made) < len(before)
        assert person.counts.total == len(made)
        assert all(path.exists() for path in made)
        person.clicks_on("Also delete * result*")
        person.waits(lambda: person.counts.total == 0)
    assert not [path for path in made if path.exists()]
    assert not list(tmp_path.rglob("*.part"))
    assert {path: path.read_bytes() for path in before} == before


def test_a_drop_gets_another_recipe_before_it_is_begun(qtbot: QtBot, tmp_path: Path) -> None:
    sources = album(tmp_path / "June", 3, sizes=SMALL)
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        person.drops(tmp_path / "June")
        person.waits(lambda: "added" in person.toasts())
        person.clicks_on("Change recipe…")
        person.picks_recipe("Web")
        person.waits(lambda: bool(person.sees_buttons("Use for them too")))
        person.clicks_on("Use for them too")
        person.waits(
            lambda: {batch.recipe.name for batch in opened.bridge.snapshot.batches if batch.counts.total} == {"Web"}
        )
        opened.session.start_pool()
        person.waits_for_the_end(len(sources))
        made = [job.picture.format for job in person.jobs(JobState.DONE) if job.picture is not None]
    assert made == [Format.WEBP] * 3
    assert names_in(tmp_path / "June Web") == ["DSC_0000.webp", "DSC_0001.webp", "DSC_0002.webp"]


def test_a_failed_picture_is_tried_again_from_its_details(qtbot: QtBot, tmp_path: Path) -> None:
    (source,) = album(tmp_path / "June", 1, sizes=SMALL)
    whole = source.read_bytes()
    cut_in_half(source)
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        person.drops(source)
        person.waits(lambda: person.counts.failed == 1)
        person.waits(lambda: source.name in opened.rows())
        person.selects(source.name)
        details = opened.details
        person.waits(lambda: "Retry alone would end the same way" in person.reads(details))
        source.write_bytes(whole)
        person.clicks_on("Retry", inside=details)
        person.waits(lambda: person.counts.done == 1)


def test_a_failed_picture_is_tried_with_a_whole_copy(qtbot: QtBot, tmp_path: Path) -> None:
    good, bad = album(tmp_path / "June", 2, sizes=SMALL)
    copy = tmp_path / "Backup" / "other name.jpg"
    copy.parent.mkdir()
    bad.rename(copy)
    bad.write_bytes(copy.read_bytes()[:20_000])
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        person.drops(good, bad)
        person.waits(lambda: (person.counts.done, person.counts.failed) == (1, 1))
        person.waits(lambda: bad.name in opened.rows())
        person.selects(bad.name)
        person.clicks_on("Choose a copy…")
        person.answers(copy)
        person.waits(lambda: person.counts.done == 2)
        again = person.job(copy.name)
        person.waits(lambda: copy.name in opened.rows())
        person.selects(copy.name)
        person.waits(lambda: "Another copy was chosen: Backup/other name.jpg" in person.reads(opened.details))
        assert "The file had changed" not in person.reads(opened.details)
    assert again.output is not None
    with Image.open(again.output) as image:
        assert image.size == SMALL[0]


def test_what_was_cancelled_is_made_with_another_recipe_and_elsewhere(qtbot: QtBot, tmp_path: Path) -> None:
    album(tmp_path / "June", 2, sizes=SMALL)
    target = tmp_path / "Elsewhere"
    target.mkdir()
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        person.drops(tmp_path / "June")
        person.waits(lambda: "DSC_0001.jpg" in opened.rows())
        for name in ("DSC_0000.jpg", "DSC_0001.jpg"):
            person.selects(name)
            person.chooses("Cancel")
        person.waits(lambda: person.counts.cancelled == 2)
        person.selects("DSC_0000.jpg")
        person.chooses("Retry with", "E-mail")
        person.waits(lambda: person.counts.queued == 1)
        person.selects("DSC_0001.jpg")
        person.chooses("Save elsewhere…")
        person.answers(target)
        person.waits(lambda: person.counts.queued == 2)
        opened.session.start_pool()
        person.waits_for_the_end(2)
        assert person.counts.done == 2
    assert names_in(target) == ["DSC_0001.jpg"]
    assert names_in(tmp_path / "June E-mail") == ["DSC_0000.jpg"]


def test_one_and_a_whole_batch_are_cancelled_by_their_rows_and_retried(qtbot: QtBot, tmp_path: Path) -> None:
    album(tmp_path / "June", 4, sizes=[pictures.MEGAPIXELS_12])
    out = tmp_path / "June Smaller"
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        person.drops(tmp_path / "June")
        person.waits(lambda: person.sees("DSC_") and person.counts.running > 0)
        running = Path(person.jobs(JobState.RUNNING)[0].source).name
        person.waits(lambda: CANCEL in person.buttons_in_row(running))
        person.clicks_in_row(running, CANCEL)
        person.waits(lambda: person.job(running).state is JobState.CANCELLED)
        person.selects("June")
        person.chooses("Cancel")
        person.waits_for_the_end(4)
        assert not [name for name in names_in(out) if name.endswith(".part")]
        assert len(names_in(out)) == person.counts.done < 4
        person.selects("June")
        person.chooses("Retry")
        person.waits(lambda: person.counts.done == 4)
    assert len(names_in(out)) == 4


def test_paused_nothing_begins_and_more_can_be_dropped(qtbot: QtBot, tmp_path: Path) -> None:
    june, july = (album(tmp_path / name, 2, sizes=SMALL) for name in ("June", "July"))
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        person.drops(*june)
        person.waits_for_the_end(2)
        person.clicks_on("Pause")
        person.waits(lambda: opened.bridge.snapshot.paused)
        person.drops(*july)
        person.waits(lambda: person.counts.queued == 2)
        person.waits(lambda: person.sees("Everything is paused"))
        assert {job.attempt for job in person.jobs(JobState.QUEUED)} == {0}
        person.clicks_on("Resume", inside=opened.window.toolbar)
        person.waits_for_the_end(4)
        assert person.counts.done == 4


def test_dropped_while_it_runs_and_dropped_twice(qtbot: QtBot, tmp_path: Path) -> None:
    first = album(tmp_path / "June", 3, sizes=[(3264, 2448)])
    album(tmp_path / "July", 2, sizes=SMALL)
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        person.drops(tmp_path / "June")
        person.waits(lambda: person.counts.running > 0)
        person.drops(tmp_path / "July")
        person.waits_for_the_end(5)
        assert person.counts.done == 5
        person.drops(tmp_path / "June")
        person.waits_for_the_end(8)
        assert person.counts.skipped == len(first)
        person.waits(lambda: person.sees("Already made"))
    assert len(names_in(tmp_path / "June Smaller")) == 3


def test_results_that_have_no_place_go_elsewhere(qtbot: QtBot, tmp_path: Path) -> None:
    (source,) = album(tmp_path / "June", 1, sizes=SMALL)
    target = tmp_path / "Elsewhere"
    target.mkdir()
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        person.drops(source)
        person.waits(lambda: source.name in opened.rows())
        (tmp_path / "June" / "Smaller").write_text("in the way")
        opened.session.start_pool()
        person.waits(lambda: person.counts.failed == 1)
        assert person.job(source.name).error_code is ErrorCode.OUTPUT_NOT_A_FOLDER
        person.selects(source.name)
        details = opened.details
        person.clicks_on("Save elsewhere…", inside=details)
        person.answers(target)
        person.waits(lambda: person.counts.done == 1)
    assert names_in(target) == [source.name]
