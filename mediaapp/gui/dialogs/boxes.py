"""What is asked when the window is closed while there is work, and told when there can be no window."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from mediaapp.text import tr, tr_n


def ask_what_closing_means(
    window: QWidget, unfinished: int, *, quit_now: Callable[[], object], go_on: Callable[[], object] | None
) -> QDialog:
    """Ask whether `unfinished` jobs wait for the next start or go on without the window.

    `go_on` is None where there is nothing to come back by. An escape does neither. The box deletes itself.
    """
    keeps = tr("If you quit, what is not done stays in the queue and goes on when mediaapp is opened again.")
    goes_on = tr("mediaapp can go on without its window. The menu lets you change this later.")
    question = QMessageBox(window)
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.setTextFormat(Qt.TextFormat.PlainText)
    question.setText(tr_n("1 picture is not done yet.", "{n} pictures are not done yet.", unfinished))
    question.setInformativeText(keeps if go_on is None else f"{goes_on} {keeps}")
    if go_on is not None:
        background = question.addButton(tr("Go on in the background"), QMessageBox.ButtonRole.AcceptRole)
        background.clicked.connect(go_on)
        question.setDefaultButton(background)
    question.addButton(tr("Quit"), QMessageBox.ButtonRole.DestructiveRole).clicked.connect(quit_now)
    # One of Qt's own would bring an icon in colours of its own.
    question.setEscapeButton(question.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
    question.open()
    return question


def tell_in_a_box(application: QApplication, sentence: str) -> None:
    """Say this where there is no window to say it in, and run until it was read."""
    box = QMessageBox(QMessageBox.Icon.Critical, "mediaapp", sentence)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.show()
    application.exec()
