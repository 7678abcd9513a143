"""Addresses as file managers write them, and the paths under which this computer has what they name.

A file manager that shows a share, a phone or a camera may name its files by `smb://nas/photos/a.jpg`, which no program can
open. GVfs and KIO show the same files below the user's runtime folder for programs like this one:

- GVfs (gvfsd-fuse(1)): `gvfs/TYPE:KEY=VALUE,…/PATH`, one folder a mount, its values percent-encoded;
- KIO (kio-fuse, DESIGN.md): `kio-fuse-XXXXXX/SCHEME/AUTHORITY/PATH`, made when a KDE program first asks for it.
"""

import os
import posixpath
import re
import shlex
import socket
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

from msgspec import Struct

_ADDRESS = re.compile(rb"([A-Za-z][A-Za-z0-9+.-]+):(?://([^/]*))?(/.*)?", re.DOTALL)
_WEB = frozenset(("http", "https", "data", "blob", "about", "javascript", "mailto"))
_NAMES_A_FILE = re.compile(rb"^(?!(?:%s):)[A-Za-z][A-Za-z0-9+.-]+:" % "|".join(sorted(_WEB)).encode(), re.MULTILINE)
_MOST_TEXT = 2**20
_PORT = re.compile(r"(.*):(\d+)")


class _Kind(Struct, frozen=True):
    """What GVfs calls the mounts of a scheme. `inside` is the key of the address's first folder that is part of the mount."""

    type: str
    host: str = "host"
    inside: str | None = None
    ssl: str | None = None


# The backends of GVfs 1.56 that gvfsd-fuse shows and that hold files of somebody.
_KINDS: Mapping[str, _Kind] = {
    "smb": _Kind("smb-share", host="server", inside="share"),
    "afp": _Kind("afp-volume", inside="volume"),
    "sftp": _Kind("sftp"),
    "ssh": _Kind("sftp"),
    "ftp": _Kind("ftp"),
    "ftps": _Kind("ftps"),
    "ftpis": _Kind("ftpis"),
    "dav": _Kind("dav", ssl="false"),
    "davs": _Kind("dav", ssl="true"),
    "nfs": _Kind("nfs"),
    "mtp": _Kind("mtp"),
    "gphoto2": _Kind("gphoto2"),
    "afc": _Kind("afc"),
    "google-drive": _Kind("google-drive"),
    "onedrive": _Kind("onedrive"),
}


class Located(Struct, frozen=True, kw_only=True):
    """Absolute paths as the system spells them, with a NUL between, and the addresses that lead to none, without passwords.

    `kept` is the path of a picture that came without a file and was made one, '' where none was.
    """

    paths: bytes
    elsewhere: tuple[str, ...]
    kept: str = ""


class Address(Struct, frozen=True, kw_only=True):
    """An address taken apart: all but `authority` decoded, `port` and `user` '' where it has none, `path` from '/'."""

    scheme: str
    authority: str
    user: str
    host: str
    port: str
    path: str


def names_a_file(uris: bytes) -> bool:
    """Whether any line of a text/uri-list names a file, here or where a file manager can reach it, and not a web page."""
    return _NAMES_A_FILE.search(uris) is not None


def is_path(word: str) -> bool:
    """Whether a word names a path: it is no address, or there is a file of that name whatever it looks like."""
    match = _ADDRESS.fullmatch(os.fsencode(word))
    return match is None or (match[2] is None and match[3] is None) or os.path.lexists(word)


def local_paths(paths: Iterable[str | Path]) -> Located:
    """Files and folders by their paths."""
    return Located(paths=os.fsencode("\0".join(map(os.path.abspath, paths))), elsewhere=())


def local_names(words: Iterable[str]) -> Located:
    """What was named on a command line, addresses among it; a path that exists is one, whatever it looks like."""
    paths, elsewhere = list[str](), list[str]()
    for word in words:
        if is_path(word):
            paths.append(os.path.abspath(word))  # noqa: PTH100 - keeps links
        elif (path := local_path(os.fsencode(word))) is not None:
            paths.append(path)
        else:
            elsewhere.append(shown(os.fsencode(word)))
    return Located(paths=os.fsencode("\0".join(paths)), elsewhere=tuple(elsewhere))


def in_text(text: str) -> Located:
    """What pasted text names: a path or an address a line, or several of them in quotes as a terminal writes them.

    Lines that are neither are passed over; the addresses of web pages lead to nothing here. May ask the disk.
    """
    names = (name for line in text[:_MOST_TEXT].splitlines() for name in _names_in(line.strip()))
    return local_names(names)


def is_on_the_web(address: str) -> bool:
    """Whether it is one that a browser opens."""
    return address.partition(":")[0].lower() in _WEB


def _names_in(line: str) -> list[str]:
    if _is_name(line):
        name = os.path.expanduser(line)  # noqa: PTH111 - keeps the spelling
        if os.path.lexists(name) or not set(line) & set("\\'\""):
            return [name]
    try:
        words = shlex.split(line)
    except ValueError:
        words = []
    if words and all(map(_is_name, words)):
        return [os.path.expanduser(word) for word in words]  # noqa: PTH111
    return [line] if _is_name(line) else []


