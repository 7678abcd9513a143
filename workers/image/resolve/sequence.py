"""How many frames or pages are used, and how many files come out."""

from collections.abc import Iterator

from msgspec import Struct

from workers.facts import Facts, Times
from workers.formats import SPECS, Clock, Format
from workers.image.timing import is_exact
from workers.plan import (
    AllPictures,
    Choice,
    Decision,
    Handling,
    LongestFrame,
    Loss,
    MostPlays,
    Reason,
    ShortestFrame,
    Topic,
)
from workers.recipe import Frames


class Sequence(Struct, frozen=True, kw_only=True):
    """`frames` pictures of the source are used, and `stills` files come out (1: a single one, whatever it holds)."""

    frames: int
    stills: int
    decisions: tuple[Decision, ...] = ()
    losses: tuple[Loss, ...] = ()


def resolve_sequence(facts: Facts, asked: Frames, target: Format) -> Sequence:
    """All frames and pages unless the first was asked for; one file each where the target holds a single picture."""
    count = max(facts.frames, facts.pages)
    if count == 1:
        return Sequence(frames=1, stills=1)
    if asked is Frames.FIRST:
        return Sequence(frames=1, stills=1, decisions=(_decision(Handling.FIRST, Reason.ASKED),))
    spec = SPECS[target]
    if facts.frames > 1:
        if spec.animation:
            return _moving(facts, count, spec.animation)
        stills = 1 if spec.pages else count
        return Sequence(
            frames=count,
            stills=stills,
            decisions=(_decision(Handling.PAGES if spec.pages else Handling.ONE_FILE_EACH, Reason.TARGET_CANNOT_HOLD),),
            losses=(Loss.ANIMATION,),
        )
    if spec.pages:
        return Sequence(frames=count, stills=1, decisions=(_decision(AllPictures(count), Reason.SAME_AS_SOURCE),))
    return Sequence(
        frames=count,
        stills=count,
        decisions=(_decision(Handling.ONE_FILE_EACH, Reason.TARGET_CANNOT_HOLD),),
        losses=(Loss.PAGES,),
    )


def _moving(facts: Facts, count: int, clock: Clock) -> Sequence:
    decisions, losses = [_decision(AllPictures(count), Reason.SAME_AS_SOURCE)], list[Loss]()
    if facts.plays > clock.most_plays:
        decisions.append(_decision(MostPlays(clock.most_plays), Reason.AS_FAR_AS_TARGET_GOES))
        losses.append(Loss.LOOP)
    if facts.times is not None:
        changed = tuple(_times(facts.times, clock))
        decisions += changed
        is_kept = is_exact(facts.times, clock) and all(one.reason is Reason.AS_SHOWN for one in changed)
        losses += () if is_kept else (Loss.FRAME_TIMES,)
    return Sequence(frames=count, stills=1, decisions=tuple(decisions), losses=tuple(losses))


def _times(times: Times, clock: Clock) -> Iterator[Decision]:
    if times.slowed:
        yield _decision(Handling.SLOW_FRAMES, Reason.AS_SHOWN)
    if times.shortest_ms < clock.least_ms:
        # Below what its own unit allows a format has no times; the rest is for those who look at it.
        reason = Reason.SLOWED_DOWN if clock.least_ms > clock.unit_ms else Reason.AS_FAR_AS_TARGET_GOES
        yield _decision(ShortestFrame(clock.least_ms), reason)
    if times.longest_ms > clock.most_ms or times.total_ms > clock.most_total_ms:
        yield _decision(LongestFrame(clock.most_ms // 1000), Reason.AS_FAR_AS_TARGET_GOES)


def only_readable(facts: Facts, sequence: Sequence) -> Sequence:
    """The sequence of an output that is encoded: of some animations only one picture can be decoded."""
    if not facts.still_only or sequence.frames == 1:
        return sequence
    decision = _decision(Handling.FIRST, Reason.CANNOT_READ_THE_REST)
    return Sequence(frames=1, stills=1, decisions=(decision,), losses=(Loss.ANIMATION,))


def untouched(sequence: Sequence) -> Sequence:
    """The sequence of an output that is the source's own, whatever we could have written."""
    return Sequence(frames=sequence.frames, stills=1, decisions=sequence.decisions[:1] if sequence.stills == 1 else ())


def _decision(choice: Choice, reason: Reason) -> Decision:
    return Decision(topic=Topic.FRAMES, choice=choice, reason=reason)
