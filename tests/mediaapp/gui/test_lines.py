"""What rows say, without a widget."""

from datetime import datetime

import pytest
from msgspec import structs

from mediaapp.gui.actions.action import Action
from mediaapp.gui.actions.queueing import RETRY, START, START_ANYWAY
from mediaapp.gui.actions.removing import CANCEL
from mediaapp.gui.actions.results import BRING_BACK, OPEN, OPEN_FOLDER, SHOW_IN_FOLDER
from mediaapp.gui.actions.target import of_batch
from mediaapp.gui.jobs.facts import fact_rows, subtitle
from mediaapp.gui.jobs.headings import batch_line, cause_line
from mediaapp.gui.jobs.lines import RowLine, Turn, job_line
from mediaapp.gui.snapshot import Grouping, View
from mediaapp.gui.theme import Role
from tests.support import histories
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.batch import BatchPurpose, Counts, Shortage
from workers.jobs.job import Job
from workers.jobs.queries import Cause
from workers.jobs.state import JobState
from workers.outcome import CallOutcome, SkipReason, Stage
from workers.recipe import Recipe, ReplaceOriginals

JUNE = histories.batch()


def line(job: Job, *, turn: Turn = Turn.LATER, grouping: Grouping = Grouping.BATCH) -> RowLine:
    return job_line(job, JUNE, view=View(grouping=grouping), turn=turn)


def pressed(said: RowLine) -> tuple[Action, str]:
    """What the row's button does, and what it says."""
    assert said.button is not None
    return said.button.action, said.button.label


def test_a_job_that_is_done() -> None:
    said = line(histories.done())
    assert said.about == "24.0 MP · JPEG · 9.8 MB"
    assert said.status == "2000 × 1333 · JPEG · 612 KB"
    assert said.detail == "94% smaller"
    assert [one.action for one in said.icons] == [OPEN, SHOW_IN_FOLDER]
    assert said.icon_role is Role.OK


def test_a_job_that_failed_says_why_and_what_to_do() -> None:
    said = line(histories.failed())
    assert said.status == "The picture ends early"
    assert said.detail == "Get a whole copy, then retry"
    assert pressed(said) == (RETRY, "Retry")
    assert said.cut is not None
    assert 0 < said.cut < 1


def test_without_headings_a_failed_job_says_all_of_it_itself() -> None:
    said = line(histories.failed(), grouping=Grouping.NONE)
    assert (said.status, said.icon, said.icon_role) == ("The picture ends early", "failed", Role.BAD)
    assert pressed(said) == (RETRY, "Retry")


def test_below_its_cause_a_failed_job_says_what_is_its_own() -> None:
    said = line(histories.failed(), grouping=Grouping.CAUSE)
    assert said.status == "Readable to line 1,430 of 4,512"
    assert said.detail == "June"
    assert said.offers() == ()


def test_a_running_job_shows_its_stage_and_how_far_it_is() -> None:
    said = line(histories.job(state=JobState.RUNNING, stage=Stage.COMPRESSING, progress=0.64))
    assert (said.status, said.percent) == ("Compressing", "64 %")
    assert said.bar == ((0.64, Role.ACCENT),)
    assert [one.action for one in said.icons] == [CANCEL]


def test_one_that_is_asked_to_stop_says_so_and_cannot_be_asked_again() -> None:
    job = histories.job(state=JobState.RUNNING, stage=Stage.COMPRESSING, progress=0.4, cancel=True)
    said = line(job)
    assert (said.status, said.percent, said.bar, said.offers()) == ("Stopping", "", None, ())
    assert subtitle(job, None) == "Stopping"
    assert dict(fact_rows(histories.history(job)))["Now"] == "Stopping"


def test_waiting_for_memory_is_amber_and_not_a_stage() -> None:
    said = line(histories.job(state=JobState.RUNNING, stage=Stage.WAITING_FOR_MEMORY))
    assert said.status_role is Role.WARN
    assert said.bar is None