def _is_name(word: str) -> bool:
    address = _ADDRESS.fullmatch(os.fsencode(word))
    return (
        os.path.isabs(word)  # noqa: PTH117 - of each line
        or word.startswith("~/")
        or (address is not None and word[:5].lower() == "file:")
        or (address is not None and address[2] is not None)
    )


def local_path(uri: bytes) -> str | None:
    """The absolute path under which this computer has what an address names; None where it has not. May ask the disk."""
    if uri[:5].lower() == b"file:":
        return _of_file(uri)
    address = _taken_apart(uri)
    if address is None or "\0" in address.path:
        return None
    found = list(_mounted(address))
    return next((path for path in found if os.path.lexists(path)), found[0] if found else None)


def shown(uri: bytes) -> str:
    """An address to be read by a person: decoded where that is text, and without a password."""
    text = unquote(uri.decode("utf-8", "replace"))
    return re.sub(r"^([a-zA-Z0-9+.-]+://[^/@:]*):[^/@]*@", r"\1@", text)


def _of_file(uri: bytes) -> str | None:
    """A file of this computer (RFC 8089): another one's is not here, whatever has the same path."""
    address = uri[len(b"file:") :]
    if os.name == "nt":
        from urllib.request import url2pathname  # noqa: PLC0415 - loads all that speaks HTTP

        return url2pathname(address.decode(errors="replace"))
    if address.startswith(b"//"):
        host, slash, rest = address[2:].partition(b"/")
        if not _is_this_computer(unquote(host.decode(errors="replace"))):
            return None
        address = slash + rest
    path = os.fsdecode(unquote_to_bytes(address))
    return path if path.startswith("/") and "\0" not in path else None


def _is_this_computer(host: str) -> bool:
    own = socket.gethostname().casefold()
    return host.casefold() in {"", "localhost", "127.0.0.1", "[::1]", own, own.partition(".")[0], f"{own}.local"}


def _taken_apart(uri: bytes) -> Address | None:
    match = _ADDRESS.fullmatch(uri)
    if match is None or match[1].decode().lower() in _WEB:
        return None
    raw = (match[2] or b"").decode(errors="replace")
    user, _, place = raw.rpartition("@")
    place = unquote(place)
    with_port = _PORT.fullmatch(place) if not place.startswith("[") else None
    return Address(
        scheme=match[1].decode().lower(),
        authority=unquote(raw),
        user=unquote(user.partition(":")[0].rpartition(";")[2]),
        host=with_port[1] if with_port else place,
        port=with_port[2] if with_port else "",
        # What leads above the mount is not in it.
        path=posixpath.normpath("/" + os.fsdecode(unquote_to_bytes(match[3] or b"/")).lstrip("/")),
    )


def _mounted(address: Address) -> Iterator[str]:
    """Where it is or would be, the likeliest first."""
    for runtime in _runtime_folders():
        for mount in _entries(runtime / "gvfs"):
            below = _in_gvfs(address, mount.name)
            if below is not None:
                yield os.path.join(mount, below) if below else str(mount)  # noqa: PTH118 - may hold surrogates
        for mount in _entries(runtime):
            if mount.name.startswith("kio-fuse-"):
                parts = (address.scheme, address.authority, address.path.strip("/"))
                path = os.path.join(mount, *filter(None, parts))  # noqa: PTH118
                if os.path.lexists(path):
                    yield path


def _in_gvfs(address: Address, name: str) -> str | None:
    """The path below a mount of this name, None where the address is not in it."""
    kind, (found, _, rest) = _KINDS.get(address.scheme), name.partition(":")
    if kind is None or found != kind.type:
        return None
    said = {key: unquote(value) for key, _, value in (each.partition("=") for each in rest.split(","))}
    fits = (
        said.get(kind.host, "").casefold() == address.host.casefold()
        and (not address.port or said.get("port", address.port) == address.port)
        and (not address.user or said.get("user", address.user) == address.user)
        and (kind.ssl is None or said.get("ssl", kind.ssl) == kind.ssl)
    )
    return _below(address.path, said, kind) if fits else None


def _below(path: str, said: Mapping[str, str], kind: _Kind) -> str | None:
    if kind.inside is not None:
        first, _, path = path.lstrip("/").partition("/")
        return path if first.casefold() == said.get(kind.inside, "").casefold() else None
    prefix = said.get("prefix", "/").rstrip("/")
    return path[len(prefix) :].lstrip("/") if f"{path}/".startswith(f"{prefix}/") else None


def _runtime_folders() -> list[Path]:
    if os.name == "nt":
        return []
    named = os.environ.get("XDG_RUNTIME_DIR")
    return [Path(named)] if named else [Path("/run/user") / str(os.getuid())]


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
