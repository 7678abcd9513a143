"""The commands as a user gives them, with the real engine and real workers."""

import os
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from tests.support.command_line import CommandLine
from tests.support.pool import wait_until
from tests.support.screenshot import screenshot

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]

JOB_FIELDS = {
    "id", "batch", "source", "output", "state", "bytes_in", "bytes_out", "width", "height", "frames", "format", "attempts",
    "waited_s", "took_s", "code", "message", "promises",
}  # fmt: skip


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_run_makes_results_and_tells_each_and_a_summary(mediaapp: CommandLine, june: Path) -> None:
    result = mediaapp.process("run", "--long-edge", "100", "--to", "webp", "--json", june)
    assert (result.code, result.err) == (0, "")
    assert len(result.jobs) == 3
    for job in result.jobs:
        assert job.keys() >= JOB_FIELDS
        assert (job["state"], job["format"], job["width"], job["height"], job["frames"]) == ("done", "webp", 100, 75, 1)
        assert job["bytes_out"] == Path(job["output"]).stat().st_size
        assert job["promises"]["opens"] == "kept"
        assert (job["code"], job["message"]) == (None, None)
        assert job["took_s"] >= 0
        assert job["waited_s"] >= 0
    assert names_in(june.parent / "June Smaller") == ["DSC_1.webp", "DSC_2.webp", "DSC_3.webp"]
    assert (result.summary["total"], result.summary["done"], result.summary["failed"]) == (3, 3, 0)
    assert result.summary["not_pictures"] == 1
    assert result.summary["bytes_in"] == sum(job["bytes_in"] for job in result.jobs)


def test_a_result_larger_than_its_original_is_told(mediaapp: CommandLine, tmp_path: Path) -> None:
    (folder := tmp_path / "shots").mkdir()
    palette = screenshot((600, 400)).quantize(32, dither=Image.Dither.NONE)
    palette.save(folder / "shot.png", optimize=True)
    larger = mediaapp("run", "--percent", "80", "--lossless", folder / "shot.png")
    assert "larger than the original" in larger.out
    smaller = mediaapp("run", "--percent", "50", "--same-look", folder / "shot.png")
    assert "larger" not in smaller.out


