"""What goes wrong with the application itself, in words."""

from PySide6.QtCore import QCoreApplication

from workers.service import DatabaseBusy, DatabaseDamaged, DatabaseFull, DatabaseOnNetwork, DatabaseTooNew, StoreError

translate = QCoreApplication.translate


def in_words(error: Exception) -> str:
    """What happened and, where there is something, what to do."""
    match error:
        case DatabaseTooNew():
            told = translate("troubles", "A newer version of mediaapp made the list of jobs. Please update.")
        case DatabaseOnNetwork():
            told = translate(
                "troubles",
                "The list of jobs may not lie on a network drive. Set MEDIAAPP_HOME to a folder of this computer.",
            )
        case DatabaseFull():
            told = translate("troubles", "The list of jobs cannot be written: the disk is full or read-only.")
        case DatabaseBusy():
            told = translate("troubles", "Another program keeps the list of jobs locked. Try again in a moment.")
        case DatabaseDamaged():
            told = translate(
                "troubles",
                "The list of jobs is damaged. Quit mediaapp and start it again: the list is kept aside then, and no picture"
                " is touched.",
            )
        case OSError(strerror=str(reason), filename=str(path)):
            told = f"{path}: {reason}"
        case OSError() | StoreError():
            told = str(error)
        case _:
            told = translate("troubles", "Something went wrong in mediaapp itself. Its log tells what.")
    return told
