from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.store import Table, new_table
from workers.service import JobService


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """The job table seen from the pool's side."""
    with new_table(tmp_path) as made:
        yield made


@pytest.fixture
def open_service(tmp_path: Path, table: Table) -> Callable[[], JobService]:
    return lambda: JobService(table.database, fallback=tmp_path / "fallback")
