"""Folders that are kept by systems and programs for themselves: nobody who drops a folder of photos means what is in them.

They are passed over, and told as left out; whoever names one directly gets what is in it. Files beside each file, as macOS
writes them to drives that cannot hold its attributes (`._IMG_1.JPG`, AppleDouble), are hidden ones by their names.
"""

from enum import StrEnum
from fnmatch import fnmatchcase

from msgspec import Struct


class Keeper(StrEnum):
    """What a folder is kept for."""

    THUMBNAILS = "thumbnails"
    BIN = "bin"
    SNAPSHOTS = "snapshots"
    LIBRARY = "library"
    PREVIEWS = "previews"
    SYSTEM = "system"
    VERSIONS = "versions"
    RESULTS = "results"
    """Those of the recipe that is to be used: what it makes is not made again of itself."""


class Kept(Struct, frozen=True):
    """Folders of a name, in any case of letters; `*` stands for anything. `source` says who makes them."""

    name: str
    keeper: Keeper
    source: str


class LeftOut(Struct, frozen=True, gc=False):
    """A folder that was not looked into, absolute, and what it is kept for."""

    path: str
    keeper: Keeper


KEPT: tuple[Kept, ...] = (
    Kept("@eaDir", Keeper.THUMBNAILS, "Synology DSM, media indexing: thumbnails and attributes beside each file"),
    Kept(".@__thumb", Keeper.THUMBNAILS, "QNAP QTS, Multimedia Console: thumbnails of each folder"),
    Kept(".wdmc", Keeper.THUMBNAILS, "Western Digital My Cloud, media crawler"),
    Kept(
        ".thumbnails",
        Keeper.THUMBNAILS,
        "Android's media store; freedesktop.org Thumbnail Managing Standard before 0.9",
    ),
    Kept(".sh_thumbnails", Keeper.THUMBNAILS, "freedesktop.org Thumbnail Managing Standard, shared repositories"),
    Kept(".picasaoriginals", Keeper.VERSIONS, "Picasa: pictures as they were before an edit"),
    Kept("#recycle", Keeper.BIN, "Synology DSM and TerraMaster TOS, Shared Folder > Enable Recycle Bin"),
    Kept("@Recycle", Keeper.BIN, "QNAP QTS, Network Recycle Bin"),
    Kept("@Recently-Snapshot", Keeper.SNAPSHOTS, "QNAP QTS, Snapshot Directory"),
    Kept("#snapshot", Keeper.SNAPSHOTS, "Synology DSM, Snapshot Replication > Make snapshot visible"),
    Kept(".snapshot", Keeper.SNAPSHOTS, "NetApp ONTAP, Snapshot copy directory"),
    Kept("~snapshot", Keeper.SNAPSHOTS, "NetApp ONTAP, the same over SMB"),
    Kept(".snapshots", Keeper.SNAPSHOTS, "snapper on Btrfs"),
    Kept(".zfs", Keeper.SNAPSHOTS, "OpenZFS, property snapdir"),
    Kept("$RECYCLE.BIN", Keeper.BIN, "Windows Vista and newer, on every drive"),
    Kept("RECYCLER", Keeper.BIN, "Windows 2000 and XP on NTFS"),
    Kept("RECYCLED", Keeper.BIN, "Windows 95 to XP on FAT"),
    Kept("System Volume Information", Keeper.SYSTEM, "Windows, restore points and indexes of every drive"),
    Kept("found.[0-9][0-9][0-9]", Keeper.SYSTEM, "Windows chkdsk: pieces of lost files"),
    Kept("lost+found", Keeper.SYSTEM, "e2fsck(8): pieces of lost files"),
    Kept(".Trash", Keeper.BIN, "freedesktop.org Trash specification, $topdir/.Trash; macOS, the home folder's bin"),
    Kept(".Trash-*", Keeper.BIN, "freedesktop.org Trash specification, $topdir/.Trash-$uid"),
    Kept(".Trashes", Keeper.BIN, "macOS, the bin of every other drive"),
    Kept("Network Trash Folder", Keeper.BIN, "macOS and netatalk, AFP shares"),
    Kept(".recycle", Keeper.BIN, "Samba, vfs_recycle(8)"),
    Kept(".dtrash", Keeper.BIN, "digiKam, the bin of each collection"),
    Kept("Temporary Items", Keeper.SYSTEM, "macOS, on shares"),
    Kept(".TemporaryItems", Keeper.SYSTEM, "macOS, on every drive"),
    Kept(".Spotlight-V100", Keeper.SYSTEM, "macOS, the index of every drive"),
    Kept(".fseventsd", Keeper.SYSTEM, "macOS, the log of changes of every drive"),
    Kept(".DocumentRevisions-V100", Keeper.VERSIONS, "macOS, versions of documents"),
    Kept(".AppleDouble", Keeper.SYSTEM, "netatalk, resource forks"),
    Kept("__MACOSX", Keeper.SYSTEM, "macOS Archive Utility, resource forks in a ZIP (RFC 1740, AppleDouble)"),
    Kept(".stversions", Keeper.VERSIONS, "Syncthing, File Versioning"),
    Kept(".dropbox.cache", Keeper.SYSTEM, "Dropbox, its cache"),
    Kept(".git", Keeper.VERSIONS, "gitrepository-layout(5)"),
    Kept(".hg", Keeper.VERSIONS, "Mercurial, hg(1)"),
    Kept(".svn", Keeper.VERSIONS, "Subversion, the working copy's own data"),
    Kept("*.photoslibrary", Keeper.LIBRARY, "Apple Photos: originals, edits and derivatives in one package"),
    Kept("*.photolibrary", Keeper.LIBRARY, "Apple iPhoto"),
    Kept("*.migratedphotolibrary", Keeper.LIBRARY, "Apple iPhoto, once Photos has taken it over"),
    Kept("*.aplibrary", Keeper.LIBRARY, "Apple Aperture"),
    Kept("*.migratedaplibrary", Keeper.LIBRARY, "Apple Aperture, once Photos has taken it over"),
    Kept("*.photoboothlibrary", Keeper.LIBRARY, "Apple Photo Booth"),
    Kept("*.fcpbundle", Keeper.LIBRARY, "Apple Final Cut Pro"),
    Kept("*.imovielibrary", Keeper.LIBRARY, "Apple iMovie"),
    Kept("*.tvlibrary", Keeper.LIBRARY, "Apple TV"),
    Kept("*.musiclibrary", Keeper.LIBRARY, "Apple Music"),
    Kept("*.lrlibrary", Keeper.LIBRARY, "Adobe Lightroom on macOS"),
    Kept("*.cocatalog", Keeper.LIBRARY, "Capture One"),
    Kept("*.lrdata", Keeper.PREVIEWS, "Adobe Lightroom Classic: Previews, Smart Previews and Helper beside a catalog"),
    Kept("*.lrcat-data", Keeper.PREVIEWS, "Adobe Lightroom Classic 11 and newer: masks beside a catalog"),
)
"""Every folder that is passed over inside of others, whoever drops them."""

_NAMES = {kept.name.casefold(): kept for kept in KEPT if not set("*[") & set(kept.name)}
_PATTERNS = [(kept.name.casefold(), kept) for kept in KEPT if set("*[") & set(kept.name)]


def kept_by(name: str) -> Kept | None:
    """Who keeps a folder of this name for himself, None when nobody is known to."""
    low = name.casefold()
    if (known := _NAMES.get(low)) is not None:
        return known
    return next((kept for pattern, kept in _PATTERNS if fnmatchcase(low, pattern)), None)
