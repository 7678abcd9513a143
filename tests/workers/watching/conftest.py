from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.store import Table, new_table
from workers.jobs.watch import Watch, WatchRefused, WatchRules
from workers.recipe import InFolder, Recipe
from workers.service import JobService
from workers.service.watch_commands import AddWatch, FindWatches


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """The job table seen from the pool's side."""
    (tmp_path / "data").mkdir()
    with new_table(tmp_path / "data") as made:
        yield made


@pytest.fixture
def open_service(tmp_path: Path, table: Table) -> Callable[[], JobService]:
    return lambda: JobService(table.database, fallback=tmp_path / "fallback")


@pytest.fixture
def service(open_service: Callable[[], JobService]) -> Iterator[JobService]:
    with open_service() as made:
        yield made


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (made := tmp_path / "inbox").mkdir()
    return made


@pytest.fixture
def watch(service: JobService, inbox: Path) -> Watch:
    """The inbox, whose originals that are done go to a folder in it."""
    rules = WatchRules(
        folder=str(inbox),
        recipe=Recipe(destination=InFolder(str(inbox.parent / "out"), str(inbox))),
        done_folder=str(inbox / "done"),
    )
    added = AddWatch(rules).run(service)
    assert not isinstance(added, WatchRefused)
    return FindWatches().run(service)[0]
