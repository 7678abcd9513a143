"""Watched folders as the store keeps them: each content once, whatever happens in between."""

from msgspec import structs

from tests.support.store import DISK, ME, OUTCOME, Table
from workers.errors import ErrorCode
from workers.jobs.event import EventKind, FolderFacts
from workers.jobs.history import HistoryKind
from workers.jobs.ids import EventId, JobId, RootId, WatchId
from workers.jobs.job import NewJob
from workers.jobs.queries import Selection
from workers.jobs.watch import FileState, Watch, WatchRules, WatchTrouble, WholeFile
from workers.kinds import JobKind
from workers.outcome import SkipReason
from workers.recipe import Recipe

RULES = WatchRules(
    folder="/inbox\udcff", recipe=Recipe(name="small"), done_folder="/inbox/done", include=("*.jpg",), exclude=("x*",)
)
DAY_S = 24 * 3600
A, B = "aa" * 32, "bb" * 32


def watched(table: Table) -> Watch:
    table.watches.add(RULES, table.intake.root(DISK).id)
    return table.watches.all()[-1]


def whole(rel: str, digest: str, *, mtime_ns: int = 7) -> WholeFile:
    return WholeFile(FileState(rel, 100, mtime_ns), digest, RootId(1), f"inbox/{rel}")


def take(table: Table, watch: Watch, *files: WholeFile) -> list[str]:
    """What was taken, absolute."""
    batch = table.watched_files.take(watch, files, worker=ME, name="inbox", prio=0)
    return [] if batch is None else table.intake.dropped(batch)[0]


def accepted(table: Table, watch: Watch, rel: str, digest: str) -> JobId:
    """A job of this watch."""
    batch = table.watched_files.take(watch, [whole(rel, digest)], worker=ME, name="inbox", prio=0)
    assert batch is not None
    root = table.intake.root(DISK).id
    new = NewJob(
        root=root, rel=f"inbox/{rel}", out_root=root, out_dir="out", kind=JobKind.IMAGE, size_in=100, mtime_in=7
    )
    assert table.intake.add(batch, [new], folder="/out", folders=1)
    table.intake.complete(batch, [])
    return table.reader.ids(Selection(batch=batch))[0]


def finished(table: Table, watch: Watch, rel: str = "a.jpg") -> JobId:
    """A job of this watch that has its output."""
    accepted(table, watch, rel, A)
    claim = table.claim().claim
    table.finishing.fence(claim, f"out/{rel}", OUTCOME)
    table.finishing.finish(claim, OUTCOME, "")
    return claim.job


def test_what_becomes_of_its_files_is_told_as_its_own(table: Table) -> None:
    watch = watched(table)
    finished(table, watch)
    told = table.stream.after(EventId(0), frozenset(EventKind), 100).events
    assert [(event.kind, event.watch) for event in told] == [
        (kind, watch.id)
        for kind in (
            EventKind.ACCEPTED, EventKind.ALL_FOUND, EventKind.STARTED, EventKind.READY, EventKind.BATCH_ENDED,
        )
    ]  # fmt: skip


def test_a_watch_is_kept_as_it_was_asked_for(table: Table) -> None:
    watch = watched(table)
    assert watch.rules == RULES
    assert (watch.root.path, watch.paused, watch.trouble, watch.taken) == ("/", False, None, 0)
    assert watch.created == table.clock.now


def test_a_folder_that_goes_away_is_told_once_and_when_it_is_back(table: Table) -> None:
    watch = watched(table)
    for trouble in (None, WatchTrouble.AWAY, WatchTrouble.AWAY, None, None):
        table.watches.note_trouble(watch.id, trouble)
    told = table.stream.after(EventId(0), frozenset(EventKind), 10).events
    assert [(event.kind, event.watch, event.facts) for event in told] == [
        (EventKind.FOLDER_AWAY, watch.id, FolderFacts(path="/inbox\ufffd", trouble=WatchTrouble.AWAY)),
        (EventKind.FOLDER_BACK, watch.id, FolderFacts(path="/inbox\ufffd", trouble=None)),
    ]


