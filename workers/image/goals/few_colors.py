"""The fewest colours that still look as asked, for formats that have no quality of their own."""

from collections.abc import Callable, Iterator

from PIL import Image

from workers.image.goals.encoded import Encoded
from workers.image.goals.look import MARGIN, comparable
from workers.image.goals.sample import mosaic, places, samples
from workers.image.goals.task import Task
from workers.image.pixels.palette import MOST_COLORS, Palette, reduced

_COUNTS = (16, 32, 64, 128, MOST_COLORS)
_LEAST_SAVING = 0.1
"""What fewer colours must save of the exact file, or that one stays."""

_HOPELESS = 35
"""So far below the score a glance at plain colours ends it. Full palettes came at most 16 above theirs in photos, and dithered
ones 31 in gradients."""

_LEAST_PIXELS = 32 * 32
"""The score says little of a picture of fewer, and there is nothing to save."""


def in_few_colors(target: float, task: Task) -> tuple[bytes, Encoded]:
    """The smallest of the exact file and of those in few colours whose score is at least `target`.

    The score is that of the very pixels in the file, on parts of a large picture. Dithered and plain ones are looked at, for
    each may be smaller where it reaches the score. At most two are encoded beside the exact one.
    """
    exact = task.exact()
    best, chosen = exact, Encoded(packed=task.packed is not None)
    image = task.frames.first().image
    if not task.fewer_colors or image.width * image.height < _LEAST_PIXELS:
        return best, chosen
    for palette, score in _reaching(target, image):
        data = task.whole(None, palette)
        limit = len(exact) * (1 - _LEAST_SAVING) if best is exact else len(best)
        if len(data) < limit:
            best, chosen = data, Encoded(colors=palette.colors, score=round(score, 1))
    return best, chosen


def _reaching(target: float, image: Image.Image) -> Iterator[tuple[Palette, float]]:
    """The palette of the fewest colours, dithered and not, that reaches the score, and its score."""
    wanted = target + (MARGIN if len(places(image)) > 1 else 0.0)
    if _is_hopeless(wanted, image):
        return
    score = _scorer(image)
    for dithered in (False, True):
        found: tuple[Palette, float] | None = None
        low, high = 0, len(_COUNTS)
        at = high - 1
        while low < high:
            palette = Palette(colors=_COUNTS[at], dithered=dithered)
            reached = score(palette)
            if reached >= wanted:
                found, high = (palette, reached), at
            else:
                low = at + 1
            at = (low + high) // 2
        if found is not None:
            yield found


def _is_hopeless(wanted: float, image: Image.Image) -> bool:
    """Whether the most colours, chosen roughly, are far off in the parts of a picture: most photos, at a third of the cost."""
    parts = mosaic(samples(image))
    return _scorer(parts)(Palette(colors=MOST_COLORS, dithered=False, rough=True)) < wanted - _HOPELESS


def _scorer(image: Image.Image) -> Callable[[Palette], float]:
    from workers.image.goals.score import Reference  # noqa: PLC0415 - numpy only where a score is wanted

    whole = comparable(image)
    boxes = places(whole)
    reference = Reference([whole.crop(box) for box in boxes])

    def score(palette: Palette) -> float:
        other = comparable(reduced(image, palette))
        return reference.score([other.crop(box) for box in boxes])

    return score
