"""What an output takes over from the original whose place it takes: whose it is, and who may do what with it."""

import contextlib
import os
import stat
import sys
from pathlib import Path

from msgspec import Struct

from workers.outcome import Checked, Promise, Verdict
from workers.output.attributes import COPYFILE_ACL, NOT_TAKEN, copy_for_macos, files_of, set_attributes

# Linux: POSIX lists (acl(5)), those of NFSv4, and the label that SELinux goes by (xattr(7)).
_LISTS = frozenset(("system.posix_acl_access", "system.nfs4_acl"))
_LABEL = "security.selinux"


class Inherited(Struct, frozen=True, kw_only=True):
    """The rights that an output is to get, and what became of the original's owner and lists."""

    mode: int
    promises: tuple[Checked, ...]


def inherit(source: int, path: Path) -> Inherited:
    """Give an output, or each file in an output folder, the owner, group and lists of an open source, as a copy over it has.

    The mode is for the caller to set, last. Where group or list cannot be kept it allows the group no more than others,
    who would else be let in. A program's special rights (set-user-ID and the like) are never passed on. Raises OSError
    where the drive itself fails.
    """
    found = os.fstat(source)
    mode = stat.S_IMODE(found.st_mode) & 0o777
    if sys.platform == "win32":
        return Inherited(mode=mode, promises=())
    owner = _give_away(path, found)
    set_attributes(source, path, _LABEL.__eq__)
    _drop_lists_of_the_folder(source, path)
    lists = set_attributes(source, path, _LISTS.__contains__) and copy_for_macos(source, path, COPYFILE_ACL)
    group_is_kept = all(file.stat().st_gid == found.st_gid for file in files_of(path))
    is_whole = lists and group_is_kept
    if not is_whole:
        mode &= 0o707 | (mode & 0o007) << 3
    return Inherited(
        mode=mode,
        promises=(
            Checked(promise=Promise.OWNER, verdict=Verdict.KEPT if owner else Verdict.LOST),
            Checked(promise=Promise.ACCESS, verdict=Verdict.KEPT if is_whole else Verdict.LOST),
        ),
    )


def _drop_lists_of_the_folder(source: int, path: Path) -> None:
    """Take away lists that only the folder's defaults gave to the new file, and that would let others in."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # no lists are kept there
            own = set(os.listxattr(source))
            for file in files_of(path):
                for name in _LISTS & set(os.listxattr(file)) - own:
                    os.removexattr(file, name)


def _give_away(path: Path, found: os.stat_result) -> bool:
    """Whether each file has the source's owner and group now; only root may give away a file, others may change its group."""
    whole = True
    for file in files_of(path):
        now = file.stat()
        for uid, gid in ((-1, found.st_gid), (found.st_uid, -1)):
            if (now.st_gid if uid < 0 else now.st_uid) == (gid if uid < 0 else uid):
                continue
            try:
                os.chown(file, uid, gid)
            except OSError as error:
                if error.errno not in NOT_TAKEN:
                    raise
                whole = False
    return whole
