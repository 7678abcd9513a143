"""From where on something is out of the ordinary."""

from typing import Annotated

from msgspec import Meta, Struct

_Seconds = Annotated[float, Meta(ge=0, le=10**8)]
_Number = Annotated[int, Meta(ge=0, le=10**15)]


class AlertLimits(Struct, frozen=True, kw_only=True):
    """What is told as an alert; 0 is never.

    A job that may begin has waited `waiting_s` seconds; of the last `ended` jobs of an hour more than the share `failing`
    failed (0 to 1), and at least `ended_least` have ended; `disk_bytes` are free on a disk that outputs go to, or a
    twentieth of a disk where that is less; `deaths` workers ended by themselves within `deaths_s` seconds. How long a job may
    stand still is said by its kind.
    """

    waiting_s: _Seconds = 12 * 3600.0
    failing: Annotated[float, Meta(ge=0, le=1)] = 0.5
    ended: Annotated[int, Meta(ge=1, le=1000)] = 50
    ended_least: Annotated[int, Meta(ge=1, le=1000)] = 10
    disk_bytes: _Number = 1_000_000_000
    deaths: _Number = 5
    deaths_s: _Seconds = 600.0

    def disk_least(self, total: int) -> int:
        """How many bytes have to be free of a disk of so many."""
        return min(self.disk_bytes, total // 20)
