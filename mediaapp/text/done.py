"""What was done at somebody's wish, in words."""

from mediaapp.text.announcements import NoticeText
from mediaapp.text.language import tr, tr_n


def cancelled(n: int) -> NoticeText:
    """So many jobs were cancelled."""
    return NoticeText(
        title=tr_n("1 picture cancelled.", "{n} pictures cancelled.", n),
        body=tr("What is ready stays.") if n > 1 else "",
    )


def removed(n: int) -> NoticeText:
    """So many rows were taken off the list."""
    return NoticeText(
        title=tr_n("1 row removed from the list.", "{n} rows removed from the list.", n),
        body=tr_n("The file is untouched.", "Files are untouched.", n),
    )


def waits_again(n: int) -> str:
    """So many jobs were cancelled, and that was taken back."""
    return tr_n("1 picture is in the queue again.", "{n} pictures are in the queue again.", n)


def restored(n: int) -> str:
    """So many rows were taken off the list, and that was taken back."""
    return tr_n("1 row is in the list again.", "{n} rows are in the list again.", n)


def nothing_to_undo() -> str:
    """Nothing was done that could be taken back."""
    return tr("There is nothing to undo.")


def drop_taken_back(files: int, results: int) -> str:
    """A drop of so many files was taken back, and so many results of it are still there."""
    if not results:
        return tr_n("The drop of 1 file was taken back.", "The drop of {n} files was taken back.", files)
    return tr_n("The drop was taken back. 1 result stays.", "The drop was taken back. {n} results stay.", results)


def brought_back(originals: int, left: int) -> NoticeText:
    """So many originals are back in their places; so many of those asked for are still kept aside."""
    back = tr_n("1 original is back in its place.", "{n} originals are back in their places.", originals)
    kept = tr_n(
        "1 could not be brought back, and is kept where it is.",
        "{n} could not be brought back, and are kept where they are.",
        left,
    )
    if not left:
        return NoticeText(title=back, body="")
    return NoticeText(title=back, body=kept) if originals else NoticeText(title=kept, body="")
