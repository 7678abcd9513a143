"""What is asked when the window is closed while there is work."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from mediaapp import text


def _t(words: str) -> str:
    return QCoreApplication.translate("dialogs", words)


def ask_what_closing_means(
    window: QWidget, unfinished: int, *, quit_now: Callable[[], object], go_on: Callable[[], object] | None
) -> QMessageBox:
    """Ask whether `unfinished` jobs wait for the next start or go on without the window.

    `go_on` is None where there is nothing to come back by. An escape does neither. The box deletes itself.
    """
    one, many = _t("1 picture is not done yet."), _t("{count} pictures are not done yet.")
    keeps = _t("If you quit, what is not done stays in the queue and goes on when mediaapp is opened again.")
    goes_on = _t("mediaapp can go on without its window. The menu lets you change this later.")
    question = QMessageBox(window)
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.setTextFormat(Qt.TextFormat.PlainText)
    question.setText(one if unfinished == 1 else many.format(count=text.count(unfinished)))
    question.setInformativeText(keeps if go_on is None else f"{goes_on} {keeps}")
    if go_on is not None:
        background = question.addButton(_t("Go on in the background"), QMessageBox.ButtonRole.AcceptRole)
        background.clicked.connect(go_on)
        question.setDefaultButton(background)
    question.addButton(_t("Quit"), QMessageBox.ButtonRole.DestructiveRole).clicked.connect(quit_now)
    # One of Qt's own would bring an icon in colours of its own.
    question.setEscapeButton(question.addButton(_t("Cancel"), QMessageBox.ButtonRole.RejectRole))
    question.open()
    return question
