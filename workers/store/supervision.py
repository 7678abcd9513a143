"""What the supervisor writes for all workers: how far they are, and what waits for the clock or for a drive."""

from collections.abc import Collection, Mapping, Sequence

from workers.errors import ErrorCode, FailureFacts, NoWorker
from workers.jobs.claim import Claim, JobProgress, Running
from workers.jobs.event import EventKind
from workers.jobs.ids import JobId, ProcessId, RootId, WorkerId
from workers.jobs.job import Root
from workers.jobs.queries import VolumeTrouble, Waiting
from workers.jobs.state import Transition
from workers.kinds import Lane
from workers.store import rows
from workers.store.connected import STEP, Writing
from workers.store.transitions import can, goes

_END_OF: Mapping[EventKind, EventKind] = {
    EventKind.DRIVE_AWAY: EventKind.DRIVE_BACK,
    EventKind.DISK_FULL: EventKind.DISK_HAS_ROOM,
}


class Supervision(Writing):
    """Written by the one supervisor there is."""

    def progress(self, updates: Sequence[JobProgress]) -> None:
        """Tell how far running jobs are; those whose claim is lost are left out."""
        with self._change() as change:
            self._run_each(
                "update job set stage = ?, progress = ?, changed = ?"
                " where id = ? and state = 'running' and worker = ? and attempt = ?",
                (
                    (each.stage, each.progress, change, each.claim.job, each.claim.worker, each.claim.attempt)
                    for each in updates
                ),
            )

    def running(self) -> list[Running]:
        """The jobs in state running, whoever runs them."""
        return [
            Running(
                claim=Claim(job=JobId(job), worker=WorkerId(worker), attempt=attempt),
                part=rows.path(part),
                program=None if program is None else ProcessId(program),
                started=started,
            )
            for job, worker, attempt, part, program, started in self._rows(
                "select id, worker, attempt, part, program, started from job where state = 'running' order by id"
            )
        ]

    def cancelled_claims(self) -> list[Claim]:
        """The claims of running jobs that somebody wants to end."""
        return [
            Claim(job=JobId(job), worker=WorkerId(worker), attempt=attempt)
            for job, worker, attempt in self._rows(
                "select id, worker, attempt from job indexed by job_running where state = 'running' and cancel"
            )
        ]

    def to_do(self, lane: Lane, most: int) -> tuple[int, int]:
        """How many jobs of this lane run, and how many could be claimed now, these counted up to `most`."""
        (counts,) = self._rows(
            "select (select count(*) from job indexed by job_running where state = 'running' and lane = :lane),"
            " iif(paused, 0, (select count(*) from (select 1 from job indexed by job_queued"
            f" where lane = :lane and {can(Transition.CLAIM)} and removed = 0 limit :most))) from pool",
            {"lane": lane, "most": most},
        )
        running, claimable = counts
        return int(running), int(claimable)

    def wake_due(self, now: float) -> int:
        """Queue the delayed jobs whose time has come; returns how many."""
        return self._wake("not_before <= :now", now=now)

    def wake_waiting(self, code: ErrorCode, root: RootId | None = None) -> int:
        """Queue the jobs delayed for this cause, of one volume or of all; returns how many."""
        if root is None or code not in rows.VOLUME_OF:
            return self._wake("error_code = :code", code=code)
        return self._wake(f"error_code = :code and {rows.VOLUME_OF[code]} = :root", code=code, root=root)

    def postpone(self, code: ErrorCode, root: RootId, *, due_before: float, until: float) -> None:
        """Let the jobs that wait for this volume wait on, those soon due: it was looked at, and nothing has changed."""
        these = (
            f"select id from job where {can(Transition.WAKE)} and error_code = :code and {rows.VOLUME_OF[code]} = :root"
            " and not_before < :due_before limit"
        )
        values = {"code": code, "root": root, "due_before": due_before, "until": until}
        while self._rows(f"{these} 1", values):
            with self._change():
                self._run(f"update job set not_before = :until where id in ({these} {STEP})", values)

    def waiting(self) -> list[Waiting]:
        """What delayed jobs wait for, with the volume where it is one."""
        found: dict[tuple[ErrorCode, RootId | None], tuple[int, float, JobId]] = {}
        for name, root, out_root, jobs, due, first in self._rows(
            "select error_code, root, out_root, count(*), min(not_before), min(id) from job indexed by job_cause"
            " where state in ('delayed', 'failed') and state = 'delayed' and removed = 0 group by error_code, root, out_root"
        ):
            code = ErrorCode(name)
            volume = {"root": RootId(root), "out_root": RootId(out_root)}.get(rows.VOLUME_OF.get(code, ""))
            more, sooner, job = found.get((code, volume), (0, due, JobId(first)))
            found[code, volume] = (jobs + more, min(due, sooner), job)
        return [
            Waiting(code=code, root=self._root(volume), jobs=jobs, due=due, failure=self._failure(job))
            for (code, volume), (jobs, due, job) in found.items()
        ]

    def volume_troubles(self) -> list[VolumeTrouble]:
        """The volumes that were found away or full, and have not been told to be back since."""
        return [
            VolumeTrouble(kind=EventKind(kind), bytes_free=free, root=rows.root(root))
            for kind, free, *root in self._rows(
                "select t.kind, t.bytes_free, r.id, r.name, r.path, r.volume, r.coarse_time"
                " from volume_trouble t join root r on r.id = t.root order by r.id, t.kind"
            )
        ]

    def volume_is_well(self, kind: EventKind, root: Root) -> None:
        """A drive that was away (DRIVE_AWAY) is back, a disk that was full (DISK_FULL) has room again."""
        if not self._rows("select 1 from volume_trouble where root = ? and kind = ?", (root.id, kind)):
            return
        with self._change():
            if self._run("delete from volume_trouble where root = ? and kind = ?", (root.id, kind)):
                self._happened(_END_OF[kind], FailureFacts(path=root.path, drive=root.name))

    def tell_no_worker(self, why: NoWorker | None) -> None:
        """Why no worker process starts, for everybody who waits for one; None when they do."""
        with self._change():
            self._run("update pool set no_worker = ?", (rows.encoded(why),))
            if why is None:
                self._happened(EventKind.WORKERS_BACK)
            else:
                self._happened(EventKind.NO_WORKER, why)

    def forget_no_worker(self) -> None:
        """The pool ends, so that no worker is to start."""
        with self._change():
            self._run("update pool set no_worker = null")

    def tell_idle_death(self, facts: FailureFacts) -> None:
        """A worker that was at no job ended by itself."""
        with self._change():
            self._happened(EventKind.WORKER_DIED, facts)

    def tell_workers(self, workers: Collection[WorkerId]) -> None:
        """Which worker processes are there; whoever asks looks whether they still live."""
        with self._change():
            self._run("update pool set workers = ?", (rows.encoded(sorted(workers)),))

    def count_death(self) -> None:
        """A worker process ended that was not asked to."""
        with self._change():
            self._run("update pool set deaths = deaths + 1")

    def _wake(self, which: str, **values: object) -> int:
        these = f"select id from job where {can(Transition.WAKE)} and {which} limit"
        woken = 0
        # Asked first, so that a table in which nothing is due is not written to every second.
        while self._rows(f"{these} 1", values):
            with self._change() as change:
                woken += self._run(
                    f"update job set {goes(Transition.WAKE)}, not_before = null, error_code = null, failure = null,"
                    f" changed = :change where id in ({these} {STEP})",
                    {**values, "change": change},
                )
        return woken

    def _root(self, root: RootId | None) -> Root | None:
        return None if root is None else rows.root(self._rows(f"{rows.ROOT} where id = ?", (root,))[0])

    def _failure(self, job: JobId) -> FailureFacts:
        return rows.decoded(self._value("select failure from job where id = ?", (job,)), FailureFacts) or FailureFacts()
