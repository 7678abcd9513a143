"""What is out of the ordinary, on the activity page: a quiet line each, with what can be done about it."""

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from mediaapp import text
from mediaapp.gui.actions.action import Offer
from mediaapp.gui.actions.alerts import offers_for
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.theme import Role
from mediaapp.gui.widgets import LINK_STYLE, ElidedLabel, IconView, clear, column, label
from mediaapp.text import tr
from workers.jobs.alert import Alert
from workers.jobs.ids import AlertId

MARK = 14


class AlertList(QWidget):
    """The alerts that last, the oldest first; not there while there are none."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._context = context
        self._rows: dict[AlertId, AlertRow] = {}
        self._layout = column(self, spacing=8)
        self._layout.addWidget(label(tr("Out of the ordinary"), "heading"))

    def show_alerts(self, alerts: Sequence[Alert]) -> None:
        """Show these as they are now; a row that stays keeps the focus."""
        gone = self._rows.keys() - {alert.id for alert in alerts}
        for number in gone:
            made = self._rows.pop(number)
            made.hide()
            made.deleteLater()
        for alert in alerts:
            if alert.id not in self._rows:
                self._rows[alert.id] = AlertRow(self._context)
                self._layout.addWidget(self._rows[alert.id])
            self._rows[alert.id].show_alert(alert)
        self.setVisible(bool(alerts))


class AlertRow(QWidget):
    """One alert: what it is, what follows, and links."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._context = context
        self._offers: tuple[Offer, ...] = ()
        self._title = ElidedLabel()
        self._body = ElidedLabel(look="muted", elide=Qt.TextElideMode.ElideRight)
        self._links = QHBoxLayout()
        self._links.setSpacing(12)
        grid = QGridLayout(self)
        grid.setContentsMargins(2, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(IconView("notice", Role.WARN, MARK), 0, 0)
        grid.addWidget(self._title, 0, 1)
        grid.addWidget(self._body, 1, 1)
        grid.addLayout(self._links, 2, 1)

    def show_alert(self, alert: Alert) -> None:
        """Show its facts of now."""
        told = text.alert(alert.facts, time.time())
        self._title.show_text(told.title)
        self._body.show_text(told.body)
        self._offer(offers_for(alert.facts), told.title)

    def _offer(self, offers: tuple[Offer, ...], title: str) -> None:
        if offers == self._offers:
            return
        self._offers = offers
        clear(self._links)
        for offered in offers:
            link = OfferButton(self._context, offered, look="link", plain=True)
            link.setStyleSheet(LINK_STYLE)
            link.setAccessibleName(f"{offered.label}: {title}")
            self._links.addWidget(link)
        self._links.addStretch(1)
