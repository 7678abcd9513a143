"""Jobs that have a request and no source: in lanes of their own, by the rules of all jobs, in no sum of pictures."""

from tests.support.hook_calls import hook_request
from tests.support.store import DISK, ME, OTHER, OUTCOME, Table
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.batch import BatchPurpose
from workers.jobs.event import EventKind
from workers.jobs.ids import EventId, WorkerId
from workers.jobs.job import NewRequest
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.kinds import JobKind, Lane
from workers.outcome import CallOutcome, ReportOutcome
from workers.requests import OfAll, ReportFormat, ReportRequest
from workers.retry import Again, GiveUp

JUNE = ReportRequest(about=OfAll(), format=ReportFormat.CSV, name="June")
CALL = CallOutcome(seconds=0.5)
REPORT = ReportOutcome(bytes=70, digest="e" * 64, rows=3)


def test_a_request_is_kept_as_it_was_asked_for(table: Table) -> None:
    root = table.intake.root(DISK).id
    new = NewRequest(name="a\udcff/b", request=JUNE, out_root=root, out_dir="reports")
    batch, (job,) = table.requests.accept([new], name="Reports", submitter="test")
    found = table.job(job)
    assert (found.kind, found.request, found.folder) == (JobKind.REPORT, new.request, "/reports")
    assert "/" not in found.rel
    stored = table.reader.batch(batch)
    assert stored is not None
    assert (stored.purpose, stored.accepting, stored.counts.queued) == (BatchPurpose.REPORTS, False, 1)


def test_what_puts_nothing_anywhere_is_nowhere(table: Table) -> None:
    (job,) = table.ask("tell")
    assert (table.job(job).folder, table.job(job).source) == ("", "tell")


def test_more_of_them_join_a_batch(table: Table) -> None:
    (first,) = table.ask("one")
    batch = table.job(first).batch
    (second,) = table.requests.add(batch, [NewRequest(name="two", request=hook_request())])
    assert (table.job(second).batch, table.job(second).place) == (batch, 2)


def test_each_lane_is_claimed_by_itself(table: Table) -> None:
    (call,) = table.ask("tell")
    (file,) = table.add()
    assert table.claim(ME).job.id == file
    assert table.claims.claim(WorkerId("300@3.00")) is None
    claimed = table.claim(OTHER, Lane.CALLS)
    assert (claimed.job.id, claimed.job.request) == (call, hook_request())


def test_what_there_is_to_do_in_a_lane_is_what_runs_and_what_could_be_claimed(table: Table) -> None:
    table.add(3)
    assert table.supervision.to_do(Lane.CALLS, 9) == (0, 0)
    table.ask("tell")
    assert table.supervision.to_do(Lane.CALLS, 9) == (0, 1)
    table.editor.pause_all(paused=True)
    assert table.supervision.to_do(Lane.CALLS, 9) == (0, 0)
    table.editor.pause_all(paused=False)
    table.claim(ME, Lane.CALLS)
    assert table.supervision.to_do(Lane.CALLS, 9) == (1, 0)
    assert table.supervision.to_do(Lane.MEDIA, 2) == (0, 2)


def test_a_report_waits_in_the_lane_of_the_files_behind_those_that_go_before(table: Table) -> None:
    new = NewRequest(name="June", request=JUNE, prio=-1)
    _, (report,) = table.requests.accept([new], name="Reports", submitter="test")
    (file,) = table.add()
    assert [job.id for job in table.claim_in_order(2)] == [file, report]


def test_what_came_of_it_is_told(table: Table) -> None:
    (call,) = table.ask("tell")
    table.finishing.finish(table.claim(ME, Lane.CALLS).claim, CALL, "")
    done = table.job(call)
    assert (done.state, done.outcome, done.output, done.size_out) == (JobState.DONE, CALL, None, None)
    assert done.picture is None


