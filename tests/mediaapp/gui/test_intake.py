"""What comes in: addresses become paths, pictures without a file become files."""

import os
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mediaapp.addresses import Located
from mediaapp.gui.intake import copied_samples, gather, located, own_pictures, parse_uris
from tests.support.person import Person
from tests.support.window import drop, opened_window, uris
from workers.formats import SNIFF_BYTES, Format, sniff

PNG = bytes.fromhex("89504e470d0a1a0a") + b"rest of a picture"
JPEG = b"\xff\xd8\xff\xe0" + b"rest of a photograph"
WEB = b"https://shop.example/pictures/red%20vase.jpg?size=large"

names = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=20)


def listed(paths: bytes) -> list[str]:
    return os.fsdecode(paths).split("\0") if paths else []


@pytest.mark.skipif(os.name == "nt", reason="the names are those of POSIX")
@given(st.lists(names.filter(lambda name: name not in {".", ".."}), min_size=1, max_size=5))
def test_every_name_survives_its_way_through_a_list_of_addresses(found: list[str]) -> None:
    paths = [Path("/June") / name for name in found]
    data = b"".join(path.as_uri().encode() + b"\r\n" for path in paths)
    assert listed(parse_uris(data).paths) == [str(path) for path in paths]


@pytest.mark.skipif(os.name == "nt", reason="the names are those of POSIX")
def test_a_list_of_any_length_is_read_whole() -> None:
    names = [f"/Pictures/{'%20' * (n % 7)}DSC_{n:06}.jpg" for n in range(20_000)]
    names[5_000] = "/two%0Alines.jpg"
    data = b"".join(f"file://{name}\r\n".encode() for name in names)
    assert listed(parse_uris(data).paths) == [unquote(name) for name in names]


@pytest.mark.skipif(os.name == "nt", reason="the names are those of POSIX")
@pytest.mark.parametrize(
    ("data", "paths"),
    [
        (b"file:///June/a.jpg\r\nfile:///June/b%20c.jpg\r\n", ["/June/a.jpg", "/June/b c.jpg"]),
        (b"file:///June/a.jpg\nfile:///June/b.jpg", ["/June/a.jpg", "/June/b.jpg"]),
        (b"file:///100%25.jpg\r\nfile:///%2541.jpg", ["/100%.jpg", "/%41.jpg"]),
        (b"# from a file manager\r\nfile:///a.jpg\r\n", ["/a.jpg"]),
        (b"file://localhost/June/a.jpg\r\n", ["/June/a.jpg"]),
        (b"file:/a.jpg\r\n", ["/a.jpg"]),
        (b"file:a.jpg\r\nfile:///b.jpg", ["/b.jpg"]),
        (b"file:///two%0Alines.jpg\r\n", ["/two\nlines.jpg"]),
        (b"file:///caf%E9.jpg\r\n", [os.fsdecode(b"/caf\xe9.jpg")]),
        (WEB, []),
        (b"", []),
    ],
)
def test_addresses_as_programs_write_them(data: bytes, paths: list[str]) -> None:
    assert listed(parse_uris(data).paths) == paths


def test_a_picture_from_a_browser_keeps_its_own_bytes_and_its_name(tmp_path: Path) -> None:
    data = QMimeData()
    data.setData("text/uri-list", WEB)
    data.setData("image/png", PNG)
    data.setData("image/jpeg", JPEG)
    (path,) = map(Path, listed(located(gather(data), tmp_path / "inbox").paths))
    assert path.name == "red vase.jpg"
    assert path.read_bytes() == JPEG


def test_the_same_picture_twice_gets_two_files(tmp_path: Path) -> None:
    data = QMimeData()
    data.setData("text/uri-list", WEB)
    data.setData("image/jpeg", JPEG)
    first, second = (located(gather(data), tmp_path).paths for _ in range(2))
    assert first != second


def test_plain_bytes_count_when_they_are_a_picture(tmp_path: Path) -> None:
    data = QMimeData()
    data.setData("text/uri-list", WEB)
    data.setData("application/octet-stream", PNG)
    assert [Path(path).suffix for path in listed(located(gather(data), tmp_path).paths)] == [".png"]