def test_other_rules_keep_what_was_taken(table: Table) -> None:
    watch = watched(table)
    take(table, watch, whole("a.jpg", A))
    others = structs.replace(RULES, folder="/other", subfolders=False)
    assert table.watches.change(watch.id, others, watch.root.id)
    assert table.watches.all()[0].rules == others
    assert table.watches.all()[0].taken == 1
    assert take(table, watch, whole("b.jpg", A)) == []
    assert not table.watches.change(WatchId(99), others, watch.root.id)


def test_pausing_and_trouble_are_told(table: Table) -> None:
    watch = watched(table)
    assert table.watches.pause(watch.id, paused=True)
    table.watches.note_trouble(watch.id, WatchTrouble.AWAY)
    began = table.clock.now
    table.clock.now += 60
    table.watches.note_trouble(watch.id, WatchTrouble.AWAY)
    told = table.watches.all()[0]
    assert (told.paused, told.trouble, told.trouble_since) == (True, WatchTrouble.AWAY, began)
    table.watches.note_trouble(watch.id, None)
    assert (table.watches.all()[0].trouble, table.watches.all()[0].trouble_since) == (None, None)
    assert not table.watches.pause(WatchId(99), paused=True)


def test_each_content_is_taken_once_under_whatever_name(table: Table) -> None:
    watch = watched(table)
    assert take(table, watch, whole("a.jpg", A), whole("copy.jpg", A), whole("b.jpg", B)) == [
        "/inbox\udcff/a.jpg",
        "/inbox\udcff/b.jpg",
    ]
    assert take(table, watch, whole("moved/a.jpg", A)) == []
    assert table.watches.all()[0].taken == 2


def test_a_content_that_was_overwritten_is_not_taken_when_it_comes_back(table: Table) -> None:
    watch = watched(table)
    assert take(table, watch, whole("a.jpg", A)) != []
    assert take(table, watch, whole("a.jpg", B, mtime_ns=8)) != []
    assert take(table, watch, whole("a.jpg", A, mtime_ns=9)) == []


def test_what_was_overwritten_before_it_was_ready_makes_way(table: Table) -> None:
    watch = watched(table)
    waiting, other = accepted(table, watch, "a.jpg", A), accepted(table, watch, "b.jpg", "cc" * 32)
    assert take(table, watch, whole("a.jpg", B, mtime_ns=8)) != []
    assert [table.job(job).removed for job in (waiting, other)] == [True, False]
    table.fail(ErrorCode.DAMAGED)
    assert take(table, watch, whole("b.jpg", "dd" * 32, mtime_ns=8)) != []
    assert table.job(other).removed
    history = table.reader.history(other)
    assert history is not None
    assert [entry.what for entry in history.entries] == [HistoryKind.SOURCE_OVERWRITTEN]


def test_what_is_ready_or_only_saved_again_stays(table: Table) -> None:
    watch = watched(table)
    waiting = accepted(table, watch, "b.jpg", B)
    assert take(table, watch, whole("b.jpg", B, mtime_ns=8)) == []
    assert not table.job(waiting).removed
    table.editor.remove([waiting])
    done = finished(table, watch)
    assert take(table, watch, whole("a.jpg", "cc" * 32, mtime_ns=8)) != []
    assert not table.job(done).removed


def test_two_watches_take_the_same_content_each(table: Table) -> None:
    first, second = watched(table), watched(table)
    assert take(table, first, whole("a.jpg", A)) != []
    assert take(table, second, whole("a.jpg", A)) != []


def test_a_file_is_known_as_long_as_its_size_and_time_are_the_same(table: Table) -> None:
    watch = watched(table)
    take(table, watch, whole("a.jpg", A))
    table.watched_files.pass_over(watch.id, [FileState("own.jpg", 5, 5)])
    known = [FileState("a.jpg", 100, 7), FileState("own.jpg", 5, 5)]
    others = [FileState("a.jpg", 100, 8), FileState("own.jpg", 6, 5), FileState("new.jpg", 1, 1)]
    assert table.watched_files.unknown(watch.id, [*known, *others]) == others


