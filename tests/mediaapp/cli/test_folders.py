"""Ordinary folders with something odd in them, as a user gives them to the command line."""

import os
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.support.command_line import CommandLine

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]


def picture(path: Path, turn: int = 0) -> Path:
    """A small photo at this path, another one for each turn."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.linear_gradient("L").resize((64, 48)).convert("RGB").rotate(turn).save(path)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="its file times end in 30828, and utime refuses others")
def test_a_file_date_beyond_2262_is_done_like_any_other(mediaapp: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "June"
    pictures = [picture(folder / f"p{n}.jpg", n) for n in range(1, 6)]
    os.utime(pictures[2], (9_300_000_000, 9_300_000_000))
    os.utime(pictures[3], (-2_147_483_648, -2_147_483_648))
    result = mediaapp("run", "--to", "png", "--name", "{date}_{name}", "--json", folder)
    assert (result.code, result.err) == (0, "")
    assert [job["state"] for job in result.jobs] == ["done"] * 5
    made = {Path(job["source"]): Path(job["output"]) for job in result.jobs}
    assert {made[each].stat().st_mtime_ns == each.stat().st_mtime_ns for each in pictures} == {True}
    assert made[pictures[2]].name == "2262-04-11_p3.png"
    assert made[pictures[3]].name.endswith("_p4.png")
    shown = mediaapp("show", str(result.jobs[0]["id"]))
    assert shown.code == 0


@pytest.mark.parametrize("on_exists", ["skip", "replace", "number"])
def test_pictures_of_one_name_get_an_output_each(mediaapp: CommandLine, tmp_path: Path, on_exists: str) -> None:
    names = ["A/x.jpg", "B/x.jpg", "IMG_1.JPG", "IMG_1.png"]
    pictures = [picture(tmp_path / "same" / name, 90 * turn) for turn, name in enumerate(names)]
    options = ("run", "--to", "webp", "--out", tmp_path / "out", "--on-exists", on_exists, "--json")
    result = mediaapp(*options, *pictures)
    assert (result.code, result.err) == (0, "")
    assert [job["state"] for job in result.jobs] == ["done"] * 4
    made = {path.name for path in (tmp_path / "out").iterdir()}
    assert made == {"x.webp", "x (2).webp", "IMG_1.webp", "IMG_1 (2).webp"}
    again = mediaapp(*options, *pictures)
    assert {job["state"] for job in again.jobs} == {"skipped"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == made


def test_a_date_in_a_name_is_when_the_picture_was_taken(mediaapp: CommandLine, tmp_path: Path) -> None:
    dated, bare = tmp_path / "dated.jpg", picture(tmp_path / "bare.jpg")
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2015:01:02 03:04:05"
    Image.linear_gradient("L").convert("RGB").save(dated, exif=exif)
    for path in (dated, bare):
        os.utime(path, (1_557_126_489, 1_557_126_489))
    result = mediaapp("run", "--name", "{date}_{name}", "--out", tmp_path / "out", dated, bare)
    assert (result.code, result.err) == (0, "")
    result = mediaapp("run", "--name", "{date:%Y%m%d-%H%M} {name}", "--out", tmp_path / "out", dated)
    assert result.code == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["2015-01-02_dated.jpg", "20150102-0304 dated.jpg", "2019-05-06_bare.jpg"]


@pytest.mark.parametrize("template", ["{date:%Y/%m}", "{date:%x}", "{camera}"])
def test_a_name_that_means_nothing_is_refused_with_what_is_known(
    mediaapp: CommandLine, tmp_path: Path, template: str
) -> None:
    result = mediaapp("run", "--name", template, picture(tmp_path / "a.jpg"))
    assert result.code == 2
    assert "--name" in result.err
    assert "known are" in result.err or "choose the folder" in result.err


NAS = (
    "@eaDir/IMG_0001.JPG/SYNOPHOTO_THUMB_M.jpg",
    "@eaDir/IMG_0001.JPG/SYNOPHOTO_THUMB_XL.jpg",
    "#recycle/old.jpg",
    "$RECYCLE.BIN/S-1-5-21/$RABC.jpg",
    "@Recycle/r.jpg",
    "Pic.photoslibrary/originals/A/x.jpeg",
    "Pic.photoslibrary/resources/derivatives/A/x_1_105_c.jpeg",
    "Catalog Previews.lrdata/0/p.jpg",
)


def test_what_systems_and_programs_keep_is_left_out_and_told(mediaapp: CommandLine, tmp_path: Path) -> None:
    nas = tmp_path / "nas"
    for name in ("IMG_0001.JPG", "July/IMG_2.jpg", "July/@eaDir/IMG_2.jpg/S.jpg", "._IMG_0001.JPG", *NAS):
        picture(nas / name)
    result = mediaapp("run", "--to", "webp", "--json", nas)
    assert result.code == 0
    assert {Path(job["source"]).name for job in result.jobs} == {"IMG_0001.JPG", "IMG_2.jpg"}
    folders = {Path(each["path"]).relative_to(nas).as_posix(): each["keeper"] for each in result.summary["left_out"]}
    assert folders == {
        "@eaDir": "thumbnails",
        "July/@eaDir": "thumbnails",
        "#recycle": "bin",
        "$RECYCLE.BIN": "bin",
        "@Recycle": "bin",
        "Pic.photoslibrary": "library",
        "Catalog Previews.lrdata": "previews",
    }
    assert result.summary["hidden"] == 1
    assert "2 folders “@eaDir” are left out: thumbnails. Add one by itself to take what is in it." in result.err
    assert f"“{nas / '#recycle'}” is left out: deleted files." in result.err
    assert "1 hidden file or folder is left out." in result.err
    explained = mediaapp("explain", nas)
    assert f"“{nas / '#recycle'}” is left out: deleted files." in explained.err


def test_named_directly_it_is_taken(mediaapp: CommandLine, tmp_path: Path) -> None:
    nas = tmp_path / "nas"
    for name in ("IMG_0001.JPG", *NAS):
        picture(nas / name)
    named = [nas / "#recycle", nas / "Pic.photoslibrary", nas / "@eaDir" / "IMG_0001.JPG" / "SYNOPHOTO_THUMB_M.jpg"]
    result = mediaapp("add", "--json", nas, *named)
    assert result.code == 0
    assert len(result.objects[0]["jobs"]) == 1 + 1 + 2 + 1


@pytest.mark.parametrize("command", ["add", "run", "explain"])
def test_an_address_that_leads_nowhere_is_told_and_the_rest_goes_on(
    mediaapp: CommandLine, tmp_path: Path, command: str
) -> None:
    result = mediaapp(command, "smb://ann:secret@nas/photos/b.jpg", "file://nas/c.jpg", picture(tmp_path / "a.jpg"))
    assert result.code == 1
    assert "“smb://ann@nas/photos/b.jpg” is not on this computer." in result.err
    assert "“file://nas/c.jpg” is not on this computer." in result.err
    assert "a.jpg" in result.out or "1 picture added" in result.out


def test_an_address_of_this_computer_is_a_path(mediaapp: CommandLine, tmp_path: Path) -> None:
    source = picture(tmp_path / "my photo.jpg")
    result = mediaapp("run", "--json", source.as_uri())
    assert (result.code, result.err) == (0, "")
    assert result.jobs[0]["source"] == str(source)


@pytest.mark.skipif(sys.platform != "linux", reason="tags and groups are those of Linux")
def test_a_replaced_original_keeps_what_a_copy_over_it_would_keep(mediaapp: CommandLine, tmp_path: Path) -> None:
    photo = picture(tmp_path / "a.jpg")
    photo.chmod(0o640)
    os.setxattr(photo, "user.xdg.tags", b"sea")
    if os.geteuid() == 0:
        os.chown(photo, 1234, 4321)
    before = photo.stat()
    result = mediaapp("run", "--long-edge", "32", "--replace-originals", "--json", photo)
    assert (result.code, result.err) == (0, "")
    after = photo.stat()
    assert after.st_ino != before.st_ino
    assert [getattr(after, each) for each in ("st_mode", "st_uid", "st_gid", "st_mtime_ns")] == [
        getattr(before, each) for each in ("st_mode", "st_uid", "st_gid", "st_mtime_ns")
    ]
    assert os.getxattr(photo, "user.xdg.tags") == b"sea"
    promises = result.jobs[0]["promises"]
    assert (promises["owner"], promises["access"], "hard_links" in promises) == ("kept", "kept", False)


@pytest.mark.skipif(sys.platform == "win32", reason="links are made otherwise there")
def test_replacing_warns_of_other_names_of_the_file(mediaapp: CommandLine, tmp_path: Path) -> None:
    photo = picture(tmp_path / "a.jpg")
    other = tmp_path / "other name.jpg"
    other.hardlink_to(photo)
    old = photo.read_bytes()
    options = ("--long-edge", "32", "--replace-originals")
    assert "hard links" in mediaapp("explain", *options, photo).out
    assert "hard links" not in mediaapp("explain", "--long-edge", "32", photo).out
    result = mediaapp("run", *options, "--json", photo)
    assert result.code == 0
    assert result.jobs[0]["promises"]["hard_links"] == "lost"
    shown = mediaapp("show", str(result.jobs[0]["id"])).out
    assert "Other names of the file keep the old picture" in shown
    assert "hard links" in shown
    assert other.read_bytes() == old != photo.read_bytes()