def test_files_win_over_a_picture_of_them(tmp_path: Path) -> None:
    data = uris([tmp_path / "a.jpg"])
    data.setData("image/png", PNG)
    assert located(gather(data), tmp_path / "inbox").paths == os.fsencode(tmp_path / "a.jpg")
    assert not (tmp_path / "inbox").exists()


def test_of_many_kinds_made_of_the_same_pixels_the_one_that_keeps_them_is_taken(tmp_path: Path) -> None:
    data = QMimeData()
    data.setData("image/bmp", b"BM" + bytes(60))
    data.setData("image/jpeg", JPEG)
    data.setData("image/png", PNG)
    (path,) = map(Path, listed(located(gather(data), tmp_path).paths))
    assert path.read_bytes() == PNG


def test_an_address_alone_is_no_picture(tmp_path: Path) -> None:
    data = QMimeData()
    data.setData("text/uri-list", WEB)
    assert located(gather(data), tmp_path) == Located(
        paths=b"", elsewhere=("https://shop.example/pictures/red vase.jpg?size=large",)
    )


@pytest.mark.gui
def test_a_picture_on_the_clipboard_is_added(qtbot: QtBot, tmp_path: Path) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("#c8823c"))
    with opened_window(qtbot, tmp_path) as opened:
        QApplication.clipboard().setImage(image)
        QTest.keyClick(opened.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.total == 1)
        (file,) = [file for file in own_pictures().iterdir() if file.is_file()]
        assert sniff(file.read_bytes()[:SNIFF_BYTES]) is Format.PNG
        person = Person(qtbot, opened)
        person.waits(lambda: f"The picture is kept as {file.name} in " in person.toasts())


@pytest.mark.gui
def test_a_pasted_picture_lies_where_the_users_pictures_do(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desktop_opens: list[Path]
) -> None:
    monkeypatch.setenv("XDG_PICTURES_DIR", str(tmp_path / "Bilder"))
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("#c8823c"))
    with opened_window(qtbot, tmp_path / "home") as opened:
        person = Person(qtbot, opened)
        QApplication.clipboard().setImage(image)
        opened.window.intake.paste()
        person.waits(lambda: "kept as" in person.toasts())
        person.clicks_on("Show in folder")
        person.waits(lambda: desktop_opens == [tmp_path / "Bilder" / "mediaapp"])


@pytest.mark.parametrize(
    "written",
    [
        "{path}",
        "  {path}\n",
        '"{path}"',
        "'{path}'",
        "{escaped}",
        "file://{quoted}",
        "{path}\n\nand some words",
        "'{path}' '{path}'",
    ],
)
def test_text_that_names_files_is_taken(tmp_path: Path, written: str) -> None:
    file = tmp_path / "my picture.jpg"
    file.touch()
    path = str(file)
    told = written.format(path=path, escaped=path.replace(" ", "\\ "), quoted=path.replace(" ", "%20"))
    data = QMimeData()
    data.setText(told)
    found = located(gather(data), tmp_path / "pictures")
    assert set(listed(found.paths)) == {path}
    assert found.elsewhere == ()


def test_a_path_below_home_and_addresses_of_the_web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    data = QMimeData()
    data.setText("~/a.jpg\nhttps://example.org/b.jpg\nwords")
    found = located(gather(data), tmp_path)
    assert listed(found.paths) == [str(tmp_path / "a.jpg")]
    assert found.elsewhere == ("https://example.org/b.jpg",)


