"""The metrics in a file."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.pool import wait_until
from tests.support.store import Table, new_table
from workers.monitoring.metrics_file import MetricsFile, write_replacing
from workers.monitoring.publisher import Publisher
from workers.service import JobService


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    with new_table(tmp_path) as made:
        yield made


def open_service(folder: Path) -> JobService:
    return JobService(folder / "jobs.db", fallback=folder)


def test_it_is_written_again_and_again_and_a_last_time_at_the_end(tmp_path: Path, table: Table) -> None:
    path = tmp_path / "mediaapp.prom"
    publisher = Publisher(lambda: open_service(tmp_path), version="1", token_file=tmp_path / "token")
    publisher.use(file=path, every_s=0.05, port=0)
    wait_until(path.exists)
    table.add(3)
    wait_until(lambda: 'mediaapp_jobs{kind="image",state="queued"} 3' in path.read_text())
    publisher.use(file=path, every_s=600, port=0)
    wait_until(lambda: path.stat().st_size > 0)
    table.add(4)
    publisher.stop()
    assert 'mediaapp_jobs{kind="image",state="queued"} 7' in path.read_text()
    assert not (tmp_path / "token").exists()


def test_a_reader_never_sees_half_of_it(tmp_path: Path) -> None:
    path, ends = tmp_path / "mediaapp.prom", threading.Event()
    texts = [f"# TYPE a gauge\na {n}\n" + "# filling\n" * 5000 + "# TYPE b gauge\nb 1\n" for n in (1, 2)]

    def write() -> None:
        while not ends.is_set():
            for text in texts:
                write_replacing(path, text.encode())

    writing = threading.Thread(target=write)
    write_replacing(path, texts[0].encode())
    writing.start()
    for _ in range(300):
        assert path.read_text() in texts
    ends.set()
    writing.join()
    assert [name.name for name in tmp_path.iterdir()] == ["mediaapp.prom"]


def test_what_cannot_be_written_is_logged_once_and_tried_on(
    tmp_path: Path, table: Table, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "collector"
    file = MetricsFile(
        lambda: open_service(tmp_path),
        path=folder / "m.prom",
        every_s=0.02,
        text=lambda _service: "# TYPE a gauge\na 1\n",
    )
    file.start()
    wait_until(lambda: "cannot be written" in caplog.text)
    folder.mkdir()
    wait_until((folder / "m.prom").exists)
    file.stop()
    assert caplog.text.count("cannot be written") == 1
    (family,) = text_string_to_metric_families((folder / "m.prom").read_text())
    assert family.name == "a"
