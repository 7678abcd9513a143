"""Between rows of the tables of batches and the values that cross the store's border."""

from collections.abc import Mapping, Sequence

from workers.errors import ErrorCode
from workers.jobs.batch import BatchPurpose, Counts, Shortage, StoredBatch
from workers.jobs.ids import BatchId
from workers.jobs.state import JobState
from workers.outcome import SkipReason
from workers.recipe import decode_recipe
from workers.store.rows import Row

BATCH = (
    "select id, created, name, submitter, recipe, accepting is not null, folder, folders, on_hold, space_needed, space_free,"
    " places, purpose, begins_at, after_batch, (select name from batch other where other.id = batch.after_batch) from batch"
)
WHY = "iif(j.original is null, ifnull(j.skipped, ''), 'replaced')"
"""What the tally tells jobs of one state apart by; see `schema`."""
_REASONS: Mapping[tuple[JobState, str], str] = {
    (JobState.SKIPPED, SkipReason.ALREADY_MADE.value): "already_made",
    (JobState.SKIPPED, SkipReason.NAME_TAKEN.value): "names_taken",
    (JobState.CANCELLED, SkipReason.BROUGHT_BACK.value): "brought_back",
    (JobState.DONE, "replaced"): "replaced",
}
COUNTED = f"select 0, j.state, {WHY} why, count(*), sum(j.size_in), sum(ifnull(j.size_out, 0)) from job j"
"""The same as `TALLY`, of the jobs that a condition chooses."""
TALLY = "select batch_id, state, why, n, bytes_in, bytes_out from tally"
FAILURES = "select batch_id, error_code, count(*) from job indexed by job_failed where state = 'failed' and removed = 0"


def counted(tally: Sequence[Row]) -> Counts:
    """The counts that rows of `TALLY` add up to."""
    found = dict.fromkeys(JobState, 0)
    reasons = dict.fromkeys(_REASONS.values(), 0)
    bytes_in = bytes_out = bytes_all = 0
    for _, name, why, n, size_in, size_out in tally:
        state = JobState(name)
        found[state] += n
        bytes_all += size_in
        reason = _REASONS.get((state, why))
        if reason is not None:
            reasons[reason] += n
        if state is JobState.DONE:
            bytes_in += size_in
            bytes_out += size_out
    return Counts(
        **{state.value: n for state, n in found.items()},
        **reasons,
        bytes_in=bytes_in,
        bytes_out=bytes_out,
        bytes_all=bytes_all,
    )


def batch(row: Row, tally: Sequence[Row], failures: Sequence[Row]) -> StoredBatch:
    """A row of `BATCH` with its rows of `TALLY` and `FAILURES`."""
    waits_for_a_person = row[8] and row[13] is None and row[14] is None
    return StoredBatch(
        id=BatchId(row[0]),
        created=row[1],
        name=row[2],
        submitter=row[3],
        recipe=decode_recipe(row[4]),
        accepting=bool(row[5]),
        folder=row[6],
        folders=row[7],
        places=row[11],
        on_hold=bool(row[8]),
        shortage=Shortage(bytes_needed=row[9], bytes_free=row[10])
        if waits_for_a_person and row[9] is not None
        else None,
        begins_at=row[13],
        after=None if row[14] is None else BatchId(row[14]),
        after_name=row[15] or "",
        counts=counted(tally),
        purpose=BatchPurpose(row[12]),
        failures=tuple((ErrorCode(code), n) for _, code, n in failures),
    )
