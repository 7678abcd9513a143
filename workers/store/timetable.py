"""When what waits begins: hours that were given to jobs and batches, batches one after the other, and what is held back now."""

from collections.abc import Sequence

import msgspec

from workers.jobs.history import HistoryKind
from workers.jobs.ids import BatchId, JobId
from workers.jobs.state import UNFINISHED, WAITING, Transition
from workers.manners.manners import Hold, LetThrough
from workers.store.connected import STEP
from workers.store.many_rows import ManyRows
from workers.store.transitions import can, goes, one_of

_BEGINS_BY_ITSELF = "(begins_at is not null or after_batch is not null)"
_WAITS_FOR_A_PERSON = f"select id from batch where on_hold and not {_BEGINS_BY_ITSELF}"

# All that a batch brought, also what was given another recipe since and so became a batch of its own.
_NOT_ENDED = f"""
select 1 from batch first join batch part
    on part.id = first.id or part.origin = first.id or part.origin = first.origin and part.id > first.id
where first.id = held.after_batch and (
    part.accepting is not null
    or exists(select 1 from tally where batch_id = part.id and n > 0 and {one_of(UNFINISHED)})
)
"""


class Timetable(ManyRows):
    """Written by people, and by the supervisor when an hour has come."""

    def put_off(self, jobs: Sequence[JobId], until: float) -> int:
        """Waiting jobs begin at this moment, in seconds since 1970; what waits for a person's yes does not.

        Returns how many will.
        """
        return self._each(
            jobs,
            f"{goes(Transition.PUT_OFF)}, not_before = :until, error_code = null, failure = null",
            f"{can(Transition.PUT_OFF)} and batch_id not in ({_WAITS_FOR_A_PERSON})",
            HistoryKind.PUT_OFF,
            until=until,
        )

    def put_off_batch(self, batch: BatchId, until: float) -> bool:
        """Files of the batch that are still to be found begin then too; False where it has ended or waits for a person."""
        with self._change() as change:
            return bool(
                self._run(
                    "update batch set on_hold = 1, begins_at = :until, after_batch = null, changed = :change where id = :batch"
                    f" and (not on_hold or {_BEGINS_BY_ITSELF}) and (accepting is not null"
                    f" or exists(select 1 from tally where batch_id = batch.id and n > 0 and {one_of(WAITING)}))",
                    {"until": until, "change": change, "batch": batch},
                )
            )

    def begin_due(self, now: float) -> int:
        """Queue the jobs whose hour has come, and those of batches that waited for another one; returns how many."""
        return self._begin_hours(now) + sum(self._begin(batch) for batch in self._after_what_ended())

    def hold(self, holds: Sequence[Hold], no_longer: Sequence[LetThrough] = ()) -> None:
        """Claim nothing that is held back by these from now on; what is in `no_longer` is let through no longer."""
        with self._change():
            kept = [one for one in self.let_through() if one not in no_longer]
            self._run("update pool set held = ?, let_through = ?", (_stored(holds), _stored(kept)))

    def let_through(self) -> list[LetThrough]:
        """What somebody wants to go on although it would be held back."""
        told = self._value("select let_through from pool")
        return [] if told is None else msgspec.json.decode(told, type=list[LetThrough])

    def go_on(self, holds: Sequence[Hold]) -> None:
        """Let through what these hold back, each reason until it has ended."""
        with self._change():
            wanted = (LetThrough(kind=one.kind, reason=why) for one in holds for why in one.reasons)
            self._run(
                "update pool set let_through = ?", (_stored(list(dict.fromkeys([*self.let_through(), *wanted]))),)
            )

    def _begin_hours(self, now: float) -> int:
        self._end_hours_of_batches(now)
        these = f"select id from job where {can(Transition.RESUME)} and not_before <= :now limit"
        begun = 0
        while self._rows(f"{these} 1", {"now": now}):
            with self._change() as change:
                begun += self._run(
                    f"update job set {goes(Transition.RESUME)}, not_before = null, asked = :now, changed = :change"
                    f" where id in ({these} {STEP})",
                    {"now": now, "change": change},
                )
        return begun

    def _end_hours_of_batches(self, now: float) -> None:
        due = "begins_at <= :now and after_batch is null"
        if self._rows(f"select 1 from batch where {due} limit 1", {"now": now}):
            with self._change() as change:
                self._run(
                    f"update batch set on_hold = 0, begins_at = null, changed = :change where {due}",
                    {"now": now, "change": change},
                )

    def _after_what_ended(self) -> list[BatchId]:
        return [
            BatchId(batch)
            for (batch,) in self._rows(
                f"select id from batch held where after_batch is not null and not exists({_NOT_ENDED})"
            )
        ]

    def _begin(self, batch: BatchId) -> int:
        """Queue what it has, and let go of it with the last of that; what was given an hour of its own keeps it."""
        begun = 0
        while True:
            with self._change() as change:
                step = self._run(
                    f"update job set {goes(Transition.RESUME)}, asked = :now, changed = :change"
                    f" where id in (select id from job where"
                    f" batch_id = :batch and {can(Transition.RESUME)} and not_before is null limit {STEP})",
                    {"batch": batch, "change": change, "now": self._clock()},
                )
                begun += step
                if step < STEP:
                    self._run(
                        "update batch set on_hold = 0, after_batch = null, changed = :change where id = :batch",
                        {"batch": batch, "change": change},
                    )
                    return begun


def _stored(values: Sequence[object]) -> str | None:
    return msgspec.json.encode(values).decode() if values else None
