"""What a report has to be told by those who have the sentences."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from workers.errors import ErrorCode
from workers.reports.row import ReportPart, ReportRow
from workers.reports.sums import Sums
from workers.requests import Span


class Tile(Struct, frozen=True):
    """A figure and what it is of: '8,412', 'files'."""

    figure: str
    label: str


class RowWords(Struct, frozen=True, kw_only=True):
    """One row in words; '' is told of nothing.

    `what` is what became of the file and `why`, in a line, why so. `size` is before and after, `saved` what that makes.
    `pixels` are those of the original, or of both where these are the same, else `scaled` are those of the result.
    """

    what: str
    why: str = ""
    size: str = ""
    saved: str = ""
    pixels: str = ""
    scaled: str = ""


class Columns(Struct, frozen=True, kw_only=True):
    """The headings of the columns."""

    file: str
    what: str
    size: str
    pixels: str
    result: str


class ReportWords(Protocol):
    """The sentences and figures of a report for people, each as plain text."""

    def language(self) -> str:
        """What they are in, as BCP 47 says it: 'en'."""
        ...

    def made(self, at: float, span: Span | None) -> str:
        """When the report was made and what time it is about."""
        ...

    def tiles(self, sums: Sums) -> Sequence[Tile]:
        """The sums, the most important first."""
        ...

    def notes(self, sums: Sums, *, pictures: int, listed: int) -> Sequence[str]:
        """What is to be known of the report itself: that not each row has its picture, or is listed."""
        ...

    def section(self, section: ReportPart, n: int) -> str:
        """The heading of a part with so many rows."""
        ...

    def causes(self) -> str:
        """The heading over the causes of failures."""
        ...

    def cause(self, code: ErrorCode) -> str:
        """A cause of failures."""
        ...

    def count(self, n: int) -> str:
        """A number."""
        ...

    def columns(self) -> Columns:
        """The headings of the columns."""
        ...

    def row(self, row: ReportRow) -> RowWords:
        """One row."""
        ...

    def reason(self, row: ReportRow) -> str:
        """All that is to be said of why a file failed, waits or was left out; '' for others."""
        ...
