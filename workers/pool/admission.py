"""Which planned jobs may take their memory now, and how much there is."""

import contextlib
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from msgspec import Struct


class Need(Struct, frozen=True, kw_only=True):
    """What one planned job asks for: bytes at its peak, and whether it should have the machine to itself."""

    peak_bytes: int
    alone: bool = False


class Admission(StrEnum):
    """The answer to one job."""

    ADMITTED = "admitted"
    WAITS = "waits"
    TOO_LARGE = "too_large"


class MemoryBudget(Struct, frozen=True, kw_only=True):
    """Bytes that all running jobs may take together, and bytes that a single one may take."""

    budget: int
    machine: int

    def decide(self, need: Need, running: Sequence[Need]) -> Admission:
        """Whether a job may start beside those running. One larger than the budget runs, but alone."""
        if need.peak_bytes > self.machine:
            return Admission.TOO_LARGE
        if not running:
            return Admission.ADMITTED
        if self._alone(need) or any(self._alone(other) for other in running):
            return Admission.WAITS
        taken = sum(other.peak_bytes for other in running)
        return Admission.ADMITTED if taken + need.peak_bytes <= self.budget else Admission.WAITS

    def decide_all(self, waiting: Sequence[Need], running: Sequence[Need]) -> list[Admission]:
        """One answer for each job that waits, in the order they asked.

        Nobody overtakes a job that waits, so that a large one is not kept out by a stream of small ones.
        """
        answers: list[Admission] = []
        inside = list(running)
        blocked = False
        for need in waiting:
            answer = self.decide(need, inside)
            if answer is Admission.ADMITTED and blocked:
                answer = Admission.WAITS
            if answer is Admission.ADMITTED:
                inside.append(need)
            blocked = blocked or answer is Admission.WAITS
            answers.append(answer)
        return answers

    def _alone(self, need: Need) -> bool:
        return need.alone or need.peak_bytes > self.budget


def machine_memory(physical: int, *, asked: int | None = None) -> MemoryBudget:
    """Of a machine with `physical` bytes: half for all jobs, or the bytes asked for; three quarters for a single one."""
    machine = physical * 3 // 4
    return MemoryBudget(budget=min(physical // 2 if asked is None else asked, machine), machine=machine)


def bounded(physical: int, own: Path = Path("/proc/self/cgroup"), groups: Path = Path("/sys/fs/cgroup")) -> int:
    """The machine's bytes, or fewer where a control group of this process bounds them (Linux, cgroups(7), version 2)."""
    try:
        lines = own.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return physical
    bounds = [physical]
    for line in lines:
        hierarchy, _, group = line.partition("::")
        if hierarchy != "0" or ".." in group:  # outside of what is to be seen from here
            continue
        folder = groups / group.lstrip("/")
        for each in (folder, *folder.parents):
            if not each.is_relative_to(groups):
                break
            with contextlib.suppress(OSError, ValueError):  # not there, or the word max
                bounds.append(int((each / "memory.max").read_text(encoding="ascii")))
    return min(bounds)
