"""What comes in by drop, paste and dialogs: gathered in the window's thread, looked at in the table's."""

import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import platformdirs
from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from mediaapp import text
from mediaapp.addresses import Located, in_text, local_names, local_path, local_paths, names_a_file, shown
from mediaapp.gui.bridge import Bridge
from mediaapp.gui.dialogs import questions
from mediaapp.gui.signals import signal_of
from mediaapp.text import tr
from workers.formats import SNIFF_BYTES, SPECS, sniff
from workers.jobs.ids import BatchId
from workers.recipe import Recipe, ReplaceOriginals

URI_LIST = "text/uri-list"
PLAIN_BYTES = "application/octet-stream"
PIECE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What was dropped or pasted, not looked at yet. `pieces` are a picture's possible bytes, the best first.

    `text` is what is left where nothing names a file and no picture came.
    """

    uris: bytes = b""
    text: str = ""
    pieces: tuple[bytes, ...] = ()
    image: QImage | None = None


class Intake(QObject):
    """Adds files with the recipe that `recipe` gives at that moment. Nothing here waits for the disk."""

    refused = signal_of(str)
    kept = signal_of(str)
    """The path of a picture that came without a file, and is one now."""

    def __init__(self, bridge: Bridge, recipe: Callable[[], Recipe], window: QWidget) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._recipe = recipe
        self._window = window

    def recipe(self) -> Recipe:
        """What files get that are added now."""
        return self._recipe()

    def accepts(self, data: QMimeData) -> bool:
        """Whether this may be dropped; decided by the kinds alone."""
        kinds = data.formats()
        return URI_LIST in kinds or data.hasImage() or any(kind.startswith("image/") for kind in kinds)

    def take(self, data: QMimeData) -> None:
        """Add what was dropped or pasted."""
        self.add(gather(data), self._recipe())

    def paste(self) -> None:
        """Add what is on the clipboard."""
        found: QMimeData | None = QGuiApplication.clipboard().mimeData()  # None where nothing was ever copied
        data = QMimeData() if found is None else found
        if self.accepts(data) or data.hasText():
            self.take(data)
        else:
            self.refused.emit(tr("There are no files and no pictures on the clipboard."))

    def add(self, incoming: Incoming, recipe: Recipe) -> None:
        """Add what was gathered from a drop or the clipboard."""
        self._add(lambda: located(incoming, own_pictures()), recipe)

    def add_named(self, words: Sequence[str]) -> None:
        """Add what was named to the program: paths, and addresses as file managers write them."""
        self._add(lambda: local_names(words), self._recipe())

    def add_paths(self, paths: Sequence[str | Path]) -> None:
        """Add files and folders by their paths."""
        self._add(lambda: local_paths(paths), self._recipe())

    def add_samples(self, samples: Path) -> None:
        """Add the pictures that come with the application, from a copy among the user's own."""
        self._add(lambda: local_paths([copied_samples(samples, own_pictures())]), self._recipe())

    def ask_for_files(self) -> None:
        """Let a person choose files; the dialog does not hold the window up."""
        questions.ask_for_files(self._window, self.add_paths)

    def ask_for_folder(self) -> None:
        """Let a person choose a folder."""
        questions.ask_for_folder(self._window, lambda folder: self.add_paths([folder]))

    def _add(self, find: Callable[[], Located], recipe: Recipe) -> None:
        # Everything can be undone but a replaced original, so that waits until a person starts it.
        hold = isinstance(recipe.destination, ReplaceOriginals)
        self._bridge.add(find, recipe, hold=hold, then=self._on_added)

    def _on_added(self, found: Located, batch: BatchId | None) -> None:
        if found.kept:
            self.kept.emit(found.kept)
        if found.elsewhere:
            self.refused.emit(text.not_here(found.elsewhere))
        elif batch is None:
            self.refused.emit(tr("That is no picture, and names no file on this computer."))


def gather(data: QMimeData) -> Incoming:
    """Take over what has to be taken before a drop is over; the addresses stay unread, 100,000 are 21 ms this way."""
    kinds = data.formats()
    uris = bytes(data.data(URI_LIST).data()) if URI_LIST in kinds else b""
    if names_a_file(uris):
        return Incoming(uris=uris)
    # A PNG beside another kind was made of that one; beside a bitmap all of them were made of pixels, and it keeps those.
    png_last = "image/bmp" not in kinds
    pictures = (kind for kind in kinds if kind.startswith("image/"))
    wanted = sorted(pictures, key=lambda kind: (kind == "image/png") is png_last)
    if PLAIN_BYTES in kinds:
        wanted.append(PLAIN_BYTES)
    pieces = tuple(bytes(data.data(kind).data()) for kind in wanted)
    image = data.imageData() if data.hasImage() and not any(map(_format_suffix, pieces)) else None
    picture = image if isinstance(image, QImage) else None
    words = data.text() if data.hasText() and picture is None and not any(map(_format_suffix, pieces)) else ""
    return Incoming(uris=uris, text=words, pieces=pieces, image=picture)


