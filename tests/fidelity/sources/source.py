"""A picture with one property that can be lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workers.formats import Format
from workers.plan import Loss
from workers.recipe import Goal, Quality


@dataclass(frozen=True, kw_only=True)
class Source:
    """A picture with one property, the row of the table that it belongs to, and how its file is made.

    `tools` are the programs that make it. `looks` is whether its pixels are judged, `tolerance` how far their mean may move
    (8-bit levels, in sRGB); None where nobody can say what they look like.
    """

    row: str
    name: str
    format: Format
    make: Callable[[Path], None]
    tools: tuple[str, ...] = ()
    looks: bool = False
    tolerance: float | None = 4.0
    goal: Goal = field(default_factory=lambda: Quality(92))

    @property
    def about(self) -> frozenset[Loss]:
        """The losses that would take the row's property away."""
        return _ABOUT.get(self.row, frozenset())


_PRESS = frozenset((Loss.PRESS_COLORS,))
_ABOUT: Mapping[str, frozenset[Loss]] = {
    "EXIF with MakerNote": frozenset((Loss.EXIF,)),
    "XMP": frozenset((Loss.XMP,)),
    "Extended XMP": frozenset((Loss.XMP,)),
    "IPTC": frozenset((Loss.IPTC,)),
    "Comments": frozenset((Loss.COMMENT,)),
    "PNG text": frozenset((Loss.TEXT,)),
    "Resolution (dpi)": frozenset((Loss.DPI,)),
    "Wide-gamut profile (P3)": frozenset((Loss.PROFILE,)),
    "Grey profile": frozenset((Loss.PROFILE,)),
    "gAMA and cHRM": frozenset((Loss.PROFILE,)),
    "cICP (P3)": frozenset((Loss.PROFILE,)),
    "nclx (P3)": frozenset((Loss.PROFILE,)),
    "HDR (HLG)": frozenset((Loss.HDR,)),
    "CMYK with profile": _PRESS,
    "CMYK without profile": _PRESS,
    "Lab": _PRESS,
    "HDR (PQ)": frozenset((Loss.HDR,)),
    "HDR gain map": frozenset((Loss.GAIN_MAP,)),
    "Soft transparency": frozenset((Loss.TRANSPARENCY, Loss.SOFT_EDGES)),
    "Palette transparency": frozenset((Loss.TRANSPARENCY, Loss.SOFT_EDGES)),
    "16-bit colour": frozenset((Loss.DEPTH,)),
    "16-bit grey": frozenset((Loss.DEPTH,)),
    "10-bit colour": frozenset((Loss.DEPTH,)),
    "Float": frozenset((Loss.DEPTH,)),
    "Every pixel (asked: lossless)": frozenset((Loss.EXACT_PIXELS, Loss.TRANSPARENCY)),
    "Every pixel, hidden ones too": frozenset((Loss.EXACT_PIXELS, Loss.TRANSPARENCY)),
    "Animation that ends": frozenset((Loss.ANIMATION, Loss.LOOP, Loss.FRAME_TIMES)),
    "Animation for ever": frozenset((Loss.ANIMATION, Loss.LOOP, Loss.FRAME_TIMES)),
    "Transparent animation": frozenset((Loss.ANIMATION, Loss.LOOP, Loss.FRAME_TIMES, Loss.TRANSPARENCY)),
    "Pages": frozenset((Loss.PAGES,)),
    "Motion photo": frozenset((Loss.MOTION,)),
}
