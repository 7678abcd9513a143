from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.store import OpenStore, Table, new_table
from tests.workers.store.conformance.stores import STORES


@pytest.fixture(params=list(STORES.values()), ids=list(STORES))
def open_store(request: pytest.FixtureRequest) -> OpenStore:
    """The store that the suite is run on: a second kind of store is one more entry of `STORES`."""
    store: OpenStore = request.param
    return store


@pytest.fixture
def table(tmp_path: Path, open_store: OpenStore) -> Iterator[Table]:
    with new_table(tmp_path, open_store) as made:
        yield made