@pytest.mark.gui
@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("https://example.org/b.jpg", "“https://example.org/b.jpg” is not on this computer. Save the picture with"),
        ("/nowhere/a.jpg", "“/nowhere/a.jpg” is not there, or may not be read."),
        ("a shopping list", "That is no picture, and names no file on this computer."),
    ],
)
def test_pasted_text_is_told_why_it_is_not_taken(qtbot: QtBot, tmp_path: Path, pasted: str, said: str) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        QApplication.clipboard().setText(pasted)
        QTest.keyClick(opened.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        person.waits(lambda: said in person.toasts())


@pytest.mark.gui
def test_a_pasted_path_is_added(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff")
    with opened_window(qtbot, tmp_path / "home") as opened:
        QApplication.clipboard().setText(str(tmp_path / "a.jpg"))
        QTest.keyClick(opened.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.total == 1)


@pytest.mark.gui
def test_a_drop_without_a_picture_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    data = QMimeData()
    data.setData("text/uri-list", WEB)
    with opened_window(qtbot, tmp_path) as opened:
        with qtbot.waitSignal(opened.window.intake.refused):
            drop(opened.window, data)
        assert not opened.bridge.snapshot.batches


@pytest.mark.gui
def test_what_is_not_on_this_computer_is_told_and_the_rest_added(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    data = QMimeData()
    address = b"smb://ann:secret@nas/my%20photos/b.jpg\r\n"
    data.setData("text/uri-list", (tmp_path / "a.jpg").as_uri().encode() + b"\r\n" + address)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        drop(opened.window, data)
        person.waits(lambda: "“smb://ann@nas/my photos/b.jpg” is not on this computer." in person.toasts())
        person.waits(lambda: "a.jpg" in opened.rows())
        other = QMimeData()
        other.setData("text/uri-list", b"file://nas/June/c.jpg\r\nfile://nas/June/d.jpg\r\n")
        drop(opened.window, other)
        person.waits(lambda: "“file://nas/June/c.jpg” and 1 more are not on this computer." in person.toasts())


@pytest.mark.gui
def test_what_a_file_manager_has_mounted_is_added(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    photo = tmp_path / "run" / "gvfs" / "mtp:host=Pixel" / "DCIM" / "a.jpg"
    photo.parent.mkdir(parents=True)
    photo.touch()
    data = QMimeData()
    data.setData("text/uri-list", b"mtp://Pixel/DCIM/a.jpg\r\n")
    with opened_window(qtbot, tmp_path) as opened:
        drop(opened.window, data)
        qtbot.waitUntil(lambda: "a.jpg" in opened.rows())
        opened.window.intake.add_named(["mtp://Pixel/DCIM"])
        qtbot.waitUntil(lambda: opened.rows().count("a.jpg") == 2)


@pytest.mark.gui
def test_text_may_not_be_dropped(qtbot: QtBot, tmp_path: Path) -> None:
    data = QMimeData()
    data.setText("hello")
    with opened_window(qtbot, tmp_path) as opened:
        assert not opened.window.intake.accepts(data)


def test_samples_are_added_from_a_copy(tmp_path: Path) -> None:
    samples = tmp_path / "application" / "samples"
    samples.mkdir(parents=True)
    (samples / "Vase.jpg").write_bytes(b"vase")
    copied = Path(copied_samples(samples, tmp_path / "Pictures" / "mediaapp"))
    assert copied == tmp_path / "Pictures" / "mediaapp" / "Samples"
    assert (copied / "Vase.jpg").read_bytes() == b"vase"
    assert copied_samples(samples, tmp_path / "Pictures" / "mediaapp") == str(copied)


@pytest.mark.parametrize("format_", [QImage.Format.Format_ARGB32, QImage.Format.Format_ARGB32_Premultiplied])
def test_a_pasted_picture_whose_alpha_nobody_filled_in_is_opaque(tmp_path: Path, format_: QImage.Format) -> None:
    """Bitmaps on the clipboard often have 32 bits a pixel and 0 for alpha."""
    pixels = bytes((10, 60, 200, 0)) * 12
    data = QMimeData()
    data.setImageData(QImage(pixels, 4, 3, 16, format_).copy())
    (path,) = listed(located(gather(data), tmp_path).paths)
    assert QImage(path).pixelColor(1, 1) == QColor(200, 60, 10)


def test_a_pasted_picture_that_is_partly_clear_stays_so(tmp_path: Path) -> None:
    image = QImage(4, 3, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    image.setPixelColor(3, 2, QColor(200, 60, 10, 90))
    data = QMimeData()
    data.setImageData(image)
    (path,) = listed(located(gather(data), tmp_path).paths)
    assert QImage(path).pixelColor(0, 0).alpha() == 0
    assert QImage(path).pixelColor(3, 2).alpha() == 90
