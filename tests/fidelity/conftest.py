"""The matrix is run once a session."""

import pytest

from tests.fidelity.matrix import Cell, run
from tests.fidelity.table import PAGE


@pytest.fixture(scope="session")
def cells(tmp_path_factory: pytest.TempPathFactory) -> list[Cell]:
    """Every source made into every target, at its own size, and judged."""
    return run(tmp_path_factory.mktemp("matrix"), all_looks=False)


@pytest.fixture(scope="session")
def page() -> str:
    """The document that shows the matrix."""
    return PAGE.read_text("utf-8")