def test_what_waits_says_why() -> None:
    assert line(histories.job()).detail == "In line"
    assert line(histories.job(), turn=Turn.PAUSED).detail == "Everything is paused"
    assert line(histories.job(), turn=Turn.NEXT).detail == "Next"
    delayed = histories.job(
        state=JobState.DELAYED, error_code=ErrorCode.OUTPUT_AWAY, failure=FailureFacts(drive="Archive")
    )
    assert line(delayed).status == "The drive “Archive” is not connected"


def test_a_job_with_nothing_to_do_says_so() -> None:
    assert line(histories.job(state=JobState.SKIPPED, skipped=SkipReason.ALREADY_MADE)).status


def test_what_is_not_known_yet_is_not_said() -> None:
    assert line(histories.job(name="a.CR2", size_in=0)).about == "CR2"


def test_a_batch_that_is_worked_on() -> None:
    counts = Counts(done=3, failed=1, running=2, queued=1)
    said = batch_line(histories.batch(counts=counts, failures=((ErrorCode.DAMAGED, 1),)), is_open=True, others=())
    assert said.status == "3 of 7 · 1 failed"
    assert said.bar == ((3 / 7, Role.ACCENT), (1 / 7, Role.BAD))
    assert pressed(said) == (RETRY, "Retry 1")
    assert said.aside == "7 files · now"
    assert said.about == "Web shop  →  June/Web shop"


def test_what_cannot_end_otherwise_is_not_to_be_retried() -> None:
    counts = Counts(done=3, failed=3)
    some = histories.batch(counts=counts, failures=((ErrorCode.NOT_A_PICTURE, 2), (ErrorCode.DAMAGED, 1)))
    assert pressed(batch_line(some, is_open=True, others=())) == (RETRY, "Retry 1")
    with_cancelled = structs.replace(some, counts=Counts(done=3, failed=3, cancelled=2, brought_back=1))
    assert pressed(batch_line(with_cancelled, is_open=True, others=())) == (RETRY, "Retry 1")
    none = histories.batch(counts=counts, failures=((ErrorCode.NOT_A_PICTURE, 3),))
    assert pressed(batch_line(none, is_open=True, others=()))[0] is OPEN_FOLDER
    assert RETRY.enabled(of_batch(some))
    assert not RETRY.enabled(of_batch(none))


@pytest.mark.parametrize(
    ("code", "button"),
    [
        (ErrorCode.NOT_A_PICTURE, "Choose a copy…"),
        (ErrorCode.UNSUPPORTED_FORMAT, "Choose a copy…"),
        (ErrorCode.GOAL_OUT_OF_REACH, "Retry with…"),
        (ErrorCode.ENDS_EARLY, "Retry"),
        (ErrorCode.BUG, "Retry"),
    ],
)
def test_a_row_offers_what_can_help(code: ErrorCode, button: str) -> None:
    assert pressed(line(histories.failed(error_code=code, failure=FailureFacts())))[1] == button


def test_a_group_offers_what_helps_all_of_it() -> None:
    def button(code: ErrorCode, jobs: int) -> str:
        cause = Cause(code=code, state=JobState.FAILED, jobs=jobs, failure=FailureFacts())
        return pressed(cause_line(cause, is_open=False))[1]

    assert button(ErrorCode.ENDS_EARLY, 3) == "Retry 3"
    assert button(ErrorCode.NOT_A_PICTURE, 3) == "Remove 3"
    assert button(ErrorCode.TOO_LARGE_FOR_FORMAT, 2) == "Retry 2 with…"


def test_a_heading_tells_in_how_many_places_results_are() -> None:
    def where(folder: str, places: int) -> str:
        batch = histories.batch(folder=folder, places=places)
        return batch_line(batch, is_open=True, others=()).about.partition("  →  ")[2]

    assert where("/home/ann/June Smaller", 1) == "ann/June Smaller"
    assert where("/home/ann", 3) == "3 places in home/ann"
    assert where("/", 2) == where("", 2) == "2 places"


def test_a_batch_that_waits_names_the_one_before_it() -> None:
    ahead = histories.batch(2, name="May", counts=Counts(running=1))
    said = batch_line(histories.batch(counts=Counts(queued=4), folders=2), is_open=False, others=(ahead,))
    assert said.aside == "4 files in 2 folders · after May"


