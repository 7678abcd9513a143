"""What is asked when the window is closed while there is work, and told when there can be no window."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from mediaapp.text import tr, tr_n


class ClosingQuestion(QMessageBox):
    """Asks whether jobs that are not done wait for the next start or go on without the window; deletes itself.

    `go_on` is None where there is nothing to come back by. An escape does neither.
    """

    def __init__(
        self, window: QWidget, unfinished: int, *, quit_now: Callable[[], object], go_on: Callable[[], object] | None
    ) -> None:
        super().__init__(window)
        keeps = tr("If you quit, what is not done stays in the queue and goes on when mediaapp is opened again.")
        goes_on = tr("mediaapp can go on without its window. The menu lets you change this later.")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.show_unfinished(unfinished)
        self.setInformativeText(keeps if go_on is None else f"{goes_on} {keeps}")
        primary = self.addButton(tr("Quit"), QMessageBox.ButtonRole.DestructiveRole)
        primary.clicked.connect(quit_now)
        if go_on is not None:
            primary = self.addButton(tr("Go on in the background"), QMessageBox.ButtonRole.AcceptRole)
            primary.clicked.connect(go_on)
        primary.setProperty("look", "primary")
        self.setDefaultButton(primary)
        # One of Qt's own would bring an icon in colours of its own.
        self.setEscapeButton(self.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole))

    def show_unfinished(self, n: int) -> None:
        """Tell how many jobs are not done."""
        told = tr_n("1 picture is not done yet.", "{n} pictures are not done yet.", n)
        self.setText(told if n else tr("Everything is done now."))


class RemovingQuestion(QMessageBox):
    """Asks before something is removed that cannot be brought back; deletes itself."""

    def __init__(self, window: QWidget, sentence: str, remove: Callable[[], object]) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(sentence)
        primary = self.addButton(tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        primary.setProperty("look", "primary")
        primary.clicked.connect(remove)
        stay = self.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(primary)
        self.setEscapeButton(stay)


def tell_in_a_box(application: QApplication, sentence: str) -> None:
    """Say this where there is no window to say it in, and run until it was read."""
    box = QMessageBox(QMessageBox.Icon.Critical, "mediaapp", sentence)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.show()
    application.exec()
