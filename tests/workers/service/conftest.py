from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.store import Table, new_table
from workers.service import JobService


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """The service's database seen from the pool's side."""
    (tmp_path / "data").mkdir()
    with new_table(tmp_path / "data") as made:
        yield made


@pytest.fixture
def service(tmp_path: Path, table: Table) -> Iterator[JobService]:
    with JobService(table.database, fallback=tmp_path / "fallback") as made:
        yield made


@pytest.fixture
def june(tmp_path: Path) -> Path:
    """A folder with three pictures, a text and a folder with one picture more."""
    folder = tmp_path / "June"
    (folder / "beach").mkdir(parents=True)
    for name in ("a.jpg", "b.png", "c.webp", "notes.txt", "beach/d.heic"):
        (folder / name).write_bytes(name.encode())
    return folder
