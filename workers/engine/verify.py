"""Reopen an output and look whether everything that was promised is so."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import Format
from workers.outcome import Checked, Promise, Verdict
from workers.plan import Plan

_PILLOW_NAMES = {
    Format.JPEG: "JPEG",
    Format.PNG: "PNG",
    Format.WEBP: "WEBP",
    Format.AVIF: "AVIF",
    Format.TIFF: "TIFF",
    Format.GIF: "GIF",
    Format.BMP: "BMP",
    Format.ICO: "ICO",
    Format.JXL: "JXL",
}


def verify(plan: Plan, bundle: object, part: Path) -> tuple[Checked, ...]:
    """What became of each promise in `part`, a file or a folder of stills. Raises Failure for one that was broken."""
    for path in sorted(part.iterdir()) if plan.stills > 1 else [part]:
        for promise, holds in _checks(plan, path):
            if not holds:
                raise Failure(ErrorCode.CHECK_FAILED, FailureFacts(promise=promise, format=plan.format))
    return (
        Checked(promise=Promise.OPENS, verdict=Verdict.KEPT),
        Checked(promise=Promise.SIZE, verdict=Verdict.KEPT),
    )


def _checks(plan: Plan, path: Path) -> Iterator[tuple[Promise, bool]]:
    try:
        with Image.open(path, formats=[_PILLOW_NAMES[plan.format]]) as image:
            image.load()
            yield Promise.SIZE, image.size == (plan.width, plan.height)
    except (OSError, SyntaxError, ValueError):
        yield Promise.OPENS, False
