"""The mounts, drives and shares that paths lie on."""

import os
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

_COARSE = frozenset(("vfat", "msdos", "exfat", "fat", "fat32", "cifs", "smb2", "smb3", "smbfs", "fuseblk"))
_NETWORK = frozenset(
    (
        "nfs",
        "nfs4",
        "cifs",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "webdav",
        "9p",
        "ceph",
        "glusterfs",
        "lustre",
        "afs",
        "ncpfs",
    )
)
_NETWORK_FUSE = frozenset(("fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.curlftpfs", "fuse.s3fs", "fuse.glusterfs"))


class Volume(Struct, frozen=True, kw_only=True):
    """One mount, drive or share. `id` differs when another medium stands in the same place.

    `path` is where it begins, absolute; `name` is what a person calls it. With `coarse_time` its times are only good to 2 s.
    """

    path: str
    name: str
    id: str
    coarse_time: bool = False
    network: bool = False


class Volumes:
    """The volumes as they are mounted now; take a new one to see what changed."""

    def __init__(self) -> None:
        self._mounted = _mounted()

    def of(self, path: Path | str) -> Volume:
        """The volume that an absolute path lies on, by its spelling alone; the path need not exist."""
        at = str(path)
        while True:
            found = self._mounted.get(at)
            if found is None and sys.platform == "win32":
                found = _windows_volume(at)
            if found is not None:
                return found
            parent = os.path.dirname(at)  # noqa: PTH120 - ten times as fast, once for each folder
            if parent == at:
                return Volume(path=at, name=at, id="")
            at = parent


def volume_of(path: Path | str) -> Volume:
    """The volume that an absolute path lies on now; the path need not exist."""
    return Volumes().of(path)


def is_away(path: str, volume: str) -> bool:
    """Whether the volume of this id is no longer mounted at this place. Opens nothing, so a dead share cannot hang it."""
    here = Volumes().of(path)
    return here.path != path or here.id != volume


def is_network(path: Path | str) -> bool:
    """Whether the path lies on another machine's disk."""
    return volume_of(path).network


def _volume(path: str, kind: str, identity: str, name: str = "") -> Volume:
    return Volume(
        path=path,
        name=name or os.path.basename(path) or path,  # noqa: PTH119 - a mount's path ends in its name
        id=f"{kind}:{identity}",
        coarse_time=kind in _COARSE,
        network=kind in _NETWORK or kind in _NETWORK_FUSE,
    )


if sys.platform == "linux":
    import re

    _MOUNTS = Path("/proc/self/mountinfo")
    _Links = tuple[tuple[str, str], ...]
    _HEX = re.compile(r"\\x([0-9a-f]{2})")  # udev's way to spell what it would not have in a name

    def _mounted() -> Mapping[str, Volume]:
        return _table(_MOUNTS.read_bytes(), tuple(_links("/dev/disk/by-uuid")), tuple(_links("/dev/disk/by-label")))

    @lru_cache(maxsize=1)  # asked several times for each job, and nearly always the same
    def _table(mounts: bytes, uuids: _Links, labels: _Links) -> Mapping[str, Volume]:
        """Later lines stand over earlier ones, so the last mount of a place counts (proc_pid_mountinfo(5))."""
        label_of = {os.path.realpath(link): _HEX.sub(_character, label) for label, link in labels}
        uuid_of = {os.path.realpath(link): uuid for uuid, link in uuids}
        found = {}
        for line in mounts.splitlines():
            fields, _, rest = line.partition(b" - ")
            kind, source, *_ = (_unescaped(part) for part in rest.split(b" "))
            path = _unescaped(fields.split(b" ")[4])
            if kind == "autofs" or not path.isprintable():
                continue  # not yet mounted; a name that no table can hold
            device = os.path.realpath(source) if source.startswith("/dev/") else source
            found[path] = _volume(path, kind, uuid_of.get(device, source), label_of.get(device, ""))
        return found

    def _unescaped(field: bytes) -> str:
        for code, character in ((b"\\040", b" "), (b"\\011", b"\t"), (b"\\012", b"\n"), (b"\\134", b"\\")):
            field = field.replace(code, character)
        return os.fsdecode(field)

    def _character(escape: re.Match[str]) -> str:
        return chr(int(escape[1], 16))

    def _links(folder: str) -> list[tuple[str, str]]:
        """The names in it, and where they lead to, spelled from it."""
        try:
            with os.scandir(folder) as entries:
                return [(entry.name, os.path.join(folder, os.readlink(entry.path))) for entry in entries]  # noqa: PTH115, PTH118
        except OSError:
            return []