def test_events_say_that_it_is_about_no_file(table: Table) -> None:
    table.add()
    (call,) = table.ask("tell")
    table.finishing.finish(table.claim(ME, Lane.CALLS).claim, CALL, "")
    told = [event for event in table.stream.after(EventId(0), frozenset(EventKind), 99).events if event.batch == 2]
    assert [event.kind for event in told] == [
        EventKind.ACCEPTED,
        EventKind.STARTED,
        EventKind.READY,
        EventKind.BATCH_ENDED,
    ]
    assert {event.purpose for event in told} == {BatchPurpose.HOOKS}
    ready = told[2]
    assert (ready.job, ready.job_kind, ready.name, ready.source, ready.output) == (
        call,
        JobKind.HOOK,
        "tell",
        None,
        None,
    )


def test_a_report_has_an_output(table: Table) -> None:
    root = table.intake.root(DISK).id
    new = NewRequest(name="June", request=JUNE, out_root=root, out_dir="reports")
    _, (job,) = table.requests.accept([new], name="Reports", submitter="test")
    claim = table.claim().claim
    table.finishing.fence(claim, "reports/June.csv", REPORT)
    table.finishing.finish(claim, REPORT, "")
    done = table.job(job)
    assert (done.outcome, done.output, done.size_out) == (REPORT, "/reports/June.csv", 70)


def test_a_failure_is_tried_again_like_any_other(table: Table) -> None:
    (call,) = table.ask("tell")
    table.finishing.fail(table.claim(ME, Lane.CALLS).claim, ErrorCode.BUG, FailureFacts(), Again(5.0))
    assert (table.state(call), table.job(call).tries) == (JobState.DELAYED, 1)
    assert table.supervision.wake_due(table.clock.now + 5.0) == 1
    table.finishing.fail(table.claim(ME, Lane.CALLS).claim, ErrorCode.BUG, FailureFacts(), GiveUp())
    assert table.state(call) is JobState.FAILED
    assert table.editor.retry([call]) == 1
    assert (table.state(call), table.job(call).tries) == (JobState.QUEUED, 0)


def test_only_its_own_lane_waits_along_for_a_drive(table: Table) -> None:
    root = table.intake.root(DISK).id
    copies = [NewRequest(name=name, request=hook_request(), out_root=root, out_dir="archive") for name in ("a", "b")]
    _, (_, second) = table.requests.accept(copies, name="Archive", submitter="test")
    (file,) = table.add()
    away = FailureFacts(drive="disk")
    table.finishing.fail(table.claim(ME, Lane.CALLS).claim, ErrorCode.OUTPUT_AWAY, away, Again(9.0))
    assert (table.state(second), table.state(file)) == (JobState.DELAYED, JobState.QUEUED)


def test_no_source_is_chosen_for_a_request(table: Table) -> None:
    (call,) = table.ask("tell")
    root = table.intake.root(DISK).id
    assert not table.editor.source(call, root=root, rel="a.jpg", rel_raw=None, size=1, mtime_ns=1)


def test_no_sum_of_pictures_counts_it(table: Table) -> None:
    table.add(2)
    table.ask("tell")
    table.finishing.finish(table.claim().claim, OUTCOME, "")
    table.finishing.finish(table.claim(ME, Lane.CALLS).claim, CALL, "")
    files, hooks = Selection(purpose=BatchPurpose.FILES), Selection(purpose=BatchPurpose.HOOKS)
    assert (table.reader.counts(files).done, table.reader.counts(files).queued) == (1, 1)
    assert (table.reader.counts(hooks).done, table.reader.counts(hooks).total) == (1, 1)
    assert table.reader.counts().total == 3
    assert [day.files for day in table.reader.day_sums()] == [1]
    assert table.reader.ended_by(table.reader.mark()).done == 1
    done = frozenset((JobState.DONE,))
    assert len(table.reader.ids(Selection(purpose=BatchPurpose.FILES, states=done))) == 1
