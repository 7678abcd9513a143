"""What is told of files that were added, and of those that could not be."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from mediaapp.addresses import is_on_the_web
from mediaapp.text.figures import count, place
from mediaapp.text.language import N_, tr, tr_n, tr_some
from workers.jobs.batch import Found
from workers.kept_folders import Keeper, LeftOut

_SEPARATOR = " · "
_NAMES_IN_A_LINE = 3
_MOST_SENTENCES = 20

_KEPT: Mapping[Keeper, str] = {
    Keeper.THUMBNAILS: N_("thumbnails"),
    Keeper.BIN: N_("deleted files"),
    Keeper.SNAPSHOTS: N_("earlier states of the drive"),
    Keeper.LIBRARY: N_("an application's own library"),
    Keeper.PREVIEWS: N_("an application's previews"),
    Keeper.SYSTEM: N_("what the system keeps for itself"),
    Keeper.VERSIONS: N_("earlier versions of files"),
    Keeper.RESULTS: N_("results of this recipe"),
}


def none_added(found: Found) -> str:
    """Why nothing came of a drop."""
    if len(found.unreadable) == 1:
        return tr("“{path}” is not there, or may not be read.", path=found.unreadable[0])
    if found.unreadable:
        return tr("What was added is not there, or may not be read.")
    if found.puzzling:
        return not_looked_at(found.puzzling[0])
    if found.unsupported:
        return f"{unsupported(found.unsupported)}."
    if found.left_out and not found.not_pictures:
        return left_out(found.left_out)[0]
    return tr("There are no pictures in what was added.")


def added(found: Found) -> str:
    """What a drop brought, as far as names tell: '2 pictures and 3 other files added'."""
    pictures = found.accepted - found.other_names
    if not found.other_names:
        return tr_some("1 picture added", "{n} pictures added", pictures)
    if not pictures:
        return tr_n("1 file added", "{n} files added", found.other_names)
    return tr(
        "{pictures} and {others} added",
        pictures=tr_n("1 picture", "{n} pictures", pictures),
        others=tr_n("1 other file", "{n} other files", found.other_names),
    )


def passed_over(found: Found) -> str:
    """What of a drop was not added, '' when there is nothing to tell."""
    told = (
        _names_left_out(found.left_out),
        tr_some(
            "1 is not called like a picture; its row will say what it is",
            "{n} are not called like pictures; their rows will say what they are",
            found.other_names,
        ),
        unsupported(found.unsupported),
        tr_some(
            "1 file in the folders is not a picture",
            "{n} files in the folders are not pictures",
            found.not_pictures,
        ),
        tr_some("1 could not be read", "{n} could not be read", len(found.unreadable)),
        tr_some("1 hidden", "{n} hidden", found.hidden),
        tr_some(
            "1 could not be looked at because of an error in mediaapp",
            "{n} could not be looked at because of an error in mediaapp",
            len(found.puzzling),
        ),
    )
    return _SEPARATOR.join(filter(None, told))


def left_out(folders: Sequence[LeftOut]) -> list[str]:
    """A sentence for each name of folders that were passed over: what they are, and how to get what is in them."""
    by_name = dict[str, list[LeftOut]]()
    for folder in folders:
        by_name.setdefault(_name(folder), []).append(folder)
    told = [_left_out(name, these) for name, these in list(by_name.items())[:_MOST_SENTENCES]]
    rest = sum(len(these) for these in list(by_name.values())[_MOST_SENTENCES:])
    more = tr_some("1 more folder is left out.", "{n} more folders are left out.", rest)
    return [*told, more] if more else told


def unsupported(formats: Sequence[tuple[str, int]]) -> str:
    """'4 pictures cannot be read here (Photoshop, Camera raw)', '' for none; a format may come several times."""
    if not formats:
        return ""
    return tr_n(
        "1 picture cannot be read here ({formats})",
        "{n} pictures cannot be read here ({formats})",
        sum(n for _, n in formats),
        formats=", ".join(dict.fromkeys(named for named, _ in formats)),
    )


def hidden(n: int) -> str:
    """How many hidden files and folders were passed over, '' for none."""
    return tr_some("1 hidden file or folder is left out", "{n} hidden files or folders are left out", n)


def _left_out(name: str, folders: Sequence[LeftOut]) -> str:
    what = tr(_KEPT[folders[0].keeper])
    if len(folders) == 1:
        return tr(
            "“{path}” is left out: {what}. Add it by itself to take what is in it.", path=folders[0].path, what=what
        )
    return tr_n(
        "{n} folder “{name}” is left out: {what}. Add it by itself to take what is in it.",
        "{n} folders “{name}” are left out: {what}. Add one by itself to take what is in it.",
        len(folders),
        name=name,
        what=what,
    )


def _names_left_out(folders: Sequence[LeftOut]) -> str:
    """'Folders left out: @eaDir (12), Smaller (results of this recipe)', '' for none."""
    if not folders:
        return ""
    names = Counter((_name(folder), folder.keeper is Keeper.RESULTS) for folder in folders)
    told = list[str]()
    for (name, has_results), n in list(names.items())[:_NAMES_IN_A_LINE]:
        notes = (count(n) if n > 1 else "", tr(_KEPT[Keeper.RESULTS]) if has_results else "")
        note = ", ".join(filter(None, notes))
        told.append(f"{name} ({note})" if note else name)
    more = len(names) - _NAMES_IN_A_LINE
    rest = [tr_n("1 more", "{n} more", more)] if more > 0 else []
    return tr("Folders left out: {names}", names=", ".join([*told, *rest]))


def _name(folder: LeftOut) -> str:
    return PurePath(folder.path).name


def not_here(addresses: Sequence[str]) -> str:
    """Addresses lead to nothing that this computer can open."""
    advice = tr("Open it in the file manager, so that it is connected, or copy it to this computer.")
    if is_on_the_web(addresses[0]):
        advice = tr("Save the picture with the browser, then add that file.")
    told = tr("“{address}” is not on this computer.", address=addresses[0])
    if more := len(addresses) - 1:
        told = tr_n(
            "“{address}” and 1 more are not on this computer.",
            "“{address}” and {n} more are not on this computer.",
            more,
            address=addresses[0],
        )
    return f"{told} {advice}"


def kept_picture(path: str) -> str:
    """A picture that came without a file is one now."""
    return tr(
        "The picture is kept as {name} in {folder}", name=PurePath(path).name, folder=place(str(PurePath(path).parent))
    )


def not_looked_at(path: str) -> str:
    """A path was lost to an error of ours."""
    return tr(
        "“{path}” could not be looked at: something went wrong in mediaapp itself. Its log tells what.", path=path
    )
