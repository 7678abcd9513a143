"""What is told of files that were added, and of those that could not be."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from mediaapp.addresses import is_on_the_web
from mediaapp.text.figures import count, place
from mediaapp.text.marks import QT_TRANSLATE_NOOP, Translate
from workers.jobs.batch import Found
from workers.kept_folders import Keeper, LeftOut

_SEPARATOR = " · "
_NAMES_IN_A_LINE = 3
_MOST_SENTENCES = 20

_KEPT: Mapping[Keeper, str] = {
    Keeper.THUMBNAILS: QT_TRANSLATE_NOOP("text", "thumbnails"),
    Keeper.BIN: QT_TRANSLATE_NOOP("text", "deleted files"),
    Keeper.SNAPSHOTS: QT_TRANSLATE_NOOP("text", "earlier states of the drive"),
    Keeper.LIBRARY: QT_TRANSLATE_NOOP("text", "an application's own library"),
    Keeper.PREVIEWS: QT_TRANSLATE_NOOP("text", "an application's previews"),
    Keeper.SYSTEM: QT_TRANSLATE_NOOP("text", "what the system keeps for itself"),
    Keeper.VERSIONS: QT_TRANSLATE_NOOP("text", "earlier versions of files"),
    Keeper.RESULTS: QT_TRANSLATE_NOOP("text", "results of this recipe"),
}


def none_added(found: Found, t: Translate = str) -> str:
    """Why nothing came of a drop."""
    if len(found.unreadable) == 1:
        told = t(QT_TRANSLATE_NOOP("text", "“{path}” is not there, or may not be read."))
        return told.format(path=found.unreadable[0])
    if found.unreadable:
        return t(QT_TRANSLATE_NOOP("text", "What was added is not there, or may not be read."))
    if found.puzzling:
        return not_looked_at(found.puzzling[0], t)
    if found.left_out and not found.not_pictures:
        return left_out(found.left_out, t)[0]
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
        _counted(found.hidden, QT_TRANSLATE_NOOP("text", "1 hidden"), QT_TRANSLATE_NOOP("text", "{n} hidden"), t),
        _counted(
            len(found.puzzling),
            QT_TRANSLATE_NOOP("text", "1 could not be looked at because of an error in mediaapp"),
            QT_TRANSLATE_NOOP("text", "{n} could not be looked at because of an error in mediaapp"),
            t,
        ),
    )
    return _SEPARATOR.join(filter(None, (_names_left_out(found.left_out, t), *told)))


def left_out(folders: Sequence[LeftOut], t: Translate = str) -> list[str]:
    """A sentence for each name of folders that were passed over: what they are, and how to get what is in them."""
    by_name = dict[str, list[LeftOut]]()
    for folder in folders:
        by_name.setdefault(_name(folder), []).append(folder)
    told = [_left_out(name, these, t) for name, these in list(by_name.items())[:_MOST_SENTENCES]]
    rest = sum(len(these) for these in list(by_name.values())[_MOST_SENTENCES:])
    many = QT_TRANSLATE_NOOP("text", "{n} more folders are left out.")
    return [*told, *filter(None, [_counted(rest, QT_TRANSLATE_NOOP("text", "1 more folder is left out."), many, t)])]


def hidden(n: int, t: Translate = str) -> str:
    """How many hidden files and folders were passed over, '' for none."""
    many = QT_TRANSLATE_NOOP("text", "{n} hidden files or folders are left out")
    return _counted(n, QT_TRANSLATE_NOOP("text", "1 hidden file or folder is left out"), many, t)


def _left_out(name: str, folders: Sequence[LeftOut], t: Translate) -> str:
    what = t(_KEPT[folders[0].keeper])
    if len(folders) == 1:
        one = QT_TRANSLATE_NOOP("text", "“{path}” is left out: {what}. Add it by itself to take what is in it.")
        return t(one).format(path=folders[0].path, what=what)
    many = QT_TRANSLATE_NOOP(
        "text", "{n} folders “{name}” are left out: {what}. Add one by itself to take what is in it."
    )
    return t(many).format(n=count(len(folders)), name=name, what=what)


def _names_left_out(folders: Sequence[LeftOut], t: Translate) -> str:
    """'left out: @eaDir (12), #recycle', '' for none."""
    if not folders:
        return ""
    names = Counter(map(_name, folders))
    told = [name if n == 1 else f"{name} ({count(n)})" for name, n in list(names.items())[:_NAMES_IN_A_LINE]]
    more = len(names) - _NAMES_IN_A_LINE
    rest = [t(QT_TRANSLATE_NOOP("text", "{n} more")).format(n=count(more))] if more > 0 else []
    return t(QT_TRANSLATE_NOOP("text", "left out: {names}")).format(names=", ".join([*told, *rest]))


def _name(folder: LeftOut) -> str:
    return PurePath(folder.path).name


def not_here(addresses: Sequence[str], t: Translate = str) -> str:
    """Addresses lead to nothing that this computer can open."""
    advice = QT_TRANSLATE_NOOP(
        "text", "Open it in the file manager, so that it is connected, or copy it to this computer."
    )
    if is_on_the_web(addresses[0]):
        advice = QT_TRANSLATE_NOOP("text", "Save the picture with the browser, then add that file.")
    if len(addresses) == 1:
        told = t(QT_TRANSLATE_NOOP("text", "“{address}” is not on this computer.")).format(address=addresses[0])
    else:
        many = QT_TRANSLATE_NOOP("text", "“{address}” and {n} more are not on this computer.")
        told = t(many).format(address=addresses[0], n=count(len(addresses) - 1))
    return f"{told} {t(advice)}"


def kept_picture(path: str, t: Translate = str) -> str:
    """A picture that came without a file is one now."""
    return t(QT_TRANSLATE_NOOP("text", "The picture is kept as {name} in {folder}")).format(
        name=PurePath(path).name, folder=place(str(PurePath(path).parent))
    )


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
