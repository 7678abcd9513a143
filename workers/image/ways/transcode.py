"""The coefficients of a JPEG go along in a JPEG XL."""

from pathlib import Path

from workers.image.decode import Seen
from workers.image.encode.transcode import transcode
from workers.image.goals.encoded import Encoded
from workers.image.verify import verify
from workers.image.ways.made import Made
from workers.image.ways.packed import whole
from workers.plan import Plan


def keep_coefficients(plan: Plan, seen: Seen, part: Path) -> Made | None:
    """Write the JPEG that the source is, or was made of, as JPEG XL; None where there is none, or the library takes it not."""
    made = transcode(whole(seen.file), plan)
    if made is None:
        return None
    part.write_bytes(made.data)
    encoded = Encoded(encodes=0, jpeg=made.jpeg)
    return Made(encoded=encoded, promises=verify(plan, made.bundle, part, encoded), flaws=seen.flaws)
