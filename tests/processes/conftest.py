"""Every test here starts real worker processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.pool import Bench


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.processes)


@pytest.fixture
def bench(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Bench]:
    """`caplog`: what is done to these pools is worth a warning."""
    bench = Bench(tmp_path)
    yield bench
    bench.close()
