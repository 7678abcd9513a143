"""The first of the queue: one look into the index for each kind, however many jobs of other kinds are passed over."""

from functools import cache

from workers.jobs.state import Transition
from workers.kinds import KINDS, JobKind, Lane
from workers.store.transitions import can


@cache
def first_queued(lane: Lane, held: frozenset[JobKind] = frozenset()) -> str:
    """Selects the number of the job of a lane that is next, of kinds that are not held back: highest priority, then oldest.

    Lane and kind are spelled out: SQLite compiles a statement anew for each value bound to what an index of it is looked up
    by, which made a claim three times as dear.
    """
    in_lane = (kind for kind in JobKind if kind not in held and KINDS.lane(kind) is lane)
    each = " union all ".join(
        f"select * from (select id, prio from job indexed by job_queued where lane = '{lane}' and kind = '{kind}'"
        f" and {can(Transition.CLAIM)} and removed = 0 order by prio desc, id limit 1)"
        for kind in in_lane
    )
    return f"select id from ({each}) order by prio desc, id limit 1" if each else "select id from job where false"
