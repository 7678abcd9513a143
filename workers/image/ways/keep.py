"""The source's own pixels go along."""

from pathlib import Path

from workers.image.decode import Seen
from workers.image.goals.encoded import Encoded, Sample
from workers.image.pixels.miniature import Miniature
from workers.image.pixels.orientation import orient
from workers.image.progress import COMPRESSED, Progress
from workers.image.verify import verify
from workers.image.ways.made import Made
from workers.image.ways.packed import Packed
from workers.outcome import Stage
from workers.plan import Method, Plan


def keep_pixels(plan: Plan, seen: Seen, part: Path, progress: Progress) -> Made:
    """Write the source's own pixels, packed better or as they are, with the metadata that the plan lets through."""
    packed = Packed(plan, seen.file)
    part.write_bytes(packed.file)
    progress(Stage.CHECKING, COMPRESSED)
    shown = orient(seen.frame.image, seen.frame.orientation)
    is_compared = plan.method is Method.REPACK and plan.frames == 1
    looks = (Sample(number=0, at_ms=0.0, look=Miniature(shown)),) if is_compared else ()
    encoded = Encoded(encodes=0, samples=looks)
    return Made(
        encoded=encoded,
        promises=verify(plan, packed.bundle, part, encoded),
        kept_original=plan.method is Method.COPY or packed.is_source,
        flaws=seen.flaws,
    )
