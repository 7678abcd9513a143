"""What was saved day by day: a chart, or the same numbers as a table."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from mediaapp import text
from mediaapp.gui.automatic.card_ground import CardGround
from mediaapp.gui.automatic.chart import LOWEST_PX, Chart
from mediaapp.gui.automatic.chart_scale import Bars, Range, Unit, bars_of
from mediaapp.gui.automatic.chart_words import range_name, summed_up, when
from mediaapp.gui.automatic.segments import Segments
from mediaapp.gui.theme import icon
from mediaapp.gui.widgets import ElidedLabel, button, column, label, row
from mediaapp.text import tr
from workers.jobs.queries import DaySum

_HEAD_PX = 32
_ROW_PX = 28
_NOTHING_PX = 240
_HIGHEST_PX = 520


class SavedByDay(CardGround):
    """Remembers over what range it looks while the window is open."""

    def __init__(self) -> None:
        super().__init__()
        self._days: tuple[DaySum, ...] = ()
        self._shown = Range.DAYS
        self._sum = ElidedLabel(look="muted", elide=Qt.TextElideMode.ElideRight)
        self._segments = Segments([(one.value, range_name(one)) for one in Range], self._shown.value)
        self._segments.chosen.connect(self._on_range)
        self._more = button("", look="flat")
        self._more.setIcon(icon("more-horizontal"))
        self._more.setAccessibleName(tr("More about what was saved"))
        self._more.clicked.connect(self._on_more)
        self._chart, self._table = Chart(), _DayTable()
        self._nothing = label(tr("Nothing saved yet"), "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setMinimumHeight(LOWEST_PX)
        self._stack = QStackedWidget()
        self._stack.setStyleSheet("QStackedWidget { background: transparent; }")
        for page in (self._chart, self._table, self._nothing):
            self._stack.addWidget(page)
        self._lay_out()
        self.show_days(())

    def show_days(self, days: tuple[DaySum, ...]) -> None:
        """Show what was made on these days."""
        self._days = days
        bars = bars_of(days, self._shown, date.today())
        self._chart.show_bars(bars, self._shown)
        self._table.show_bars(bars)
        self._sum.show_text(summed_up(bars, self._shown))
        self._segments.setVisible(bool(days))
        self.setMaximumHeight(_HIGHEST_PX if days else _NOTHING_PX)
        self._more.setVisible(bool(days))
        if not days:
            self._stack.setCurrentWidget(self._nothing)
        elif self._stack.currentWidget() is self._nothing:
            self._stack.setCurrentWidget(self._chart)

    def menu(self) -> QMenu:
        """How it can be shown. Deletes itself when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, page in ((tr("Show as a chart"), self._chart), (tr("Show as a table"), self._table)):
            entry = menu.addAction(words)
            entry.setCheckable(True)
            entry.setChecked(self._stack.currentWidget() is page)
            entry.triggered.connect(lambda _checked=False, page=page: self._stack.setCurrentWidget(page))
        return menu

    def _on_more(self) -> None:
        self.menu().popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _on_range(self, name: str) -> None:
        self._shown = Range(name)
        self.show_days(self._days)

    def _lay_out(self) -> None:
        whole = column(self, margins=(19, 11, 19, 13), spacing=8)
        head = QWidget()
        head.setFixedHeight(_HEAD_PX)
        line = row(head, spacing=10)
        line.addWidget(label(tr("Saved by day"), "heading"))
        line.addWidget(self._sum, 1)
        line.addWidget(self._segments)
        line.addWidget(self._more)
        whole.addWidget(head)
        whole.addWidget(self._stack, 1)


class _DayTable(QTableWidget):
    """The numbers of the bars with something in them, the newest first."""

    def __init__(self) -> None:
        super().__init__(0, 5)
        self._bars = Bars(unit=Unit.DAY, bars=())
        for at, words in enumerate((tr("When"), tr("Files"), tr("Before"), tr("After"), tr("Saved"))):
            self.setHorizontalHeaderItem(at, _cell(at, words))
        self.setAccessibleName(tr("Saved by day"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.setMinimumHeight(LOWEST_PX)

    def show_bars(self, bars: Bars) -> None:
        """Show these."""
        if bars == self._bars:
            return
        self._bars = bars
        filled = [bar for bar in reversed(bars.bars) if bar.files]
        self.setRowCount(len(filled))
        for at, bar in enumerate(filled):
            sizes = (text.size(bar.bytes_in), text.size(bar.bytes_out), text.size(max(0, bar.saved)))
            for column_at, words in enumerate((when(bar.begins, bars.unit), text.count(bar.files), *sizes)):
                self.setItem(at, column_at, _cell(column_at, words))


def _cell(column_at: int, words: str) -> QTableWidgetItem:
    """Words of one column, figures on the right."""
    item = QTableWidgetItem(words)
    side = Qt.AlignmentFlag.AlignRight if column_at else Qt.AlignmentFlag.AlignLeft
    item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return item