def test_what_was_taken_waits_for_its_jobs_with_its_watch(table: Table) -> None:
    watch = watched(table)
    batch = table.watched_files.take(watch, [whole("a.jpg", A)], worker=ME, name="inbox", prio=0)
    assert batch is not None
    assert table.intake.base(batch) == RULES.folder
    assert table.watched_files.unfilled(watch.id) == [batch]
    assert table.reader.accepting() == [], "whoever finishes drops would accept its files a second time"
    table.intake.complete(batch, [])
    assert table.watched_files.unfilled(watch.id) == []


def test_the_jobs_of_a_watch_are_selected_and_counted(table: Table) -> None:
    watch = watched(table)
    table.add(2)
    job = accepted(table, watch, "a.jpg", A)
    assert table.reader.ids(Selection(watch=watch.id)) == [job]
    assert table.reader.counts(Selection(watch=watch.id)).queued == 1
    assert table.reader.ids(Selection(watch=WatchId(99))) == []


def test_nothing_is_taken_while_paused(table: Table) -> None:
    watch = watched(table)
    table.watches.pause(watch.id, paused=True)
    assert take(table, watch, whole("a.jpg", A)) == []
    table.watches.pause(watch.id, paused=False)
    assert take(table, watch, whole("a.jpg", A)) != []


def test_nothing_is_taken_while_all_is_off(table: Table) -> None:
    watch = watched(table)
    assert table.watches.is_on()
    table.watches.switch_all(on=False)
    assert not table.watches.is_on()
    assert take(table, watch, whole("a.jpg", A)) == []
    assert not table.watches.all()[0].paused
    table.watches.switch_all(on=True)
    assert take(table, watch, whole("a.jpg", A)) != []


def test_what_was_taken_today_is_counted_by_the_local_day(table: Table) -> None:
    watch = watched(table)
    take(table, watch, whole("a.jpg", A), whole("b.jpg", B))
    told = table.watches.all()[0]
    assert (told.taken, told.taken_today, told.seen) == (2, 2, table.clock.now)
    table.clock.now += DAY_S
    assert table.watches.all()[0].taken_today == 0
    take(table, watch, whole("c.jpg", "cc" * 32))
    assert (table.watches.all()[0].taken, table.watches.all()[0].taken_today) == (3, 1)


def test_since_when_it_is_paused_and_when_it_was_seen(table: Table) -> None:
    watch = watched(table)
    assert (watch.paused_at, watch.seen) == (None, None)
    table.watches.pause(watch.id, paused=True)
    began = table.clock.now
    table.clock.now += 60
    table.watches.pause(watch.id, paused=True)
    assert table.watches.all()[0].paused_at == began
    table.watches.pause(watch.id, paused=False)
    table.watches.note_seen(watch.id, 7.5)
    assert (table.watches.all()[0].paused_at, table.watches.all()[0].seen) == (None, 7.5)


def test_jobs_are_counted_for_each_watch(table: Table) -> None:
    _, second = watched(table), watched(table)
    table.add(2)
    for name, digest in (("a.jpg", A), ("b.jpg", B)):
        accepted(table, second, name, digest)
    for code in (ErrorCode.BUG, ErrorCode.BUG, ErrorCode.DAMAGED):
        table.fail(code)
    counts = table.watches.counts()
    assert list(counts) == [second.id]
    assert (counts[second.id].total, counts[second.id].failed) == (2, 1)
    assert table.watches.failures() == {second.id: {ErrorCode.DAMAGED: 1}}


def test_a_removed_watch_comes_back_with_what_it_knows(table: Table) -> None:
    watch = watched(table)
    take(table, watch, whole("a.jpg", A))
    table.watches.remove(watch.id)
    assert table.watches.all() == []
    assert table.watches.restore(watch.id)
    assert not table.watches.restore(watch.id)
    assert table.watches.all()[0].taken == 1
    assert take(table, watch, whole("copy.jpg", A)) == []


def test_a_watch_removed_for_a_week_is_forgotten(table: Table) -> None:
    watch = watched(table)
    batch = table.watched_files.take(watch, [whole("a.jpg", A)], worker=ME, name="inbox", prio=0)
    table.watches.remove(watch.id)
    table.clock.now += 6 * DAY_S
    assert table.watches.forget_removed() == 0
    table.clock.now += 2 * DAY_S
    assert table.watches.forget_removed() == 1
    assert not table.watches.restore(watch.id)
    assert table.reader.accepting() == [(batch, ME)]


