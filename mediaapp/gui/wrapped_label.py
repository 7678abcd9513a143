"""Plain text over a few lines, cut at the end of a word where even they are too few."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QWidget

from mediaapp.gui.widgets import plain_tip

_ENCODING = "utf-16-le"
_UNIT_BYTES = 2
"""Qt counts the text's places in units of UTF-16."""
_LINE_END = "\N{LINE SEPARATOR}"
_MORE = "…"
_ROUNDING_PX = 2


class WrappedLabel(QLabel):
    """Has no size of its own: it is told how wide it may be, and over how many lines."""

    def __init__(self, text: str, look: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)
        self.setAccessibleName(text)
        self.setHidden(not text)

    def line_px(self) -> int:
        """How wide it is in one line, in pixels."""
        self.ensurePolished()
        return self.fontMetrics().horizontalAdvance(self._whole) + _ROUNDING_PX if self._whole else 0

    def fit(self, width: int, lines: int) -> int:
        """Take at most this many pixels and lines; returns how many lines it took."""
        if not self._whole:
            return 0
        self.ensurePolished()
        cut = wrapped(self._whole, self.font(), width, lines)
        self.setText("\n".join(cut))
        self.setToolTip(plain_tip(self._whole) if cut[-1] != self._whole and cut[-1].endswith(_MORE) else "")
        self.resize(self.sizeHint())
        return len(cut)


def wrapped(text: str, font: QFont, width: int, most: int) -> list[str]:
    """The text in lines of at most `width` pixels and at least one; what is too much for `most` lines ends in an ellipsis.

    A word is broken only where it is wider than a whole line.
    """
    layout = QTextLayout(text.replace("\n", _LINE_END), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    units = layout.text().encode(_ENCODING, "surrogatepass")
    starts = list[int]()
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart() * _UNIT_BYTES)
    layout.endLayout()
    ends = [*starts[1:], len(units)]
    lines = [_plain(units[start:end]) for start, end in zip(starts, ends, strict=True)]
    if len(lines) > most:
        lines[most - 1 :] = [_cut(_plain(units[starts[most - 1] :]), font, width)]
    return lines


def _plain(units: bytes) -> str:
    return units.decode(_ENCODING, "surrogatepass").replace(_LINE_END, " ").strip()


def _cut(text: str, font: QFont, width: int) -> str:
    """As many whole words as fit in front of an ellipsis."""
    metrics = QFontMetrics(font)
    fitting = text
    while " " in fitting:
        fitting = fitting.rpartition(" ")[0]
        if metrics.horizontalAdvance(fitting + _MORE) <= width:
            return fitting + _MORE
    return metrics.elidedText(fitting + _MORE, Qt.TextElideMode.ElideRight, width)
