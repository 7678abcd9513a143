"""How large a picture may be at all, whatever the machine: what is larger is an attack or a mistake."""

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import Facts

MOST_PIXELS = 1_000_000_000
MOST_PIXELS_OF_ALL_FRAMES = 20_000_000_000
MOST_PIXELS_AT_ONCE = 200_000_000
"""For a small picture that somebody waits for, whose memory nobody admitted."""
MOST_FRAMES = 100_000
MOST_FILE_BYTES = 4_000_000_000


def check_bytes(size: int) -> None:
    """Raises Failure TOO_LARGE for a file of more than `MOST_FILE_BYTES`, before any of its parts is looked for."""
    if size > MOST_FILE_BYTES:
        raise Failure(ErrorCode.TOO_LARGE, FailureFacts(bytes_needed=size, limit=MOST_FILE_BYTES))


def check_limits(facts: Facts) -> None:
    """Raises Failure TOO_LARGE, with the limit that was passed, before any pixel is decoded."""
    frames = max(facts.frames, facts.pages)
    pixels = facts.width * facts.height
    for value, limit in (
        (pixels, MOST_PIXELS),
        (pixels * frames, MOST_PIXELS_OF_ALL_FRAMES),
        (frames, MOST_FRAMES),
    ):
        if value > limit:
            raise Failure(
                ErrorCode.TOO_LARGE,
                FailureFacts(width=facts.width, height=facts.height, frames=frames, limit=limit),
            )
