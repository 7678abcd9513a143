"""What is the matter with the list of jobs, and with the application itself, in words."""

from pathlib import Path

from mediaapp.text.announcements import NoticeText
from mediaapp.text.language import tr
from workers.service import DatabaseBusy, DatabaseDamaged, DatabaseFull, DatabaseOnNetwork, DatabaseTooNew, StoreError


def error_message(error: Exception) -> str:
    """What happened and, where there is something, what to do."""
    match error:
        case DatabaseTooNew():
            told = tr("A newer version of mediaapp made the list of jobs. It is left alone; please update.")
        case DatabaseOnNetwork():
            told = tr(
                "The list of jobs may not lie on a network drive. Set MEDIAAPP_HOME to a folder of this computer.",
            )
        case DatabaseFull():
            told = tr("The list of jobs cannot be written: the disk is full or read-only.")
        case DatabaseBusy():
            told = tr("Another program keeps the list of jobs locked. Try again in a moment.")
        case DatabaseDamaged():
            told = tr(
                "The list of jobs is damaged. End mediaapp everywhere and start it again: the list is kept aside then,"
                " and no picture is touched.",
            )
        case StoreError():
            told = tr("The list of jobs cannot be used: {error}", error=error)
        case OSError(strerror=str(reason), filename=str(path)):
            told = f"{path}: {reason}"
        case OSError():
            told = str(error)
        case _:
            told = tr("Something went wrong in mediaapp itself. Its log tells what.")
    return told


def was_damaged(kept: Path) -> NoticeText:
    """The list of jobs could not be read at the start; it is kept as `kept`."""
    body = tr("It is kept as {name}; an empty one is used now.", name=kept)
    return NoticeText(title=tr("The list of jobs was damaged."), body=body)
