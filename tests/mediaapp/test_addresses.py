"""Addresses as file managers write them, and where this computer has what they name."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaapp.addresses import is_path, local_names, local_path, names_a_file, shown

pytestmark = pytest.mark.skipif(os.name == "nt", reason="GVfs and KIO are not there")


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's runtime folder, in which GVfs and KIO show what they have mounted."""
    folder = tmp_path / "run"
    folder.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


def mounted(runtime: Path, name: str, *files: str) -> Path:
    """A mount of this name with these files."""
    for file in files:
        (runtime / name / file).parent.mkdir(parents=True, exist_ok=True)
        (runtime / name / file).touch()
    return runtime / name


GVFS = [
    ("smb://nas/photos/June/a.jpg", "smb-share:server=nas,share=photos", "June/a.jpg"),
    ("smb://NAS.local/Photos/a.jpg", "smb-share:server=nas.local,share=photos", "a.jpg"),
    ("smb://ann@nas/photos/a.jpg", "smb-share:server=nas,share=photos,user=ann", "a.jpg"),
    ("smb://HOME;ann@nas/photos/a.jpg", "smb-share:domain=HOME,server=nas,share=photos,user=ann", "a.jpg"),
    ("smb://nas/my%20photos/a%23b.jpg", "smb-share:server=nas,share=my%20photos", "a#b.jpg"),
    ("sftp://ann@host/home/ann/a.jpg", "sftp:host=host,user=ann", "home/ann/a.jpg"),
    ("sftp://host:8372/srv/a.jpg", "sftp:host=host,port=8372", "srv/a.jpg"),
    ("ssh://host/srv/a.jpg", "sftp:host=host", "srv/a.jpg"),
    ("ftp://host/pub/a.jpg", "ftp:host=host", "pub/a.jpg"),
    (
        "mtp://SAMSUNG_Android_42/Internal%20storage/DCIM/a.jpg",
        "mtp:host=SAMSUNG_Android_42",
        "Internal storage/DCIM/a.jpg",
    ),
    ("mtp://%5Busb%3A001,005%5D/DCIM/a.jpg", "mtp:host=%5Busb%3A001%2C005%5D", "DCIM/a.jpg"),
    ("mtp://[usb:001,005]/DCIM/a.jpg", "mtp:host=%5Busb%3A001%2C005%5D", "DCIM/a.jpg"),
    ("gphoto2://Canon_EOS/store_1/DCIM/a.jpg", "gphoto2:host=Canon_EOS", "store_1/DCIM/a.jpg"),
    ("afc://0f3a9b/DCIM/a.jpg", "afc:host=0f3a9b", "DCIM/a.jpg"),
    ("dav://host/pictures/a.jpg", "dav:host=host,ssl=false", "pictures/a.jpg"),
    (
        "davs://me@cloud/remote.php/webdav/a.jpg",
        "dav:host=cloud,ssl=true,user=me,prefix=%2Fremote.php%2Fwebdav",
        "a.jpg",
    ),
    ("nfs://nas/data/code/a.jpg", "nfs:host=nas,prefix=%2Fdata%2Fcode", "a.jpg"),
    ("afp://mac/Photos/a.jpg", "afp-volume:host=mac,volume=Photos,user=ann", "a.jpg"),
    ("google-drive://ann@gmail.com/0B1/a.jpg", "google-drive:host=gmail.com,user=ann", "0B1/a.jpg"),
]


@pytest.mark.parametrize(("address", "mount", "file"), GVFS)
def test_gvfs_shows_what_a_file_manager_has_opened(runtime: Path, address: str, mount: str, file: str) -> None:
    mounted(runtime, "gvfs/smb-share:server=other,share=photos", "June/a.jpg")
    expected = mounted(runtime, f"gvfs/{mount}", file) / file
    assert local_path(address.encode()) == str(expected)


def test_a_whole_share_is_its_mount(runtime: Path) -> None:
    mount = mounted(runtime, "gvfs/smb-share:server=nas,share=photos", "a.jpg")
    assert {local_path(address) for address in (b"smb://nas/photos", b"smb://nas/photos/")} == {str(mount)}


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("smb://nas/photos/a.jpg", "smb/nas/photos/a.jpg"),
        ("sftp://ann@host/home/a.jpg", "sftp/ann@host/home/a.jpg"),
        ("fish://host/a.jpg", "fish/host/a.jpg"),
        ("mtp:/Pixel/Internal/a.jpg", "mtp/Pixel/Internal/a.jpg"),
        ("webdavs://cloud/a%20b.jpg", "webdavs/cloud/a b.jpg"),
    ],
)
def test_kio_shows_what_a_kde_program_has_opened(runtime: Path, address: str, file: str) -> None:
    expected = mounted(runtime, "kio-fuse-aBcDeF", file) / file
    assert local_path(address.encode()) == str(expected)


