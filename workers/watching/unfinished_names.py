"""Names under which programs write what is not finished, or say that what lies beside is not.

Hidden names (`.goutputstream-X8D2KZ` of GLib, `.IMG_1.jpg.Ab3dEf` of rsync, `.com.google.Chrome.x1Yz`) are left out for being
hidden, and endings that no picture has for not being a picture's; they stand here since more kinds of files may be known once.
"""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from msgspec import Struct


class UnfinishedName(Struct, frozen=True, kw_only=True):
    """Files or folders of a pattern, in any case of letters; `source` says who writes them.

    With `marks_neighbour` the pattern is an ending, and the file without it beside is not finished either.
    """

    pattern: str
    source: str
    marks_neighbour: bool = False


UNFINISHED: Sequence[UnfinishedName] = (
    UnfinishedName(pattern="*.part", source="Firefox, KDE (KIO), Ktorrent, yt-dlp, ncftp", marks_neighbour=True),
    UnfinishedName(pattern="*.crdownload", source="Chromium, Chrome, Edge", marks_neighbour=True),
    UnfinishedName(pattern="*.opdownload", source="Opera", marks_neighbour=True),
    UnfinishedName(
        pattern="*.aria2", source="aria2c(1): the control file beside what it downloads", marks_neighbour=True
    ),
    UnfinishedName(pattern="*.download", source="Safari: a folder that holds the file under its own name"),
    UnfinishedName(pattern="*.partial", source="Internet Explorer, Edge Legacy"),
    UnfinishedName(pattern="*.filepart", source="WinSCP, option PreserveTransferResume", marks_neighbour=True),
    UnfinishedName(pattern="*.tmp", source="Windows GetTempFileName, Office, Dropbox, Photoshop"),
    UnfinishedName(pattern="*.temp", source="a common custom"),
    UnfinishedName(pattern="~syncthing~*", source="Syncthing on Windows"),
    UnfinishedName(pattern="~$*", source="Microsoft Office: the owner file beside a document"),
    UnfinishedName(pattern="*~", source="Emacs, Vim, gedit, nano: the version before"),
    UnfinishedName(pattern="#*#", source="Emacs: the autosaved file"),
    UnfinishedName(pattern="*.sw[a-p]", source="Vim, option swapfile"),
    UnfinishedName(pattern="*.!qb", source="qBittorrent"),
    UnfinishedName(pattern="*.!ut", source="uTorrent"),
    UnfinishedName(pattern="*_exiftool_tmp", source="exiftool(1), while it writes"),
)

_ENDINGS = tuple(name.pattern.removeprefix("*") for name in UNFINISHED if name.marks_neighbour)


def is_unfinished(name: str) -> bool:
    """Whether a file or folder of this name is one that a program still works on."""
    low = name.casefold()
    return any(fnmatchcase(low, known.pattern) for known in UNFINISHED)


def marks_of(name: str) -> Sequence[str]:
    """The names that, beside a file of this name, say that it is not finished."""
    return [f"{name}{ending}" for ending in _ENDINGS]
