"""How many of a number of jobs are how far, in a word or two each; '' for none."""

from mediaapp.text.figures import count
from mediaapp.text.language import tr, tr_n, tr_some


def so_far(done: int, total: int) -> str:
    """'12 of 40'."""
    return tr("{done} of {total}", done=count(done), total=count(total))


def ready(n: int, *, or_none: bool = False) -> str:
    """Their outputs are there; with `or_none` also '0 ready'."""
    return tr_n("1 ready", "{n} ready", n) if n or or_none else ""


def done(n: int) -> str:
    """They are done, and have no output of their own."""
    return tr_some("1 done", "{n} done", n)


def calls_made(n: int) -> str:
    """Calls of hooks that were answered, or whose programs ended well."""
    return tr_some("1 call made", "{n} calls made", n)


def calls_failed(n: int) -> str:
    """Calls of hooks that are not made again by themselves."""
    return tr_some("1 call failed", "{n} calls failed", n)


def other_calls_failed(n: int) -> str:
    """Calls of the same hook that failed, beside the one that was told."""
    return tr_some("1 other call of this hook failed", "{n} other calls of this hook failed", n)


def reports_made(n: int) -> str:
    """Reports that are there."""
    return tr_some("1 report made", "{n} reports made", n)


def reports_failed(n: int) -> str:
    """Reports that failed."""
    return tr_some("1 report failed", "{n} reports failed", n)


def already_made(n: int) -> str:
    """Their outputs were there before."""
    return tr_some("1 already made", "{n} already made", n)


def left_out(n: int) -> str:
    """No output was made of them."""
    return tr_some("1 left out", "{n} left out", n)


def name_taken(n: int) -> str:
    """No output was made of them, and why."""
    return tr_some("1 left out, the name is taken", "{n} left out, the name is taken", n)


def failed(n: int) -> str:
    """They failed."""
    return tr_some("1 failed", "{n} failed", n)


def running(n: int) -> str:
    """They are worked on."""
    return tr_some("1 running", "{n} running", n)


def waiting(n: int) -> str:
    """They have not begun."""
    return tr_some("1 waiting", "{n} waiting", n)


def paused(n: int) -> str:
    """They wait until somebody lets them go on."""
    return tr_some("1 paused", "{n} paused", n)


def held_up(n: int) -> str:
    """They wait for something, and go on by themselves."""
    return tr_some("1 held up", "{n} held up", n)


def cancelled(n: int) -> str:
    """They were cancelled."""
    return tr_some("1 cancelled", "{n} cancelled", n)


def brought_back(n: int) -> str:
    """Their originals are back in their places."""
    return tr_some("1 brought back", "{n} brought back", n)
