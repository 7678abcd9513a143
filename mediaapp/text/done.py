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


def drop_taken_back(results: int) -> str:
    """A drop was taken back, and so many results of it are still there."""
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