def test_a_watch_that_is_removed_takes_nothing_and_forgets(table: Table) -> None:
    watch = watched(table)
    batch = table.watched_files.take(watch, [whole("a.jpg", A)], worker=ME, name="inbox", prio=0)
    assert batch is not None
    assert table.watches.remove(watch.id)
    assert not table.watches.remove(watch.id)
    assert take(table, watch, whole("b.jpg", B)) == []
    table.watched_files.pass_over(watch.id, [FileState("late.jpg", 1, 1)])
    assert table.reader.accepting() == [(batch, ME)], "its jobs are still made, by whoever finishes drops"
    again = watched(table)
    assert table.watched_files.unknown(again.id, [FileState("late.jpg", 1, 1)]) != []
    assert take(table, again, whole("a.jpg", A)) != []


def test_originals_are_to_be_moved_once_their_output_is_there(table: Table) -> None:
    watch = watched(table)
    assert table.watched_files.to_put_away(watch.id) == []
    job = finished(table, watch)
    [told] = table.watched_files.to_put_away(watch.id)
    assert (told.job, told.source, told.size, told.mtime_ns) == (job, "/inbox/a.jpg", 100, 7)
    assert [each.job for each in table.watched_files.to_put_away(watch.id)] == [job], "until somebody says that it was"
    table.watched_files.put_away(job, root=told_root(table), rel="inbox/done/a.jpg", raw=None)
    assert table.watched_files.to_put_away(watch.id) == []
    assert table.job(job).source == "/inbox/done/a.jpg"
    history = table.reader.history(job)
    assert history is not None
    assert [entry.what for entry in history.entries] == [HistoryKind.ORIGINAL_PUT_AWAY]


def test_an_original_that_another_job_still_needs_is_left(table: Table) -> None:
    watch = watched(table)
    finished(table, watch)
    [other] = table.add(folder="inbox")
    table.sql("update job set rel = 'inbox/a.jpg' where id = ?", other)
    assert table.watched_files.to_put_away(watch.id) == []
    table.editor.cancel([other])
    assert len(table.watched_files.to_put_away(watch.id)) == 1


def test_nothing_is_moved_of_what_failed_or_belongs_to_nobody(table: Table) -> None:
    watch = watched(table)
    job = finished(table, watch)
    table.add(2)
    table.finish()
    table.finishing.skip(table.claim().claim, SkipReason.NAME_TAKEN, None)
    assert [each.job for each in table.watched_files.to_put_away(watch.id)] == [job]
    table.watched_files.forget_put_away(job)
    assert table.watched_files.to_put_away(watch.id) == []


def test_idle_watches_change_nothing(table: Table) -> None:
    """Each change makes every window look at the table again."""
    watch = watched(table)
    mark = table.reader.mark()
    table.watched_files.to_put_away(watch.id)
    table.watched_files.unfilled(watch.id)
    table.watched_files.pass_over(watch.id, [])
    take(table, watch)
    assert table.reader.mark() == mark


def test_outputs_are_known_by_content_and_by_place(table: Table) -> None:
    watch = watched(table)
    assert not table.watched_files.is_made(OUTCOME.digest)
    finished(table, watch, "A.JPG")
    root = told_root(table)
    assert table.watched_files.is_made(OUTCOME.digest)
    assert table.watched_files.is_output(root, "out/a.jpg"), "on file systems that take cases for the same"
    assert not table.watched_files.is_output(root, "out/b.jpg")


def test_an_output_that_is_its_original_does_not_make_that_one_ours(table: Table) -> None:
    table.add()
    claim = table.claim().claim
    outcome = structs.replace(OUTCOME, kept_original=True)
    table.finishing.fence(claim, "June/Smaller/a.jpg", outcome)
    table.finishing.finish(claim, outcome, OUTCOME.digest)
    assert not table.watched_files.is_made(OUTCOME.digest)


def told_root(table: Table) -> RootId:
    return table.intake.root(DISK).id
