"""Who may take memory: the workers that have asked, in their order, and those let in."""

from workers.pool.admission import Admission, MemoryBudget
from workers.pool.protocol import Admitted, TooLarge
from workers.pool.worker_handle import WorkerHandle


class MemoryGate:
    """Lets planned jobs in while their memory fits the budget, and shares `cores` out among those at work.

    Any thread may change `memory`; what is inside stays there.
    """

    def __init__(self, memory: MemoryBudget, *, cores: int = 1) -> None:
        self.memory = memory
        self._cores = cores

    def open_for(self, handles: list[WorkerHandle], now: float) -> None:
        """Answer the workers that wait, first come, first served; the others are those that take memory now."""
        at_work = [handle.at_job for handle in handles if handle.at_job is not None and handle.verdict is None]
        asking = sorted((at_job for at_job in at_work if at_job.waits), key=lambda at_job: at_job.asked_at)
        if not asking:
            return
        inside = [at_job.memory for at_job in at_work if at_job.admitted]
        verdicts = self.memory.decide_all([at_job.memory for at_job in asking], inside)
        answers = {id(at_job): verdict for at_job, verdict in zip(asking, verdicts, strict=True)}
        threads = max(1, self._cores // max(1, len(at_work)))
        for handle in handles:
            at_job = handle.at_job
            if at_job is None:
                continue
            match answers.get(id(at_job)):
                case Admission.ADMITTED:
                    at_job.admit(now)
                    handle.messages.send(Admitted(job=at_job.claim.job, attempt=at_job.claim.attempt, threads=threads))
                case Admission.TOO_LARGE:
                    handle.messages.send(
                        TooLarge(job=at_job.claim.job, attempt=at_job.claim.attempt, machine_bytes=self.memory.machine)
                    )
                case Admission.WAITS | None:
                    pass