elif sys.platform == "darwin":
    import ctypes

    class _Statfs(ctypes.Structure):
        """`struct statfs` of <sys/mount.h> with 64-bit inodes."""

        _fields_ = (
            ("f_bsize", ctypes.c_uint32),
            ("f_iosize", ctypes.c_int32),
            ("f_blocks", ctypes.c_uint64),
            ("f_bfree", ctypes.c_uint64),
            ("f_bavail", ctypes.c_uint64),
            ("f_files", ctypes.c_uint64),
            ("f_ffree", ctypes.c_uint64),
            ("f_fsid", ctypes.c_int32 * 2),
            ("f_owner", ctypes.c_uint32),
            ("f_type", ctypes.c_uint32),
            ("f_flags", ctypes.c_uint32),
            ("f_fssubtype", ctypes.c_uint32),
            ("f_fstypename", ctypes.c_char * 16),
            ("f_mntonname", ctypes.c_char * 1024),
            ("f_mntfromname", ctypes.c_char * 1024),
            ("f_flags_ext", ctypes.c_uint32),
            ("f_reserved", ctypes.c_uint32 * 7),
        )

    _MNT_NOWAIT = 2  # what the kernel knows: never asks a server that may be dead

    def _mounted() -> Mapping[str, Volume]:
        """getfsstat(2); a disk's number changes when it is plugged in again, so its size and name stand for it."""
        library = ctypes.CDLL(None, use_errno=True)
        getfsstat = getattr(library, "getfsstat$INODE64", None) or library.getfsstat
        table = (_Statfs * (getfsstat(None, 0, _MNT_NOWAIT) + 8))()
        count = getfsstat(table, ctypes.sizeof(table), _MNT_NOWAIT)
        found = {}
        for mount in (table[at] for at in range(count)):
            path, kind, source = (
                os.fsdecode(field) for field in (mount.f_mntonname, mount.f_fstypename, mount.f_mntfromname)
            )
            local = source.startswith("/dev/")
            found[path] = _volume(
                path, kind, f"{mount.f_blocks * mount.f_bsize}:{Path(path).name}" if local else source
            )
        return found

elif sys.platform == "win32":
    import ctypes

    _DRIVE_REMOTE = 4
    _SEM_FAILCRITICALERRORS = 1

    def _mounted() -> Mapping[str, Volume]:
        return {}

    def _windows_volume(at: str) -> Volume | None:
        """The volume that begins at exactly this drive, share or mounted folder, or None when none does."""
        root = at if at.endswith("\\") else at + "\\"
        kernel = ctypes.windll.kernel32
        kernel.SetThreadErrorMode(_SEM_FAILCRITICALERRORS, None)  # no "insert a disk" dialogs
        label, kind = ctypes.create_unicode_buffer(261), ctypes.create_unicode_buffer(261)
        serial, longest, flags = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_ulong()
        if not kernel.GetVolumeInformationW(
            root, label, 261, ctypes.byref(serial), ctypes.byref(longest), ctypes.byref(flags), kind, 261
        ):
            return None
        found = _volume(root, kind.value.lower(), f"{serial.value:08x}", label.value)
        remote = kernel.GetDriveTypeW(root) == _DRIVE_REMOTE
        return Volume(
            path=found.path,
            name=found.name,
            id=found.id,
            coarse_time=found.coarse_time or remote,
            network=remote,
        )
