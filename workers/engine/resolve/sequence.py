"""How many frames or pages are used, and how many files come out."""

from dataclasses import dataclass

from workers.formats import SPECS, Format
from workers.plan import Decision, Facts, Loss, Reason, Topic
from workers.recipe import Frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
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
        return Sequence(frames=1, stills=1, decisions=(_decision("first", Reason.ASKED),))
    spec = SPECS[target]
    if facts.frames > 1:
        if spec.animation:
            # An AVIF is written without a count of showings, which means for ever.
            losses: tuple[Loss, ...] = (Loss.LOOP,) if target is Format.AVIF and facts.plays != 0 else ()
            if target is Format.GIF and facts.fine_times:  # it counts hundredths of a second
                losses = (*losses, Loss.FRAME_TIMES)
            return Sequence(
                frames=count, stills=1, decisions=(_decision(str(count), Reason.SAME_AS_SOURCE),), losses=losses
            )
        stills = 1 if spec.pages else count
        return Sequence(
            frames=count,
            stills=stills,
            decisions=(_decision("pages" if spec.pages else "one_file_each", Reason.TARGET_CANNOT_HOLD),),
            losses=(Loss.ANIMATION,),
        )
    if spec.pages:
        return Sequence(frames=count, stills=1, decisions=(_decision(str(count), Reason.SAME_AS_SOURCE),))
    return Sequence(
        frames=count,
        stills=count,
        decisions=(_decision("one_file_each", Reason.TARGET_CANNOT_HOLD),),
        losses=(Loss.PAGES,),
    )


def only_readable(facts: Facts, sequence: Sequence) -> Sequence:
    """The sequence of an output that is encoded: of some animations only one picture can be decoded."""
    if not facts.still_only or sequence.frames == 1:
        return sequence
    decision = _decision("first", Reason.CANNOT_READ_THE_REST)
    return Sequence(frames=1, stills=1, decisions=(decision,), losses=(Loss.ANIMATION,))


def untouched(sequence: Sequence) -> Sequence:
    """The sequence of an output that is the source's own, whatever we could have written."""
    return Sequence(frames=sequence.frames, stills=1) if sequence.losses else sequence


def _decision(choice: str, reason: Reason) -> Decision:
    return Decision(topic=Topic.FRAMES, choice=choice, reason=reason)