@pytest.mark.parametrize(
    ("address", "mount"),
    [
        ("smb://nas/other/a.jpg", "smb-share:server=nas,share=photos"),
        ("smb://elsewhere/photos/a.jpg", "smb-share:server=nas,share=photos"),
        ("smb://bob@nas/photos/a.jpg", "smb-share:server=nas,share=photos,user=ann"),
        ("sftp://host:22/a.jpg", "sftp:host=host,port=8372"),
        ("dav://cloud/a.jpg", "dav:host=cloud,ssl=true"),
        ("nfs://nas/database/a.jpg", "nfs:host=nas,prefix=%2Fdata"),
        ("trash:///a.jpg", "smb-share:server=nas,share=photos"),
        ("http://nas/photos/a.jpg", "smb-share:server=nas,share=photos"),
        ("smb://nas/photos/a%00b.jpg", "smb-share:server=nas,share=photos"),
    ],
)
def test_another_mount_is_another(runtime: Path, address: str, mount: str) -> None:
    mounted(runtime, f"gvfs/{mount}", "a.jpg")
    assert local_path(address.encode()) is None


def test_nothing_leads_above_a_mount(runtime: Path) -> None:
    mount = mounted(runtime, "gvfs/sftp:host=host", "a.jpg")
    assert local_path(b"sftp://host/../../../../etc/passwd") == str(mount / "etc/passwd")
    assert local_path(b"sftp://host/%2E%2E/%2e%2e/a.jpg") == str(mount / "a.jpg")


def test_a_name_that_is_no_text_stays_as_it_is(runtime: Path) -> None:
    mount = mounted(runtime, "gvfs/sftp:host=host", os.fsdecode(b"caf\xe9.jpg"))
    assert local_path(b"sftp://host/caf%E9.jpg") == os.fsdecode(os.fsencode(mount) + b"/caf\xe9.jpg")


@pytest.mark.parametrize("host", ["", "localhost", "LOCALHOST", socket.gethostname(), "127.0.0.1"])
def test_a_file_of_this_computer(host: str) -> None:
    assert local_path(f"file://{host}/June/a%20b.jpg".encode()) == "/June/a b.jpg"


@pytest.mark.parametrize(
    "address", [b"file://nas/June/a.jpg", b"file://localhost.example/a.jpg", b"file:a.jpg", b"file:///a%00b"]
)
def test_a_file_of_another_computer_is_not_here(address: bytes) -> None:
    assert local_path(address) is None


def test_a_file_that_looks_like_an_address_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert is_path("smb:a.jpg")
    assert not is_path("smb://nas/a.jpg")
    (tmp_path / "smb:" / "nas").mkdir(parents=True)
    (tmp_path / "smb:" / "nas" / "a.jpg").touch()
    assert is_path("smb://nas/a.jpg")
    found = local_names(["June", "smb://nas/b.jpg", "smb://nas/a.jpg"])
    assert os.fsdecode(found.paths).split("\0") == [str(tmp_path / "June"), str(tmp_path / "smb:" / "nas" / "a.jpg")]
    assert found.elsewhere == ("smb://nas/b.jpg",)


def test_a_password_is_not_shown() -> None:
    assert shown(b"smb://ann:se%20cret@nas/my%20photos/a.jpg") == "smb://ann@nas/my photos/a.jpg"


@pytest.mark.parametrize(
    ("uris", "is_file"),
    [
        (b"file:///a.jpg", True),
        (b"# from a program\r\nsmb://nas/a.jpg", True),
        (b"https://shop.example/a.jpg", False),
        (b"data:image/png;base64,AA", False),
        (b"https://shop.example/a.jpg\r\nmtp:/Pixel/a.jpg", True),
        (b"", False),
    ],
)
def test_a_page_of_the_web_is_no_file(uris: bytes, is_file: bool) -> None:
    assert names_a_file(uris) is is_file


@given(st.binary(max_size=60))
def test_nothing_that_is_dropped_is_too_much(rest: bytes) -> None:
    for scheme in (b"smb:", b"file:", b"mtp://", b"sftp://[", b""):
        found = local_path(scheme + rest)
        assert found is None or Path(found).is_absolute()
