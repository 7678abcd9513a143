"""What the rows of a report add up to."""

from collections import Counter

from msgspec import Struct, field

from workers.errors import ErrorCode
from workers.jobs.state import JobState
from workers.outcome import SkipReason
from workers.reports.row import ReportPart, ReportRow


class Sums(Struct):
    """The sums of the rows that were added: so they are true of exactly those.

    `bytes_all` is the sources of all, `bytes_in` and `bytes_out` are those of the files ready, before and after. `failed` is
    by cause, `skipped` by reason. `took_s` is the time of all runs that ended, added up over the workers. `changed` is how many
    jobs changed after the report was begun.
    """

    files: int = 0
    sections: Counter[ReportPart] = field(default_factory=Counter)
    failed: Counter[ErrorCode] = field(default_factory=Counter)
    skipped: Counter[SkipReason] = field(default_factory=Counter)
    bytes_all: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    took_s: float = 0.0
    changed: int = 0

    @property
    def saved(self) -> int:
        """Bytes that the results are smaller than their sources; negative where they are larger."""
        return self.bytes_in - self.bytes_out

    def add(self, row: ReportRow) -> None:
        """Count one more."""
        self.files += 1
        self.sections[row.section] += 1
        self.bytes_all += row.bytes_in
        self.took_s += row.took_s or 0.0
        self.changed += row.changed
        if row.state is JobState.DONE and row.bytes_out is not None:
            self.bytes_in += row.bytes_in
            self.bytes_out += row.bytes_out
        if row.state is JobState.FAILED and row.error_code is not None:
            self.failed[row.error_code] += 1
        if row.skipped is not None:
            self.skipped[row.skipped] += 1
