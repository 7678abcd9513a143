"""Dropping on the window: what may be dropped, what it will do, and the sheet that says so."""

from collections.abc import Callable
from functools import partial
from typing import assert_never

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mediaapp import text
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.automatic.page import AutomaticPage
from mediaapp.gui.intake import Intake, gather
from mediaapp.gui.theme import Role, app_font, current, pixmap
from mediaapp.text import tr
from workers.recipe import Automatic, BesideEach, InFolder, Recipe, ReplaceOriginals


class DropZone(QObject):
    """Takes drops on a window for the intake. With Shift held, the recipe is asked for where the drop was.

    While the page Automatic is shown, a folder is one to be watched.
    """

    def __init__(
        self,
        window: QWidget,
        intake: Intake,
        recipe: Callable[[], Recipe],
        context: ActionContext,
        automatic: AutomaticPage,
    ) -> None:
        super().__init__(window)
        self._automatic = automatic
        self._window = window
        self._intake = intake
        self._recipe = recipe
        self._context = context
        self._sheet = DropSheet(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event:
            case QDropEvent() if event.type() == QEvent.Type.Drop:
                self._take(event)
                return True
            case QDragEnterEvent():
                if event.source() is None and self._intake.accepts(event.mimeData()):
                    self._announce(event)
                return True
            case QDragMoveEvent():
                self._announce(event)
                return True
            case _ if event.type() == QEvent.Type.DragLeave:
                self._sheet.hide()
        return super().eventFilter(watched, event)

    def _take(self, event: QDropEvent) -> None:
        self._sheet.hide()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if self._automatic.isVisible():
            self._automatic.take_drop(event.mimeData())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            at = self._window.mapToGlobal(event.position().toPoint())
            self._context.ask_recipe(partial(self._intake.add, gather(event.mimeData())), at)
        else:
            self._intake.take(event.mimeData())

    def _announce(self, event: QDragMoveEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if self._automatic.isVisible():
            hint = tr("pictures are added as “{recipe}”", recipe=self._recipe().name)
            self._sheet.tell(tr("Drop a folder to watch it"), hint)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._sheet.tell(tr("Drop, then choose a recipe"), "")
        else:
            recipe = self._recipe()
            title = tr("Drop to add as “{recipe}”", recipe=recipe.name)
            hint = tr("hold Shift to choose a recipe first")
            self._sheet.tell(title, f"{self._where(recipe)} · {hint}")

    def _where(self, recipe: Recipe) -> str:
        match recipe.destination:
            case Automatic(folder=folder) | BesideEach(folder=folder):
                return tr("Copies go to “{folder}” beside the originals", folder=folder)
            case InFolder(path=path):
                return tr("Copies go to {folder}", folder=text.place(path))
            case ReplaceOriginals():
                return tr("Originals are replaced, backups kept 30 days")
            case _:
                assert_never(recipe.destination)


class DropSheet(QWidget):
    """Says what a drop will do; lets every event through to the window below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._below = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = ""
        self._hint = ""
        self.hide()

    def tell(self, title: str, hint: str) -> None:
        """Cover the window and say this."""
        if (title, hint) != (self._title, self._hint) or not self.isVisible():
            self._title, self._hint = title, hint
            self.setGeometry(self._below.rect())
            self.show()
            self.raise_()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = colors.color(Role.SELECTION)
        ground.setAlpha(240)
        painter.fillRect(self.rect(), ground)
        pen = QPen(colors.color(Role.ACCENT), 2)
        pen.setDashPattern([4, 2.5])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(17, 17, -17, -17), 14, 14)
        middle = self.rect().center()
        picture = pixmap("download", Role.ACCENT, 40, self.devicePixelRatioF())
        painter.drawPixmap(middle.x() - 20, middle.y() - 72, picture)
        place = self.rect().adjusted(40, 0, -40, 0)
        painter.setFont(app_font(22, QFont.Weight.DemiBold))
        painter.setPen(colors.color(Role.TEXT))
        painter.drawText(place.translated(0, 0), Qt.AlignmentFlag.AlignCenter, self._title)
        painter.setFont(app_font(14))
        painter.setPen(colors.color(Role.MUTED))
        painter.drawText(place.translated(0, 32), Qt.AlignmentFlag.AlignCenter, self._hint)
