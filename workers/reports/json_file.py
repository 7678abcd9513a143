"""A report for programs: one JSON object, in which each file has a line of its own."""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from workers.plain_text import readable
from workers.reports.iso_time import iso_time
from workers.reports.row import ReportPart, ReportRow
from workers.reports.sums import Sums
from workers.reports.words import ReportWords
from workers.requests import ReportRequest

SHAPE = 1
"""Raised when something in it is called otherwise or means something else."""

_encode = msgspec.json.Encoder().encode


class JsonFile:
    """Writes rows as they come; the sums stand after them. docs/reports.md tells what each name means."""

    def __init__(self, part: Path, words: ReportWords, request: ReportRequest, made: float) -> None:
        self._words = words
        self._file = part.open("wb")
        self._first = True
        head = _encode(
            {
                "shape": SHAPE,
                "title": readable(request.name),
                "made": iso_time(made),
                "about": msgspec.to_builtins(request.about),
                "since": iso_time(request.span.since) if request.span is not None else None,
                "until": iso_time(request.span.until) if request.span is not None else None,
                "files": (),
            }
        )
        self._file.write(head.removesuffix(b"]}"))

    def add(self, row: ReportRow) -> None:
        """Write one row."""
        self._file.write((b"\n" if self._first else b",\n") + _encode(_object(row, self._words)))
        self._first = False

    def finish(self, sums: Sums) -> None:
        """Write the sums."""
        self._file.write(b"\n]," + _encode({"sums": _sums(sums)})[1:] + b"\n")
        self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()


def _object(row: ReportRow, words: ReportWords) -> Mapping[str, object]:
    code = row.error_code or row.skipped
    return {
        "job": row.job,
        "batch": row.batch,
        "source": readable(row.source),
        "state": row.state.value,
        "cause": None if code is None else code.value,
        "reason": readable(words.reason(row)) or None,
        "bytes_in": row.bytes_in,
        "bytes_out": row.bytes_out,
        "pixels_in": row.pixels_in,
        "pixels_out": row.pixels_out,
        "result": None if row.output is None else readable(row.output),
        "accepted": iso_time(row.created),
        "ended": iso_time(row.finished),
        "seconds": None if row.took_s is None else round(row.took_s, 3),
    }


def _sums(sums: Sums) -> Mapping[str, object]:
    return {
        "files": sums.files,
        **{section.value: sums.sections[section] for section in ReportPart},
        "failed_by_cause": {code.value: n for code, n in sums.failed.most_common()},
        "left_out_by_reason": {reason.value: n for reason, n in sums.skipped.most_common()},
        "bytes_all": sums.bytes_all,
        "bytes_in": sums.bytes_in,
        "bytes_out": sums.bytes_out,
        "bytes_saved": sums.saved,
        "seconds": round(sums.took_s, 3),
        "changed_meanwhile": sums.changed,
    }
