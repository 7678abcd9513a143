"""A font for a machine that has none: without one there are no words to be seen, and nothing to be said of their room."""

from PIL import ImageFont
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase

# fontconfig's own aliases, which Qt lists whether or not a font stands behind them.
_ALIASES = frozenset({"Monospace", "Sans Serif", "Serif"})


def have_a_font() -> None:
    """Add the font that Pillow carries (Aileron, CC0), unless the machine has any of its own."""
    if set(QFontDatabase.families()) - _ALIASES:
        return
    carried = ImageFont.load_default(13)
    assert isinstance(carried, ImageFont.FreeTypeFont)
    assert QFontDatabase.addApplicationFontFromData(QByteArray(carried.font_bytes)) >= 0
