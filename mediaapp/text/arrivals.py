"""What is told of files that were added, and of those that could not be."""

from mediaapp.text.figures import count
from mediaapp.text.marks import QT_TRANSLATE_NOOP, Translate
from workers.jobs import Found

_SEPARATOR = " · "


def none_added(found: Found, t: Translate = str) -> str:
    """Why nothing came of a drop."""
    if len(found.unreadable) == 1:
        told = t(QT_TRANSLATE_NOOP("text", "“{path}” is not there, or may not be read."))
        return told.format(path=found.unreadable[0])
    if found.unreadable:
        return t(QT_TRANSLATE_NOOP("text", "What was added is not there, or may not be read."))
    if found.puzzling:
        return not_looked_at(found.puzzling[0], t)
    return t(QT_TRANSLATE_NOOP("text", "There are no pictures in what was added."))


def added(found: Found, t: Translate = str) -> str:
    """What a drop brought, as far as names tell: '2 pictures and 3 other files added'."""
    pictures = found.accepted - found.other_names
    if not found.other_names:
        one, many = QT_TRANSLATE_NOOP("text", "1 picture added"), QT_TRANSLATE_NOOP("text", "{n} pictures added")
        return _counted(pictures, one, many, t)
    if not pictures:
        one, many = QT_TRANSLATE_NOOP("text", "1 file added"), QT_TRANSLATE_NOOP("text", "{n} files added")
        return _counted(found.other_names, one, many, t)
    one, many = QT_TRANSLATE_NOOP("text", "1 picture"), QT_TRANSLATE_NOOP("text", "{n} pictures")
    one_other, others = QT_TRANSLATE_NOOP("text", "1 other file"), QT_TRANSLATE_NOOP("text", "{n} other files")
    told = t(QT_TRANSLATE_NOOP("text", "{pictures} and {others} added"))
    return told.format(
        pictures=_counted(pictures, one, many, t), others=_counted(found.other_names, one_other, others, t)
    )


def passed_over(found: Found, t: Translate = str) -> str:
    """What of a drop was not added, '' when there is nothing to tell."""
    told = (
        _counted(
            found.other_names,
            QT_TRANSLATE_NOOP("text", "1 is not called like a picture; its row will say what it is"),
            QT_TRANSLATE_NOOP("text", "{n} are not called like pictures; their rows will say what they are"),
            t,
        ),
        _counted(
            found.not_pictures,
            QT_TRANSLATE_NOOP("text", "1 file in the folders is not a picture"),
            QT_TRANSLATE_NOOP("text", "{n} files in the folders are not pictures"),
            t,
        ),
        _counted(
            len(found.unreadable),
            QT_TRANSLATE_NOOP("text", "1 could not be read"),
            QT_TRANSLATE_NOOP("text", "{n} could not be read"),
            t,
        ),
        _counted(
            len(found.puzzling),
            QT_TRANSLATE_NOOP("text", "1 could not be looked at because of an error in mediaapp"),
            QT_TRANSLATE_NOOP("text", "{n} could not be looked at because of an error in mediaapp"),
            t,
        ),
    )
    return _SEPARATOR.join(filter(None, told))


def not_looked_at(path: str, t: Translate = str) -> str:
    """A path was lost to an error of ours."""
    told = t(
        QT_TRANSLATE_NOOP(
            "text", "“{path}” could not be looked at: something went wrong in mediaapp itself. Its log tells what."
        )
    )
    return told.format(path=path)


def _counted(n: int, one: str, many: str, t: Translate) -> str:
    if n == 0:
        return ""
    return t(one) if n == 1 else t(many).format(n=count(n))