def test_failures_are_told_in_words_and_the_rest_goes_on(mediaapp: CommandLine, june: Path) -> None:
    whole = (june / "DSC_1.jpg").read_bytes()
    (june / "cut.jpg").write_bytes(whole[: len(whole) // 3])
    (june / "text.png").write_text("not a picture at all")
    result = mediaapp("run", june, june.parent / "nowhere")
    assert result.code == 1
    assert "nowhere does not exist." in result.err
    assert "cut.jpg: Failed. The picture ends early." in result.err
    assert "text.png” is called like a picture, but holds plain text." in result.err
    assert "3 ready, 2 failed" in result.out
    failed = mediaapp("jobs", "--state", "failed", "--json")
    assert {job["code"] for job in failed.jobs} == {"ends_early", "not_a_picture"}
    assert [job["source"] for job in mediaapp("jobs", "--cause", "ends_early", "--json").jobs] == [
        str(june / "cut.jpg")
    ]
    (june / "cut.jpg").write_bytes(whole)
    assert mediaapp("retry", "--cause", "ends_early").out == "1 waits again.\n"
    assert mediaapp("work", "--until-empty").code == 0
    assert (june.parent / "June Smaller" / "cut.jpg").exists()


def test_what_was_there_before_is_not_told_as_made_now(mediaapp: CommandLine, june: Path, tmp_path: Path) -> None:
    options = ("run", june, "--to", "webp", "--out", tmp_path / "out")
    assert "3 ready · " in mediaapp(*options).out
    again = mediaapp(*options)
    assert again.code == 0
    assert again.out.endswith("0 ready, 3 already made\n")
    jobs = mediaapp("jobs", "--batch", "2", "--json").jobs
    assert [(job["state"], job["code"], job["message"]) for job in jobs] == [
        ("skipped", "already_made", "Already made")
    ] * 3
    assert len(list((tmp_path / "out").rglob("*.webp"))) == 3
    for made in (tmp_path / "out").rglob("*.webp"):
        made.write_bytes(b"something else")
    assert mediaapp(*options, "--on-exists", "skip").out.endswith("0 ready, 3 left out\n")


def test_a_folder_without_pictures_is_told(mediaapp: CommandLine, june: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = mediaapp("run", tmp_path / "empty", june)
    assert result.code == 1
    assert result.err == f"mediaapp: There are no pictures that can be read in {tmp_path / 'empty'}.\n"
    assert "3 ready" in result.out


def test_pictures_that_cannot_be_read_are_told_apart(mediaapp: CommandLine, june: Path) -> None:
    for name in ("a.psd", "b.psd", "c.cr2"):
        (june / name).write_bytes(b"x")
    told = "mediaapp: 3 pictures cannot be read here (Photoshop, Camera raw).\n"
    for command in ("explain", "run"):
        assert mediaapp(command, june).err == told
    assert mediaapp("add", "--json", june).objects[0]["unsupported"] == {"Photoshop": 2, "Camera raw": 1}


def test_each_path_with_nothing_to_do_is_told_once(mediaapp: CommandLine, june: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "lies_nowhere.jpg").symlink_to(tmp_path / "gone.jpg")
    long = "x" * 3000
    for command in ("add", "explain"):
        result = mediaapp(command, "empty", "lies_nowhere.jpg", long, june / "DSC_1.jpg")
        assert result.code == 1
        assert sorted(result.err.splitlines()) == sorted(
            (
                "mediaapp: There are no pictures that can be read in empty.",
                f"mediaapp: {tmp_path / 'lies_nowhere.jpg'} is a link that leads nowhere.",
                f"mediaapp: {tmp_path / long} does not exist.",
            )
        )
        assert result.out != ""


def test_nothing_is_counted_where_nothing_was_found(mediaapp: CommandLine) -> None:
    for command, sentence in (
        (("run", "nosuch.jpg"), "nosuch.jpg does not exist."),
        (("cancel", "99999"), "There is no job 99999."),
        (("retry", "99999"), "There is no job 99999."),
    ):
        result = mediaapp(*command)
        assert (result.code, result.out) == (1, "")
        assert sentence in result.err


def test_a_batch_that_does_not_exist_has_no_jobs_to_list(mediaapp: CommandLine) -> None:
    result = mediaapp("jobs", "--batch", "7", "--json")
    assert (result.code, result.out, result.err) == (1, "", "mediaapp: There is no batch 7.\n")


def test_add_then_work(mediaapp: CommandLine, june: Path) -> None:
    added = mediaapp("add", "--json", "--out", "small", june / "DSC_1.jpg", june / "DSC_2.jpg").objects[0]
    assert len(added["jobs"]) == 2
    waiting = mediaapp("jobs", "--batch", str(added["batch"]), "--json")
    assert {job["state"] for job in waiting.jobs} == {"queued"}
    result = mediaapp("work", "--workers", "1", "--until-empty", "--json")
    assert result.code == 0
    assert result.summary["done"] == 2
    assert names_in(june.parent / "small") == ["DSC_1.jpg", "DSC_2.jpg"]
    shown = mediaapp("show", str(added["jobs"][0]), "--json").objects[0]
    assert shown.keys() >= JOB_FIELDS | {"recipe", "plan", "runs", "timeline"}
    assert shown["plan"]["facts"]["width"] == 320
    assert shown["timeline"][0]["what"] == "Added"
    told = mediaapp("show", str(added["jobs"][0])).out
    assert "Opens, whole" in told
    assert "Format: JPEG, as in the original" in told


def test_a_crop_outside_the_picture_is_refused_when_planned_and_when_run(mediaapp: CommandLine, june: Path) -> None:
    photo = june / "DSC_1.jpg"
    for command in ("explain", "run"):
        result = mediaapp(command, "--crop", "99999,0,10,10", photo)
        assert result.code != 0
        assert "What is to be cut out lies outside the picture" in result.err


def test_a_crop_is_told_in_one_line_before_the_size(mediaapp: CommandLine, june: Path) -> None:
    told = mediaapp("explain", "--crop", "310,0,100,100", june / "DSC_1.jpg").out.splitlines()
    lines = [line for line in map(str.strip, told) if line.startswith(("Crop", "Orientation", "Size"))]
    assert [line.partition(":")[0] for line in lines] == ["Crop", "Size"]
    assert "100 × 100, 220 px from the left and 0 px from the top, moved in" in lines[0]
    assert lines[1].startswith("Size: 100 × 100, ")


def test_what_waits_for_space_is_tried_by_a_pool_that_is_to_end(
    mediaapp: CommandLine, june: Path, tmp_path: Path
) -> None:
    """It ended at once with the sentence "Free some space; it goes on by itself", although there was space again."""
    assert mediaapp("add", june / "DSC_1.jpg").code == 0
    with closing(sqlite3.connect(tmp_path / "home" / "data" / "jobs.sqlite")) as table:
        later = time.time() + 3600
        table.execute(
            "update job set state = 'delayed', error_code = 'disk_full', failure = '{}', not_before = ?", (later,)
        )
        table.commit()
    result = mediaapp.process("work", "--until-empty")
    assert (result.code, result.err) == (0, "")
    assert "1 ready" in result.out


def test_while_everything_is_paused_run_says_so(mediaapp: CommandLine, june: Path) -> None:
    assert mediaapp("pause").out == "Paused. 0 wait.\n"
    result = mediaapp("run", june)
    assert result.code == 1
    assert "Everything is paused. 3 wait" in result.err
    assert mediaapp("resume").code == 0
    assert mediaapp("work", "--until-empty").code == 0


def test_originals_are_replaced_and_brought_back(mediaapp: CommandLine, june: Path) -> None:
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in june.iterdir()}
    assert mediaapp("run", "--replace-originals", "--quality", "40", june).code == 0
    assert (june / "DSC_1.jpg").read_bytes() != before["DSC_1.jpg"][0]
    result = mediaapp("undo")
    assert (result.code, result.out) == (0, "3 originals are back in their places.\n")
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in june.iterdir()} == before
    assert mediaapp("undo").code == 1


def test_cancel_and_retry_with_another_recipe(mediaapp: CommandLine, june: Path) -> None:
    jobs = mediaapp("add", "--json", june).objects[0]["jobs"]
    assert mediaapp("cancel", str(jobs[0]), "77").code == 1
    assert mediaapp("cancel", "--all", "--json").objects == [{"cancelled": 2}]
    result = mediaapp("retry", str(jobs[0]), "--to", "png", "--json")
    assert (result.code, result.objects) == (0, [{"retried": 1}])
    assert mediaapp("work", "--until-empty").code == 0
    assert mediaapp("show", str(jobs[0]), "--json").objects[0]["format"] == "png"


def test_explain_does_nothing(mediaapp: CommandLine, june: Path) -> None:
    (june / "text.png").write_text("x")
    before = names_in(june.parent)
    result = mediaapp.process("explain", "--to", "gif", "--json", june)
    assert result.code == 1
    by_name = {Path(each["source"]).name: each for each in result.objects}
    plan = by_name["DSC_1.jpg"]["plan"]
    assert (plan["format"], plan["width"]) == ("gif", 320)
    assert plan["decisions"][0]["message"] == "Format: GIF, as you asked"
    assert by_name["text.png"]["code"] == "not_a_picture"
    assert names_in(june.parent) == sorted([*before, "home"])
    assert mediaapp("jobs", "--json").objects == []
    assert "JPEG, 320 × 240" in mediaapp("explain", june / "DSC_1.jpg").out


def test_a_file_that_is_untidy_but_whole_is_explained_done_and_told(mediaapp: CommandLine, june: Path) -> None:
    whole = june / "DSC_1.jpg"
    data = whole.read_bytes()
    assert "File:" not in mediaapp("explain", whole).out
    whole.write_bytes(data[:-2])
    told = "File: it lacks the mark of its end, which harms nothing if every pixel is there"
    assert told in mediaapp("explain", whole).out
    done = mediaapp("run", "--long-edge", "100", "--json", whole)
    assert (done.code, done.jobs[0]["flaws"]) == (0, ["no_end"])
    shown = mediaapp("show", str(done.jobs[0]["id"])).out
    assert "The original is untidy (it lacks the mark of its end), but every pixel was there" in shown


def test_recipes_are_listed_and_carried(mediaapp: CommandLine, tmp_path: Path) -> None:
    assert mediaapp("recipes", "list").out.splitlines()[1:] == ["Web shop", "Web", "E-mail"]
    assert mediaapp("recipes", "export", "web", "web.toml").code == 0
    assert 'format = "webp"' in (tmp_path / "web.toml").read_text()
    assert mediaapp("recipes", "show", "web").out == (tmp_path / "web.toml").read_text()
    assert mediaapp("recipes", "export", "web", "web.toml").err == "mediaapp: web.toml exists already.\n"
    renamed = (tmp_path / "web.toml").read_text().replace('"Web"', '"Mine"')
    (tmp_path / "web.toml").write_text(renamed)
    assert mediaapp("recipes", "import", "web.toml").out == "Saved as “Mine”.\n"
    assert "Mine" in mediaapp("recipes").out
    result = mediaapp.process("recipes", "import", "nowhere.toml")
    assert (result.code, result.out) == (1, "")
    (tmp_path / "home" / "config" / "recipes" / "bad.toml").write_text("v = 9")
    result = mediaapp("recipes", "list", "--json")
    assert result.code == 1
    assert "bad.toml was left out: a newer version" in result.err
    assert [each["name"] for each in result.objects][-1] == "Mine"


def test_names_that_are_no_text_are_worked_on(mediaapp: CommandLine, june: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("names are text here")
    odd = os.fsencode(june) + b"/odd \xff\x1b[31m.jpg"
    (june / "DSC_1.jpg").rename(os.fsdecode(odd))
    result = mediaapp.process("run", "--json", "--beside", "out", os.fsdecode(odd))
    assert result.code == 0
    (job,) = result.jobs
    assert os.fsencode(job["source"]) == odd
    assert Path(job["output"]).exists()
    told = mediaapp.process("jobs")
    assert told.code == 0
    assert "\x1b" not in told.out


def test_ctrl_c_leaves_the_rest_in_the_queue(mediaapp: CommandLine, june: Path) -> None:
    from PIL import Image

    Image.linear_gradient("L").resize((3000, 3000)).convert("RGB").save(june / "large.png")
    for number in range(200):
        os.link(june / "large.png", june / f"large {number}.png")
    process = mediaapp.start("run", "--to", "webp", june)
    out = june.parent / "June Smaller"
    wait_until(lambda: out.exists() and any(path.suffix == ".webp" for path in out.iterdir()), 30)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=15)
    assert process.returncode == 130
    assert "Stopped. What is not ready stays in the queue" in told
    assert not list(out.glob(".mediaapp-*"))
    states = {job["state"] for job in mediaapp("jobs", "--json").jobs}
    assert "queued" in states
    assert states <= {"queued", "done"}


def test_a_run_beside_another_pool_only_waits(mediaapp: CommandLine, june: Path) -> None:
    pool = mediaapp.start("work")
    try:
        added = mediaapp("run", "--json", june)
        assert added.code == 0
        assert added.summary["done"] == 3
    finally:
        pool.terminate()
        pool.communicate(timeout=15)
    assert pool.returncode == 130


def test_a_reader_that_has_enough_is_no_error(mediaapp: CommandLine) -> None:
    process = mediaapp.start("recipes", "show", "Web shop")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(15) in (0, 1)


def test_the_doctor_finds_everything_in_order_and_writes_a_bundle_without_names(
    mediaapp: CommandLine, june: Path, tmp_path: Path
) -> None:
    from zipfile import ZipFile

    (june / "it's a secret name.png").write_text("x")
    mediaapp("run", june / "it's a secret name.png")
    result = mediaapp("doctor", "--json", "--bundle", "report.zip")
    assert {"version", "format", "extra", "folder", "jobs", "pool"} <= {each["topic"] for each in result.objects}
    assert {"topic": "jobs", "what": "failed", "value": "1", "fine": True} in result.objects
    with ZipFile(tmp_path / "report.zip") as bundle:
        names = bundle.namelist()
        assert "doctor.jsonl" in names
        assert b'"failed"' in bundle.read("logs/events.jsonl")
        for name in names:
            content = bundle.read(name).decode()
            assert "secret name" not in content
            assert str(tmp_path) not in content
    again = mediaapp("doctor", "--bundle", "report.zip")
    assert again.code == 1
    assert "report.zip cannot be written" in again.err


def test_a_job_table_of_a_newer_version_is_left_alone(mediaapp: CommandLine, june: Path, tmp_path: Path) -> None:
    assert mediaapp("add", june).code == 0
    database = tmp_path / "home" / "data" / "jobs.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("pragma user_version = 9999")
    connection.close()
    result = mediaapp.process("jobs")
    assert (result.code, result.out) == (1, "")
    assert (
        result.err == "mediaapp: A newer version of mediaapp made the list of jobs. It is left alone; please update.\n"
    )
