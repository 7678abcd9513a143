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
from mediaapp.text.causes import Remedy
from mediaapp.text.done import brought_back, cancelled, drop_taken_back, removed
from mediaapp.text.failures import FailureText, can_retry, failed, failure, format_label, waiting
from mediaapp.text.figures import about_size, count, duration, megapixels, number, pace, percent, pixels, place, size
from mediaapp.text.language import N_, Language, speak, spoken, tr, tr_n, tr_some
from mediaapp.text.pool import NoWorkerText, no_worker
from mediaapp.text.progress import event, skipped, stage, state, state_name, time_left
from mediaapp.text.recipes import described
from mediaapp.text.results import checked, decision, flaw, loss
from mediaapp.text.store import error_message, was_damaged
from mediaapp.text.watching import watch_figures, watch_refused, watch_state

__all__ = [
    "N_",
    "FailureText",
    "Language",
    "NoWorkerText",
    "NoticeText",
    "Remedy",
    "about_size",
    "added",
    "became",
    "began_to_wait",
    "brought_back",
    "can_retry",
    "cancelled",
    "checked",
    "count",
    "decision",
    "described",
    "drop_taken_back",
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
    "pace",
    "passed_over",
    "percent",
    "pixels",
    "place",
    "removed",
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
    "watch_figures",
    "watch_refused",
    "watch_state",
]
