"""Moments as reports for programs tell them."""

from datetime import datetime


def iso_time(at: float | None) -> str | None:
    """A moment in seconds since 1970 as ISO 8601 has it, with the offset of this place: '2026-11-30T10:41:02+01:00'."""
    return None if at is None else datetime.fromtimestamp(at).astimezone().isoformat(timespec="seconds")
