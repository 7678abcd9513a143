"""What goes wrong with the application itself, in words."""

from PySide6.QtCore import QCoreApplication

from workers.service import DatabaseBusy, DatabaseFull, DatabaseOnNetwork, DatabaseTooNew, StoreError

translate = QCoreApplication.translate


def in_words(error: OSError | StoreError) -> str:
    """What happened and, where there is something, what to do."""
    match error:
        case DatabaseTooNew():
            return translate("troubles", "A newer version of mediaapp made the list of jobs. Please update.")
        case DatabaseOnNetwork():
            return translate(
                "troubles",
                "The list of jobs may not lie on a network drive. Set MEDIAAPP_HOME to a folder of this computer.",
            )
        case DatabaseFull():
            return translate("troubles", "The list of jobs cannot be written: the disk is full or read-only.")
        case DatabaseBusy():
            return translate("troubles", "Another program keeps the list of jobs locked. Try again in a moment.")
        case OSError(strerror=str(reason), filename=str(path)):
            return f"{path}: {reason}"
        case _:
            return str(error)