def _shown(image: QImage) -> QImage:
    """The picture; one whose alpha is 0 everywhere as the opaque one that it is: programs that know none leave it at that."""
    if image.format() not in {QImage.Format.Format_ARGB32, QImage.Format.Format_ARGB32_Premultiplied}:
        return image
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    if bytes(alpha.constBits()).strip(b"\0"):
        return image
    opaque = QImage(image)
    opaque.reinterpretAsFormat(QImage.Format.Format_RGB32)
    return opaque


def own_pictures() -> Path:
    """The folder for pictures that came without a file, among the user's own: they are to be found without mediaapp."""
    return platformdirs.user_pictures_path() / "mediaapp"


def located(incoming: Incoming, pictures: Path) -> Located:
    """What was dropped, on this computer; a picture that came as bytes is written to the folder first. Raises OSError."""
    if names_a_file(incoming.uris):
        return parse_uris(incoming.uris)
    written = _written(incoming, pictures)
    if written:
        return Located(paths=os.fsencode(written), elsewhere=(), kept=written)
    return in_text(incoming.text or incoming.uris.decode(errors="replace"))


def single_folder(incoming: Incoming) -> str | None:
    """The folder that was dropped, alone; None for anything else. Asks the disk."""
    if not names_a_file(incoming.uris):
        return None
    paths = parse_uris(incoming.uris).paths.split(b"\0")
    alone = len(paths) == 1 and os.path.isdir(paths[0])  # noqa: PTH112 - Path.is_dir raises where it may not look
    return os.fsdecode(paths[0]) if alone else None


def _written(incoming: Incoming, folder: Path) -> str:
    """The path of a picture that came as bytes, once it is a file; '' where none came. Raises OSError."""
    name = _name(incoming.uris)
    for piece in incoming.pieces:
        suffix = _format_suffix(piece)
        if suffix is not None:
            file = _free(folder, name, suffix)
            file.write_bytes(piece)
            return str(file)
    if incoming.image is not None:
        file = _free(folder, name, ".png")
        if _shown(incoming.image).save(str(file)):
            return str(file)
    return ""


def parse_uris(uris: bytes) -> Located:
    """What a list of the kind text/uri-list (RFC 2483) names: a URI a line, '#' begins a comment. May ask the disk."""
    elsewhere = list[str]()
    paths = b"\0".join(filter(None, (_paths_in(piece, elsewhere) for piece in _pieces(uris))))
    return Located(paths=paths, elsewhere=tuple(elsewhere))


def _pieces(lines: bytes) -> Iterator[bytes]:
    """Whole lines, some thousand at a time: in one go 100,000 would keep the interpreter from the window's thread."""
    at = 0
    while at < len(lines):
        end = lines.find(b"\n", at + PIECE_BYTES)
        end = len(lines) if end < 0 else end + 1
        yield lines[at:end]
        at = end


def _paths_in(lines: bytes, elsewhere: list[str]) -> bytes:
    lines = lines.strip()
    between = (b"\r\n" if b"\r" in lines else b"\n") + b"file://"
    plain = lines.startswith(b"file:///") and lines.count(between + b"/") == lines.count(b"\n")
    if plain and b"%0" not in lines and os.name != "nt":
        # All at once, since a drop may be 100,000 lines long. A name with a line break in it goes the other way.
        return _unescape(lines[7:].replace(between, b"\0"))
    paths = list[str]()
    for line in filter(names_a_file, map(bytes.strip, lines.split(b"\n"))):
        path = local_path(line)
        if path is not None:
            paths.append(path)
        else:
            elsewhere.append(shown(line))
    return os.fsencode("\0".join(paths))


def _unescape(text: bytes) -> bytes:
    """Like `unquote_to_bytes`, by one pass for each escape that occurs and not one step for each time it does."""
    if b"%" not in text:
        return text
    for escape in sorted(set(re.findall(rb"%[0-9A-Fa-f]{2}", text)), key=lambda one: one == b"%25"):
        text = text.replace(escape, bytes.fromhex(escape[1:].decode()))
    return text


def free_bytes(folder: Path) -> int:
    """The bytes that are free where this folder is or would be; 0 where that cannot be told. Asks the disk."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def _format_suffix(piece: bytes) -> str | None:
    found = sniff(piece[:SNIFF_BYTES])
    return None if found is None else SPECS[found].extensions[0]


def _name(uris: bytes) -> str:
    """What to call a picture that has no file: its address's last part, or the time."""
    address = uris.split(b"\n", 1)[0].strip().decode(errors="replace")
    stem = Path(unquote(urlsplit(address).path)).stem if address else ""
    kept = "".join(sign for sign in stem if sign.isalnum() or sign in " -_")[:80].strip()
    return kept or f"{datetime.now().astimezone():%Y-%m-%d %H.%M.%S}"


def copied_samples(samples: Path, pictures: Path) -> str:
    """The samples in a folder that results may be put beside. Raises OSError."""
    return str(shutil.copytree(samples, pictures / "Samples", dirs_exist_ok=True))


def _free(folder: Path, name: str, suffix: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file, n = folder / f"{name}{suffix}", 2
    while file.exists():
        file, n = folder / f"{name} {n}{suffix}", n + 1
    return file
