from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.store import Table, new_table


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    with new_table(tmp_path) as made:
        yield made
