"""What is the matter with the list of jobs, and with the application itself, in words."""

from pathlib import Path

from mediaapp.text.announcements import NoticeText
from mediaapp.text.marks import QT_TRANSLATE_NOOP, Translate
from workers.service import DatabaseBusy, DatabaseDamaged, DatabaseFull, DatabaseOnNetwork, DatabaseTooNew, StoreError


def error_message(error: Exception, t: Translate = str) -> str:
    """What happened and, where there is something, what to do."""
    match error:
        case DatabaseTooNew():
            told = QT_TRANSLATE_NOOP(
                "text", "A newer version of mediaapp made the list of jobs. It is left alone; please update."
            )
        case DatabaseOnNetwork():
            told = QT_TRANSLATE_NOOP(
                "text",
                "The list of jobs may not lie on a network drive. Set MEDIAAPP_HOME to a folder of this computer.",
            )
        case DatabaseFull():
            told = QT_TRANSLATE_NOOP("text", "The list of jobs cannot be written: the disk is full or read-only.")
        case DatabaseBusy():
            told = QT_TRANSLATE_NOOP("text", "Another program keeps the list of jobs locked. Try again in a moment.")
        case DatabaseDamaged():
            told = QT_TRANSLATE_NOOP(
                "text",
                "The list of jobs is damaged. End mediaapp everywhere and start it again: the list is kept aside then,"
                " and no picture is touched.",
            )
        case StoreError():
            return t(QT_TRANSLATE_NOOP("text", "The list of jobs cannot be used: {error}")).format(error=error)
        case OSError(strerror=str(reason), filename=str(path)):
            return f"{path}: {reason}"
        case OSError():
            return str(error)
        case _:
            told = QT_TRANSLATE_NOOP("text", "Something went wrong in mediaapp itself. Its log tells what.")
    return t(told)


def was_damaged(kept: Path, t: Translate = str) -> NoticeText:
    """The list of jobs could not be read at the start; it is kept as `kept`."""
    body = t(QT_TRANSLATE_NOOP("text", "It is kept as {name}; an empty one is used now.")).format(name=kept)
    return NoticeText(title=t(QT_TRANSLATE_NOOP("text", "The list of jobs was damaged.")), body=body)
