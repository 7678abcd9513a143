"""The composition root."""

import threading
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from mediaapp import session as session_module
from mediaapp.paths import Folders
from mediaapp.session import Session
from mediaapp.settings import Settings, save
from tests.support.patience import Stopwatch
from tests.support.pool import KINDS, QUICK, wait_until
from workers.events.subscriber import Subscriber
from workers.jobs.event import Event, EventKind
from workers.jobs.queries import Selection
from workers.jobs.schedule import ScheduledReport, ScheduleRules
from workers.jobs.state import JobState
from workers.recipe import InFolder, Recipe
from workers.requests import OfAll, ReportFormat
from workers.service import JobService
from workers.service.submit import accept, fill
from workers.store.database import connect
from workers.store.errors import DatabaseTooNew

pytestmark = pytest.mark.processes


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    top = tmp_path / "home"
    return Folders.made(data=top / "data", config=top / "config", cache=top / "cache", logs=top / "logs")


def opened(folders: Folders) -> Session:
    return Session.open(folders, kinds=KINDS, workers=1, timeouts=QUICK)


def add(session: Session, tmp_path: Path, script: str = "ok") -> None:
    source = tmp_path / f"{len(list(tmp_path.iterdir()))}.png"
    source.write_text(f"{script}\nname {source.name}\n")
    with session.service() as service:
        batch = accept(service, [str(source)], Recipe(destination=InFolder(str(tmp_path / "out"))), submitter="test")
        for _ in fill(service, batch):
            pass
    session.wake()


def done(session: Session) -> int:
    with session.service() as service:
        return len(service.reader.ids(Selection(states=frozenset((JobState.DONE,)))))


def test_what_is_accepted_is_worked_off_once_there_is_a_pool(folders: Folders, tmp_path: Path) -> None:
    with opened(folders) as session:
        add(session, tmp_path)
        assert not session.owns_pool()
        session.start_pool()
        session.start_pool()
        wait_until(lambda: done(session) == 1)
        assert session.owns_pool()
        add(session, tmp_path)
        wait_until(lambda: done(session) == 2)


def test_a_second_session_takes_over_when_the_first_ends(folders: Folders, tmp_path: Path) -> None:
    with opened(folders) as second:
        with opened(folders) as first:
            first.start_pool()
            wait_until(first.owns_pool)
            second.start_pool()
            add(second, tmp_path)
            wait_until(lambda: done(second) == 1)
            assert not second.owns_pool()
        wait_until(second.owns_pool)
        add(second, tmp_path)
        wait_until(lambda: done(second) == 2)


def test_a_subscriber_that_hangs_holds_up_neither_the_jobs_nor_the_log_nor_the_end(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered, let_go = threading.Event(), threading.Event()

    def hang(_service: JobService, _event: Event) -> None:
        entered.set()
        let_go.wait(60)

    hanging = Subscriber(name="hanging", kinds=frozenset(EventKind), handle=hang)
    ours = Session._subscribers  # noqa: SLF001 - there is no other way to add one
    monkeypatch.setattr(Session, "_subscribers", lambda session: (hanging, *ours(session)))
    log = folders.logs / "events.jsonl"
    with opened(folders) as session:
        session.start_pool()
        with session.service() as service:
            wait_until(lambda: {each.name for each in service.stream.subscribers()} >= {"hanging", "log"})
        add(session, tmp_path)
        assert entered.wait(20)
        add(session, tmp_path)
        wait_until(lambda: done(session) == 2)
        wait_until(lambda: log.exists() and log.read_text().count("batch_ended") == 2)
        closing = Stopwatch()
        session.close()
        assert closing.seconds() < 2.5
    with opened(folders) as session, session.service() as service:
        page = service.stream.page("hanging", 100)
        assert page is not None
        assert page.events[0].kind is EventKind.ACCEPTED, "it has passed nothing"
    let_go.set()


def test_closing_gives_running_jobs_back_within_two_seconds(folders: Folders, tmp_path: Path) -> None:
    here = tmp_path / "here"
    with opened(folders) as session:
        session.start_pool()
        add(session, tmp_path, f"touch {here}\nspin")
        wait_until(here.exists)
        closing = Stopwatch()
        session.close()
        assert closing.seconds() < 2.0
        with session.service() as service:
            assert service.reader.counts().queued == 1
    assert list((tmp_path / "out").iterdir()) == []


def test_a_session_is_resized_while_it_works(folders: Folders, tmp_path: Path) -> None:
    here, go = [tmp_path / f"here{n}" for n in range(2)], tmp_path / "go"
    save(folders.settings, Settings(workers=1))
    with Session.open(folders, kinds=KINDS, timeouts=QUICK) as session:
        session.start_pool()
        for mark in here:
            add(session, tmp_path, f"touch {mark}\nwait_for {go}")
        wait_until(here[0].exists)
        assert not here[1].exists()
        save(folders.settings, Settings(workers=2))
        wait_until(here[1].exists)
        go.touch()
        wait_until(lambda: done(session) == 2)


def test_a_session_that_never_had_a_pool_closes_at_once(folders: Folders) -> None:
    with opened(folders) as first, opened(folders) as second:
        first.start_pool()
        wait_until(first.owns_pool)
        second.start_pool()


def test_a_damaged_table_is_set_aside_and_told(folders: Folders) -> None:
    folders.database.write_bytes(b"not a database at all" * 1000)
    with opened(folders) as session:
        assert session.damaged is not None
        assert session.damaged.exists()
        assert done(session) == 0


def test_a_newer_table_is_left_alone(folders: Folders) -> None:
    import apsw

    opened(folders).close()
    connection = apsw.Connection(str(folders.database))
    connection.execute("pragma user_version = 1000")
    connection.close()
    with pytest.raises(DatabaseTooNew):
        opened(folders)


def test_what_is_old_is_forgotten_while_the_pool_works(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "_FIRST_TIDY_S", 0.1)
    monkeypatch.setattr(session_module, "_TIDY_EVERY_S", 0.1)
    with opened(folders) as session:
        session.start_pool()
        add(session, tmp_path)
        wait_until(lambda: done(session) == 1)
        connection = connect(folders.database)
        connection.execute("update job set finished = 0, created = 0")
        connection.execute("update batch set created = 0")
        connection.close()
        with session.service() as service:
            wait_until(lambda: service.reader.counts().total == 0)
            assert service.reader.batches() == []


def test_what_was_due_while_nothing_ran_is_done_once_at_the_next_start(folders: Folders, tmp_path: Path) -> None:
    rules = ScheduleRules(
        name="Daily", work=ScheduledReport(OfAll(), ReportFormat.CSV, str(tmp_path / "reports")), at=time(0, 0)
    )
    with opened(folders) as session:
        with session.service() as service:
            service.store.schedules.add_schedule(rules, date.today() - timedelta(days=5))
        session.start_pool()
        wait_until((tmp_path / "reports" / f"Daily {date.today().isoformat()}.csv").exists)
        wait_until(lambda: done(session) == 1)
    with opened(folders) as session:
        session.start_pool()
        add(session, tmp_path)
        wait_until(lambda: done(session) == 2)
    assert len(list((tmp_path / "reports").iterdir())) == 1