def test_a_batch_that_is_done_opens_its_folder() -> None:
    counts = Counts(done=40, bytes_in=312_000_000, bytes_out=18_000_000)
    said = batch_line(histories.batch(counts=counts), is_open=False, others=())
    assert (said.status, said.detail) == ("40 ready", "94% smaller")
    assert pressed(said) == (OPEN_FOLDER, "Open folder")


def test_a_batch_that_would_replace_originals_waits_for_a_yes() -> None:
    recipe = Recipe(destination=ReplaceOriginals())
    said = batch_line(histories.batch(recipe=recipe, on_hold=True, counts=Counts(paused=40)), is_open=True, others=())
    assert said.status == "40 originals would be replaced"
    assert pressed(said) == (START, "Start")


def test_a_batch_that_does_not_fit_says_what_it_needs() -> None:
    short = Shortage(bytes_needed=9_000_000_000, bytes_free=4_000_000_000)
    batch = histories.batch(on_hold=True, shortage=short, counts=Counts(paused=40))
    said = batch_line(batch, is_open=True, others=())
    assert said.status == "Needs about 9 GB, 4 GB are free"
    assert pressed(said) == (START_ANYWAY, "Start anyway")


def test_a_batch_that_replaced_originals_offers_them_back() -> None:
    recipe = Recipe(destination=ReplaceOriginals())
    said = batch_line(histories.batch(recipe=recipe, counts=Counts(done=40, replaced=40)), is_open=True, others=())
    assert pressed(said) == (BRING_BACK, "Bring back 40")


def test_a_cause_heads_its_jobs() -> None:
    cause = Cause(code=ErrorCode.ENDS_EARLY, state=JobState.FAILED, jobs=2, failure=FailureFacts())
    said = cause_line(cause, is_open=True)
    assert (said.name, said.aside, pressed(said)[1]) == ("The picture ends early", "2 files", "Retry 2")


def test_a_row_is_spoken_whole() -> None:
    said = line(histories.done())
    for part in (said.name, said.about, said.status, said.detail):
        assert part in said.spoken()


def test_a_hook_has_words_and_an_icon_of_its_own() -> None:
    said = line(histories.call())
    assert (said.name, said.about, said.symbol) == ("Tell archive.org", "Hook", "globe")
    finished = line(histories.call(state=JobState.DONE, outcome=CallOutcome(seconds=2.0)))
    assert (finished.status, finished.detail, finished.icons) == ("Done in 2.0 s", "", ())
    broken = line(histories.call(state=JobState.FAILED, error_code=ErrorCode.BUG, failure=FailureFacts()))
    assert pressed(broken)[0] is RETRY


def test_a_heading_of_hooks_counts_notices_and_names_no_recipe() -> None:
    hooks = histories.batch(purpose=BatchPurpose.HOOKS, folder="", counts=Counts(done=2))
    said = batch_line(hooks, is_open=True, others=())
    assert said.aside.startswith("2 notices")
    assert said.about == ""
    assert said.status == "2 done"


@pytest.mark.parametrize("grouping", [Grouping.BATCH, Grouping.NONE])
def test_a_job_that_is_held_back_says_once_that_it_waits_and_until_when(grouping: Grouping) -> None:
    queued = histories.job(state=JobState.QUEUED)
    said = job_line(queued, JUNE, view=View(grouping=grouping), turn=Turn.LATER, held="Waits until 18:00")
    assert (said.status, said.detail) == ("Waits until 18:00", "" if grouping is Grouping.BATCH else "June")
    assert said.spoken().lower().count("wait") == 1


def test_a_batch_that_was_put_off_says_when_it_begins_while_what_had_begun_is_finished() -> None:
    tonight = datetime.now().replace(hour=23, minute=59, second=59).timestamp()
    put_off = histories.batch(counts=Counts(done=1, running=1, paused=3), on_hold=True, begins_at=tonight)
    said = batch_line(put_off, is_open=True, others=())
    assert (said.status, said.detail) == ("Begins 23:59", "1 of 5 · 1 running")
    still_finding = structs.replace(put_off, counts=Counts(), accepting=True)
    assert batch_line(still_finding, is_open=True, others=()).status == "Begins 23:59"
