"""What a worker does with jobs, without the pictures."""

from hashlib import blake2b
from pathlib import Path

from tests.support.store import OUTCOME, Table
from workers.jobs.claim import Claimed
from workers.jobs.ids import WorkerId
from workers.outcome import Outcome


def _outcome_of(data: bytes) -> Outcome:
    return Outcome(
        format=OUTCOME.format, width=3, height=2, bytes=len(data), digest=blake2b(data, digest_size=32).hexdigest()
    )


def make(table: Table, claimed: Claimed) -> Path:
    """Write the output, fence it, finish."""
    data = b"made of " + Path(claimed.job.source).read_bytes()
    output = Path(claimed.job.folder) / Path(claimed.job.source).name
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(data)
    table.finishing.fence(claimed.claim, f"{claimed.job.out_dir}/{output.name}", _outcome_of(data))
    table.finishing.finish(claimed.claim, _outcome_of(data), "")
    return output


def replace_original(table: Table, claimed: Claimed) -> Path:
    """Set the original aside and put the output in its place."""
    original = Path(claimed.job.source)
    kept = original.parent / ".mediaapp-originals" / str(claimed.job.id) / original.name
    kept.parent.mkdir(parents=True)
    data = b"made of " + original.read_bytes()
    original.rename(kept)
    original.write_bytes(data)
    table.claims.note_original(claimed.claim, str(kept))
    table.finishing.fence(claimed.claim, claimed.job.rel, _outcome_of(data))
    table.finishing.finish(claimed.claim, _outcome_of(data), "")
    return original


def claim_all(table: Table) -> list[Claimed]:
    """Every job that is queued, each by a worker that has none yet."""
    found: list[Claimed] = []
    busy = len(table.supervision.running())
    while (claimed := table.claims.claim(WorkerId(f"{300 + busy + len(found)}@1.00"))) is not None:
        found.append(claimed)
    return found
