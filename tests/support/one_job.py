"""A process that claims one job and attempts it with the real engine, and does nothing else: to be killed at any call.

python -m tests.support.one_job DATABASE
"""

import sys
from pathlib import Path

from workers.engine import load_engines
from workers.jobs.claim import Claim
from workers.kinds import KINDS, JobKind, engine_names
from workers.plan import Plan
from workers.pool.attempt import WorkerContext
from workers.pool.file_attempt import FileAttempt
from workers.processes import this_process
from workers.store.job_store import JobStore


class QuietChannel:
    """A supervisor that lets everything in."""

    def check(self) -> None:
        pass

    def tell(self, claim: Claim, stage: object, progress: float) -> None:
        pass

    def ask_memory(self, claim: Claim, plan: Plan, kind: JobKind) -> None:
        pass

    def end(self, claim: Claim) -> None:
        pass


def main(database: Path) -> None:
    with JobStore(database) as store:
        claimed = store.claims.claim(this_process())
        if claimed is not None:
            context = WorkerContext(
                engines=load_engines(engine_names(KINDS)),
                request_engines={},
                data=Path(),
                store=store,
                channel=QuietChannel(),  # type: ignore[arg-type]
            )
            FileAttempt(context, claimed).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
