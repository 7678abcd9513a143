"""How long the pool waits for what, and how often it looks."""

from msgspec import Struct


class Timeouts(Struct, frozen=True, kw_only=True):
    """Times in seconds of the supervisor's own clock, which stands still while the computer sleeps.

    How long a job may take is said by its kind.
    """

    look_s: float = 0.1
    """The longest turn of the supervisor: what nobody woke it for it sees after this."""
    react_s: float = 0.02
    """Between two looks at what has changed in the table while all workers are busy, whose own jobs change it all the time."""
    progress_s: float = 0.2
    """Between two times that the progress of all jobs is written."""
    health_s: float = 0.5
    """Between two times that each worker is judged."""
    due_s: float = 1.0
    """Between two times that delayed jobs are looked through for those that are due."""
    away_s: float = 2.0
    """Between two looks at drives that jobs wait for."""
    longest_gap_s: float = 2.0
    """A gap between two turns that is longer than this was a sleep, and does not count."""
    slow_s: float = 3.0
    """A start that used no CPU for this long is told as slow."""
    start_s: float = 30.0
    """A worker that is not ready after this is killed."""
    proven_s: float = 2.0
    """A worker that has been ready for this long counts as of use, also without a job."""
    frozen_s: float = 10.0
    """A worker that was silent and used no CPU for this long is killed."""
    cancel_s: float = 1.0
    """What a worker has to end a job that somebody cancelled, before it is killed."""
    kill_s: float = 5.0
    """What a killed process has to be gone; one stuck in the system is given up then."""
    stop_s: float = 1.4
    """What workers have to give their jobs back when the pool stops, before they are killed."""
    last_s: float = 0.4
    """What they have to be gone after that."""
    call_idle_s: float = 20.0
    """A worker for calls that had nothing to do for this long ends."""
    backoff_s: float = 1.0
    """The pause after a worker of no use, doubled with each further one."""
    longest_backoff_s: float = 30.0
    """The longest such pause."""
    preview_s: float = 5.0
    """What the preview process has for an answer."""
