"""Who may take memory: the workers that have asked, in their order, and those let in."""

from workers.pool.admission import Admission, MemoryBudget
from workers.pool.protocol import Admitted, TooLarge
from workers.pool.worker_handle import WorkerHandle


class MemoryGate:
    """Lets planned jobs in while their memory fits the budget, and shares `cores` out among those at work.

    Any thread may change both; what is inside stays there, and keeps its share.
    """

    def __init__(self, memory: MemoryBudget, *, cores: int = 1) -> None:
        self.memory = memory
        self.cores = cores

    def open_for(self, handles: list[WorkerHandle], now: float) -> None:
        """Answer the workers that wait, first come, first served; the others are those that take memory now."""
        at_work = [
            handle.current_job for handle in handles if handle.current_job is not None and handle.kill_reason is None
        ]
        asking = sorted((job for job in at_work if job.waits), key=lambda job: job.asked_at)
        if not asking:
            return
        inside = [job.memory for job in at_work if job.admitted]
        decisions = self.memory.decide_all([job.memory for job in asking], inside)
        answers = {id(job): decision for job, decision in zip(asking, decisions, strict=True)}
        threads = max(1, self.cores // max(1, len(at_work)))
        for handle in handles:
            job = handle.current_job
            if job is None:
                continue
            match answers.get(id(job)):
                case Admission.ADMITTED:
                    job.admit(now)
                    handle.messages.send(Admitted(job=job.claim.job, attempt=job.claim.attempt, threads=threads))
                case Admission.TOO_LARGE:
                    handle.messages.send(
                        TooLarge(
                            job=job.claim.job,
                            attempt=job.claim.attempt,
                            machine_bytes=self.memory.machine,
                        )
                    )
                case Admission.WAITS | None:
                    pass
