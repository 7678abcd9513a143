"""Tell of what was announced to stay behind and has no check of its own: there is nothing of it to look for."""

from collections.abc import Iterator

from workers.outcome import Checked, Promise, Verdict
from workers.plan import Loss, Plan

_LOSSES = (
    (Promise.PRINT_SIZE, frozenset({Loss.DPI})),
    (Promise.EXACT_PIXELS, frozenset({Loss.EXACT_PIXELS})),
    (Promise.HARD_LINKS, frozenset({Loss.HARD_LINKS})),
    (
        Promise.BESIDE,
        frozenset(
            {Loss.MOTION, Loss.CREDENTIALS, Loss.PICTURES, Loss.AUXILIARY, Loss.OTHER, Loss.HISTORY, Loss.PLACES}
        ),
    ),
)


def announced(plan: Plan) -> Iterator[Checked]:
    """The losses of the plan that no other check speaks of."""
    for promise, losses in _LOSSES:
        if losses & set(plan.losses):
            yield Checked(promise=promise, verdict=Verdict.LOST)
