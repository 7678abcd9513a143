"""An event as a program reads it: the same object on the command line, in the log and in what is sent to others."""

import json
from collections.abc import Mapping

from msgspec import to_builtins

from workers.jobs.event import Event

VERSION = 1
"""Counts up when a key changes its meaning or goes; keys that are new do not change it."""


def json_object(event: Event) -> Mapping[str, object]:
    """The event's object as docs/events.md describes it; what does not apply is left out.

    Paths are absolute, sizes in bytes, times in seconds since 1970, `took_s` from the start of the run to its end. `code` tells
    why a job failed, waits or was left out.
    """
    code = event.code or event.skipped
    took_s = None if event.started is None or event.job is None else max(event.at - event.started, 0.0)
    entries = {
        "v": VERSION,
        "id": event.id,
        "kind": event.kind.value,
        "at": round(event.at, 3),
        "batch": event.batch,
        "batch_name": event.batch_name,
        "purpose": event.purpose and event.purpose.value,
        "watch": event.watch,
        "job": event.job,
        "job_kind": event.job_kind and event.job_kind.value,
        "attempt": event.attempt,
        "name": event.name,
        "source": event.source,
        "output": event.output,
        "bytes_in": event.size_in,
        "bytes_out": event.size_out,
        "took_s": took_s and round(took_s, 3),
        "due": event.due,
        "code": code and code.value,
        "facts": None if event.facts is None else to_builtins(event.facts),
    }
    return {key: value for key, value in entries.items() if value is not None}


def json_line(event: Event) -> str:
    """The object on one line of ASCII, so that a name of any bytes can be in it."""
    return json.dumps(json_object(event))
