"""The only sentences about jobs: codes, stages, states and figures in words."""

from mediaapp.text.announcements import (
    NoticeText,
    became,
    began_to_wait,
    grown,
    many_ready,
    not_found_in,
    one_failed,
    one_ready,
    result_gone,
    smaller,
    some_failed,
)
from mediaapp.text.arrivals import (
    added,
    hidden,
    kept_picture,
    left_out,
    none_added,
    not_here,
    not_looked_at,
    passed_over,
)
from mediaapp.text.causes import Action
from mediaapp.text.failures import FailureText, action, can_retry, failed, failure, format_label, waiting
from mediaapp.text.figures import count, duration, megapixels, number, percent, pixels, place, size
from mediaapp.text.language import N_, Language, speak, spoken, tr, tr_n, tr_some
from mediaapp.text.pool import NoWorkerText, no_worker
from mediaapp.text.progress import event, skipped, stage, state, state_name, time_left
from mediaapp.text.recipes import described
from mediaapp.text.results import checked, decision, flaw, loss
from mediaapp.text.store import error_message, was_damaged

__all__ = [
    "N_",
    "Action",
    "FailureText",
    "Language",
    "NoWorkerText",
    "NoticeText",
    "action",
    "added",
    "became",
    "began_to_wait",
    "can_retry",
    "checked",
    "count",
    "decision",
    "described",
    "duration",
    "error_message",
    "event",
    "failed",
    "failure",
    "flaw",
    "format_label",
    "grown",
    "hidden",
    "kept_picture",
    "left_out",
    "loss",
    "many_ready",
    "megapixels",
    "no_worker",
    "none_added",
    "not_found_in",
    "not_here",
    "not_looked_at",
    "number",
    "one_failed",
    "one_ready",
    "passed_over",
    "percent",
    "pixels",
    "place",
    "result_gone",
    "size",
    "skipped",
    "smaller",
    "some_failed",
    "speak",
    "spoken",
    "stage",
    "state",
    "state_name",
    "time_left",
    "tr",
    "tr_n",
    "tr_some",
    "waiting",
    "was_damaged",
]
