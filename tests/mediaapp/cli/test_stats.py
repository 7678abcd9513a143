"""`mediaapp stats`: how the work goes, in figures."""

import http.client
import json
import socket
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tests.support.command_line import CommandLine
from tests.support.pool import wait_until

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
    assert "1: The picture ends early" in lines
    assert "0.8 files a minute ended, over the last minutes" in lines


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


def test_metrics_are_printed_once_as_openmetrics(mediaapp: CommandLine, june: Path) -> None:
    mediaapp("add", june)
    (jobs,) = [family for family in families(mediaapp("stats", "--openmetrics").out) if family.name == "mediaapp_jobs"]
    assert {sample.labels["state"]: sample.value for sample in jobs.samples if sample.labels["kind"] == "image"}[
        "queued"
    ] == 3


def test_a_folder_of_unreadable_files_is_an_alert_wherever_somebody_asks(
    mediaapp: CommandLine, june: Path, tmp_path: Path
) -> None:
    for n in range(12):
        (june / f"cut {n}.jpg").write_bytes((june / "DSC_1.jpg").read_bytes()[: 800 + n])
    port = free_port()
    settings = tmp_path / "home" / "config" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'[metrics]\nfile = "{tmp_path / "mediaapp.prom"}"\nevery_s = 1.0\nport = {port}\n')
    mediaapp("add", june)
    work = mediaapp.start("work")
    try:
        wait_until(lambda: 'mediaapp_alerts{alert="failing"} 1' in written(tmp_path / "mediaapp.prom"))
        (alert,) = json.loads(mediaapp("stats", "--json").out)["alerts"]
        assert (alert["kind"], alert["facts"]["cause"]) == ("failing", "ends_early")
        assert alert["facts"]["failed"] >= 5
        assert "files failed" in alert["text"]
        assert "files failed" in mediaapp("stats").out
        found = families(scraped(port, (settings.parent / "metrics-token").read_text().strip()))
        (alerts,) = [family for family in found if family.name == "mediaapp_alerts"]
        assert [sample.labels["alert"] for sample in alerts.samples if sample.value] == ["failing"]
        assert scraped(port, "guessed") == "Unauthorized\n"
    finally:
        work.terminate()
        work.communicate()
    assert "mediaapp_workers 0\n" in written(tmp_path / "mediaapp.prom")


def families(text: str) -> list[Any]:
    return list(text_string_to_metric_families(text))


def written(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def scraped(port: int, token: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/metrics", headers={"Authorization": f"Bearer {token}"})
    return connection.getresponse().read().decode()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
