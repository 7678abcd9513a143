"""The matrix is run once a session."""

from pathlib import Path

import pytest

from tests.fidelity.matrix import Cell, run


@pytest.fixture(scope="session")
def cells(tmp_path_factory: pytest.TempPathFactory) -> list[Cell]:
    """Every source made into every target, at its own size, and judged."""
    return run(tmp_path_factory.mktemp("matrix"), all_looks=False)


@pytest.fixture(scope="session")
def readme() -> str:
    return (Path(__file__).parents[2] / "README.md").read_text("utf-8")
