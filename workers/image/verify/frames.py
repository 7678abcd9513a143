"""Check that an output has every frame and page, each shown as long as before."""

from collections.abc import Iterator, Sequence

from workers.facts import Facts
from workers.formats import SPECS, Clock
from workers.image.formats.registry import CODECS
from workers.image.goals.encoded import Encoded
from workers.image.timing import counted
from workers.image.verify.broken import Broken
from workers.outcome import Checked, Promise, Verdict
from workers.plan import Loss, Plan

_LOSSES = frozenset({Loss.ANIMATION, Loss.PAGES, Loss.LOOP, Loss.FRAME_TIMES})
# What floating numbers add up to.
_TOLERANCE_MS = 0.5


def check_frames(plan: Plan, facts: Facts, told: Encoded, durations: Sequence[float]) -> Iterator[Checked]:
    """Number, times and plays of the frames, number of the pages."""
    before = max(plan.facts.frames, plan.facts.pages)
    if before == 1:
        return
    after = max(facts.frames, facts.pages)
    if after != plan.frames and not (CODECS[plan.format].writer.joins_equal_frames and 1 <= after < plan.frames):
        raise Broken(Promise.FRAMES, f"{after} pictures instead of {plan.frames}")
    clock = SPECS[plan.format].animation
    if facts.frames > 1 and clock is not None:
        _check_times(durations, told.durations_ms, clock)
        if facts.plays not in {plan.facts.plays, min(plan.facts.plays, clock.most_plays)}:
            raise Broken(Promise.FRAMES, f"{facts.plays} plays instead of {plan.facts.plays}")
    if _LOSSES & set(plan.losses):
        yield Checked(promise=Promise.FRAMES, verdict=Verdict.LOST)
    else:
        same = plan.frames * plan.stills >= before
        yield Checked(promise=Promise.FRAMES, verdict=Verdict.KEPT if same else Verdict.CHANGED)


def _check_times(found: Sequence[float], asked: Sequence[float], clock: Clock) -> None:
    """What the frames were to be shown for, as far as the format's clock goes; none is asked for where nobody encoded."""
    expected = tuple(counted(asked, clock))
    if not expected:
        return
    if abs(sum(found) - sum(expected)) > _TOLERANCE_MS:
        raise Broken(Promise.FRAMES, f"{sum(found):.0f} ms instead of {sum(expected):.0f}")
    if len(found) != len(expected):
        return
    for number, (after, before) in enumerate(zip(found, expected, strict=True)):
        if abs(after - before) > _TOLERANCE_MS:
            raise Broken(Promise.FRAMES, f"frame {number}: {after:.0f} ms instead of {before:.0f}")
