"""Who may take memory: the children that have asked, in their order, and those let in."""

from workers.pool.admission import Memory, Verdict
from workers.pool.child import Child
from workers.pool.wire import Admitted, TooLarge


class Gate:
    """Lets planned jobs in while their memory fits the budget, and shares `cores` out among those at work.

    Any thread may change `memory`; what is inside stays there.
    """

    def __init__(self, memory: Memory, *, cores: int = 1) -> None:
        self.memory = memory
        self._cores = cores

    def open_for(self, children: list[Child], now: float) -> None:
        """Answer the children that wait, first come, first served; the others are those that take memory now."""
        at_work = [child.at_job for child in children if child.at_job is not None and child.verdict is None]
        asking = sorted((at_job for at_job in at_work if at_job.waits), key=lambda at_job: at_job.asked_at)
        if not asking:
            return
        inside = [at_job.memory for at_job in at_work if at_job.admitted]
        verdicts = self.memory.decide_all([at_job.memory for at_job in asking], inside)
        answers = {id(at_job): verdict for at_job, verdict in zip(asking, verdicts, strict=True)}
        threads = max(1, self._cores // max(1, len(at_work)))
        for child in children:
            at_job = child.at_job
            if at_job is None:
                continue
            match answers.get(id(at_job)):
                case Verdict.ADMITTED:
                    at_job.admit(now)
                    child.wire.send(Admitted(job=at_job.claim.job, attempt=at_job.claim.attempt, threads=threads))
                case Verdict.TOO_LARGE:
                    child.wire.send(
                        TooLarge(job=at_job.claim.job, attempt=at_job.claim.attempt, machine_bytes=self.memory.machine)
                    )
                case Verdict.WAITS | None:
                    pass
