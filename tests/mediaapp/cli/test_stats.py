"""`mediaapp stats`: how the work goes, in figures."""

import json
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]


def test_figures_of_what_was_done_and_what_failed(mediaapp: CommandLine, june: Path) -> None:
    (june / "cut.jpg").write_bytes((june / "DSC_1.jpg").read_bytes()[:900])
    mediaapp("run", "--quality", "40", june)
    mediaapp("add", june / "DSC_2.jpg", "--to", "webp")
    told = json.loads(mediaapp("stats", "--json").out)
    states = told["jobs"]["image"]
    assert (states["done"], states["failed"], states["queued"]) == (3, 1, 1)
    assert told["today"] == {"done": 3, "bytes": told["in_all"]["bytes"]}
    assert told["in_all"]["ended"] == {"done": 3, "skipped": 0, "failed": 1, "cancelled": 0}
    assert told["in_all"]["failures"] == told["failed_now"] == {"ends_early": 1}
    sizes = told["in_all"]["bytes"]
    originals = sum((june / f"DSC_{n}.jpg").stat().st_size for n in (1, 2, 3))
    assert sizes["in"] == originals
    assert sizes["saved"] == originals - sizes["out"] > 0
    assert told["running_s"]["jobs"] == told["waiting_s"]["jobs"] == 3
    assert 0 < told["running_s"]["p50"] <= told["running_s"]["p95"]
    assert told["oldest_waiting_s"] > 0
    assert told["rate_per_s"] == pytest.approx(4 / 300)
    assert told["workers"]["alive"] == 0
    lines = mediaapp("stats").out
    assert "3 done, 1 failed" in lines
    assert "1 ends_early" in lines


def test_figures_of_one_batch_or_one_watched_folder(mediaapp: CommandLine, june: Path) -> None:
    mediaapp("run", june / "DSC_1.jpg")
    mediaapp("add", june / "DSC_2.jpg", june / "DSC_3.jpg")
    mediaapp("watch", "add", june)
    first, second, watched = (
        json.loads(mediaapp("stats", *part, "--json").out)
        for part in (("--batch", "1"), ("--batch", "2"), ("--watch", "1"))
    )
    assert (first["batch"], first["jobs"]["done"], first["running_s"]["jobs"]) == (1, 1, 1)
    assert (second["jobs"]["queued"], second["running_s"]) == (2, None)
    assert (watched["watch"], watched["jobs"]["done"]) == (1, 0)
    assert mediaapp("stats", "--batch", "9").code == 1
    assert mediaapp("stats", "--watch", "9").code == 1
    assert mediaapp("stats", "--batch", "1", "--watch", "1").code == 2
