"""What people ask of many jobs at once, in steps that never hold the write lock for long."""

import os
from collections.abc import Sequence

import msgspec

from workers.errors import FailureFacts
from workers.jobs.history import HistoryKind
from workers.jobs.ids import BatchId, JobId, RootId
from workers.jobs.job import Job, Relocation
from workers.jobs.state import WAITING, Transition
from workers.outcome import SkipReason
from workers.store import rows
from workers.store.many_rows import THESE, ManyRows, steps
from workers.store.transitions import can, goes, one_of

_AFRESH = (
    "tries = 0, deaths = 0, waits = 0, alone = 0, started = null, finished = null, ended = null,"
    " error_code = null, failure = null, cancel = 0, skipped = null, asked = :now"
)
_HAS_NO_OUTPUT = "state not in ('running', 'done', 'skipped')"
_REMOVED = "removed = :now, cancel = iif(state = 'running', 1, cancel)"
_FORGET_OUTPUT = "out_rel = null, size_out = null, digest = null, result = null"


class Editor(ManyRows):
    """Changes many jobs by number; each call returns how many it changed and passes over those it does not apply to."""

    def retry(self, jobs: Sequence[JobId]) -> int:
        """Failed and cancelled jobs are queued afresh; delayed ones are tried now."""
        return self._each(
            jobs, f"{goes(Transition.RETRY)}, {_AFRESH}, not_before = null", can(Transition.RETRY), HistoryKind.RETRIED
        )

    def cancel(self, jobs: Sequence[JobId]) -> int:
        """Jobs that have not begun are cancelled now, running ones are asked to stop."""
        waiting = self._each(
            jobs,
            f"{goes(Transition.CANCEL)}, not_before = iif(state = 'paused', not_before, null), finished = :now,"
            " ended = :change",
            can(Transition.CANCEL),
            HistoryKind.CANCELLED,
        )
        return waiting + self._each(jobs, "cancel = 1", f"{can(Transition.STOP)} and cancel = 0", HistoryKind.CANCELLED)

    def take_up(self, jobs: Sequence[JobId], *, paused: bool) -> int:
        """Cancelled jobs wait again, paused or queued; those that were asked to stop and still run may go on.

        What was put off begins at its hour, which it keeps.
        """
        going_on = self._each(jobs, "cancel = 0", f"{can(Transition.STOP)} and cancel", HistoryKind.RESUMED)
        transition = Transition.TAKE_UP_PAUSED if paused else Transition.TAKE_UP
        afresh = f"{_AFRESH}, not_before = {'not_before' if paused else 'null'}"
        return going_on + self._each(
            jobs, f"{goes(transition)}, {afresh}", f"{can(transition)} and skipped is null", HistoryKind.RESUMED
        )

    def remove(self, jobs: Sequence[JobId]) -> int:
        """Hide rows; what has not begun does not begin, what runs is asked to stop."""
        return self._each(jobs, _REMOVED, "removed = 0", HistoryKind.REMOVED)

    def remove_deleted(self, jobs: Sequence[JobId]) -> int:
        """Hide rows of jobs whose results are deleted, which are no longer counted among what was made on their days."""
        removed = 0
        for step in steps(jobs):
            with self._change() as change:
                self._run(
                    "update day_sum set files = files - n, bytes_in = bytes_in - size_in, bytes_out = bytes_out - size_out"
                    " from (select date(finished, 'unixepoch', 'localtime') made, count(*) n, sum(size_in) size_in,"
                    "  sum(ifnull(size_out, 0)) size_out from job"
                    f"  where {THESE} and state = 'done' and removed = 0 and request is null group by made)"
                    " where day = made",
                    {"ids": msgspec.json.encode(step).decode()},
                )
                removed += self._step(step, change, _REMOVED, "removed = 0", HistoryKind.REMOVED)
        return removed

    def restore(self, jobs: Sequence[JobId]) -> int:
        """Show removed rows again as they were."""
        return self._each(jobs, "removed = 0", "removed > 0", HistoryKind.RESTORED)

    def pause(self, jobs: Sequence[JobId]) -> int:
        """Queued jobs are passed over until they are resumed."""
        return self._each(jobs, goes(Transition.PAUSE), can(Transition.PAUSE), HistoryKind.PAUSED)

    def resume(self, jobs: Sequence[JobId]) -> int:
        """Paused jobs are queued again, also before their hour."""
        return self._each(
            jobs,
            f"{goes(Transition.RESUME)}, not_before = null, asked = :now",
            can(Transition.RESUME),
            HistoryKind.RESUMED,
        )

    def first(self, jobs: Sequence[JobId]) -> int:
        """These jobs before all others that wait."""
        top = self._value(f"select ifnull(max(prio), 0) + 1 from job where {one_of(WAITING)}")
        return self._each(jobs, "prio = :prio", one_of(WAITING), HistoryKind.MOVED_FIRST, prio=top)

    def last(self, jobs: Sequence[JobId]) -> int:
        """These jobs after all others that wait."""
        bottom = self._value(f"select ifnull(min(prio), 0) - 1 from job where {one_of(WAITING)}")
        return self._each(jobs, "prio = :prio", one_of(WAITING), HistoryKind.MOVED_LAST, prio=bottom)

    def move(self, places: Sequence[Relocation], to: BatchId | None = None) -> int:
        """Outputs of jobs that do not run and are not done go elsewhere, of another batch if one is given."""
        moved = 0
        for step in steps(places):
            with self._change() as change:
                self._choose(each.out_root for each in step)
                if to is not None:
                    self._leave([each.job for each in step], change)
                batch = "batch_id" if to is None else ":batch"
                moved += self._run_each(
                    f"update job set out_root = :root, out_dir = :dir, out_dir_raw = :raw, out_leads_to = :leads_to,"
                    f" batch_id = {batch},"
                    f" {_FORGET_OUTPUT}, plan = null, skipped = null, changed = :change"
                    f" where id = :job and {_HAS_NO_OUTPUT}",
                    (
                        {
                            "root": each.out_root,
                            "dir": each.out_dir,
                            "raw": each.out_dir_raw,
                            "leads_to": None if each.leads_to is None else os.fsencode(each.leads_to),
                            "batch": to,
                            "change": change,
                            "job": each.job,
                        }
                        for each in step
                    ),
                )
                if to is None:
                    for job in self._without_output([each.job for each in step]):
                        self._note_history([job.id], HistoryKind.MOVED_ELSEWHERE, FailureFacts(path=job.folder))
        return moved

    def _without_output(self, jobs: Sequence[JobId]) -> list[Job]:
        """Those of these jobs that neither run nor are done."""
        ids = msgspec.json.encode(jobs).decode()
        return [rows.job(row) for row in self._rows(f"{rows.JOB} where j.{THESE} and j.{_HAS_NO_OUTPUT}", {"ids": ids})]

    def _leave(self, jobs: Sequence[JobId], change: int) -> None:
        """Who counts the batches that these jobs go from has to look again."""
        self._run(
            f"update batch set changed = :change where id in (select batch_id from job where {THESE})",
            {"change": change, "ids": msgspec.json.encode(jobs).decode()},
        )

    def source(self, job: JobId, *, root: RootId, rel: str, rel_raw: bytes | None, size: int, mtime_ns: int) -> bool:
        """Another file is the job's source from now on, unless it runs or is done."""
        with self._change() as change:
            done = self._run(
                "update job set root = ?, rel = ?, rel_raw = ?, size_in = ?, mtime_in = ?, plan = null, out_rel = null,"
                " size_out = null, digest = null, result = null, changed = ?"
                f" where id = ? and request is null and {_HAS_NO_OUTPUT}",
                (root, rel, rel_raw, size, mtime_ns, change, job),
            )
            if done:
                (now,) = self._without_output([job])
                self._note_history([job], HistoryKind.COPY_CHOSEN, FailureFacts(path=now.source))
        return bool(done)

    def brought_back(self, jobs: Sequence[JobId]) -> int:
        """The originals that these outputs replaced stand in their places again, so these jobs are no longer done."""
        return self._each(
            jobs,
            f"{goes(Transition.BRING_BACK)}, {_FORGET_OUTPUT}, skipped = :why, original = null",
            f"{can(Transition.BRING_BACK)} and original is not null",
            HistoryKind.BROUGHT_BACK,
            why=SkipReason.BROUGHT_BACK,
        )

    def start(self, batch: BatchId) -> None:
        """The batch is no longer on hold: files found from now on are queued."""
        with self._change() as change:
            self._run(
                "update batch set on_hold = 0, begins_at = null, after_batch = null, changed = ? where id = ? and on_hold",
                (change, batch),
            )

    def stop_accepting(self, batch: BatchId) -> None:
        """No more files of this batch are looked for."""
        with self._change() as change:
            self._run("update batch set accepting = null, changed = ? where id = ?", (change, batch))

    def pause_all(self, *, paused: bool) -> None:
        """Claim nothing new, or go on."""
        with self._change():
            self._run("update pool set paused = ?", (paused,))

    def replaced(self, batch: BatchId) -> list[JobId]:
        """Jobs of this batch whose originals are kept aside."""
        return [
            JobId(job)
            for (job,) in self._rows("select id from job where batch_id = ? and original is not null", (batch,))
        ]
