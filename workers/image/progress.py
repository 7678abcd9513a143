"""How far a job is."""

from collections.abc import Callable

from workers.outcome import Stage

Progress = Callable[[Stage, float], None]
"""Gets the stage and the share of the whole job that is done, 0 to 1; what it raises ends the job."""

DECODED, STEPPED, COMPRESSED = 0.3, 0.4, 0.9
"""The shares of a job that are done when its pictures are decoded, went through the steps and are compressed."""


def within(progress: Progress, start: float, end: float) -> Progress:
    """The progress of a part of the job, that between two shares of it."""
    return lambda stage, share: progress(stage, start + share * (end - start))
