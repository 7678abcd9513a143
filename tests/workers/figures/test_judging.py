"""When alerts begin and end."""

from hypothesis import given
from hypothesis import strategies as st

from workers.figures.judging import CALM_LEVEL, Judge
from workers.figures.readings import LimitReading
from workers.jobs.alert import Alert, AlertFacts, DiskNearlyFull, DriveAway, subject
from workers.jobs.ids import AlertId


def full(free: int = 5, path: str = "/") -> DiskNearlyFull:
    return DiskNearlyFull(path=path, drive=path, bytes_free=free)


class Kept:
    """The alerts as a table would keep them, and a judge with all times at 10 s and 30 s."""

    def __init__(self) -> None:
        self.judge = Judge(calm_s=10.0, afresh_s=30.0)
        self.lasting: list[Alert] = []
        self.begun = 0

    def look(self, ticks: float, *readings: LimitReading) -> tuple[int, int, int]:
        """How many began, changed and ended."""
        judged = self.judge.judge(readings, self.lasting, ticks)
        over = {alert.id for alert in judged.ended}
        changed = {alert.id: alert for alert in judged.changed}
        self.lasting = [changed.get(alert.id, alert) for alert in self.lasting if alert.id not in over]
        for facts in judged.began:
            self.begun += 1
            self.lasting.append(Alert(id=AlertId(self.begun), began=ticks, facts=facts))
        return len(judged.began), len(judged.changed), len(judged.ended)


def at(level: float | None, facts: AlertFacts | None = None) -> LimitReading:
    return LimitReading(facts=facts or full(), level=level)


def test_it_begins_over_the_limit_and_ends_once_it_has_been_calm_for_a_while() -> None:
    kept = Kept()
    assert kept.look(0, at(0.99)) == (0, 0, 0)
    assert kept.look(5, at(1.0)) == (1, 0, 0)
    assert kept.look(10, at(1.5)) == (0, 0, 0)
    assert kept.look(15, at(0.5)) == (0, 0, 0)
    assert kept.look(20, at(0.5)) == (0, 0, 0)
    assert kept.look(25, at(0.5)) == (0, 0, 1)
    assert kept.look(30, at(1.0)) == (1, 0, 0)


def test_what_comes_and_goes_about_its_limit_is_one_alert() -> None:
    kept = Kept()
    changes = [kept.look(5 * n, at(1.05 if n % 2 else 0.95)) for n in range(100)]
    assert sum(began for began, _, _ in changes) == 1
    assert sum(ended for _, _, ended in changes) == 0


def test_what_nobody_knows_now_stays_as_it_was() -> None:
    kept = Kept()
    assert kept.look(0, at(None)) == (0, 0, 0)
    kept.look(5, at(2.0))
    assert [kept.look(5 * n, at(None))[2] for n in range(2, 50)] == [0] * 48


def test_what_is_no_longer_looked_at_is_over() -> None:
    kept = Kept()
    kept.look(0, at(2.0))
    assert kept.look(5) == (0, 0, 0)
    assert kept.look(15) == (0, 0, 1)


def test_each_disk_and_each_drive_is_its_own() -> None:
    kept = Kept()
    away = DriveAway(path="/", drive="/")
    assert kept.look(0, at(1.0, full(path="/")), at(1.0, full(path="/b")), at(1.0, away)) == (3, 0, 0)
    kept.look(5, at(1.0, full(path="/")), at(1.0, away))
    assert kept.look(15, at(1.0, full(path="/")), at(1.0, away)) == (0, 0, 1)
    assert {subject(alert.facts)[1] for alert in kept.lasting} == {"/"}


def test_its_facts_are_renewed_now_and_then() -> None:
    kept = Kept()
    kept.look(0, at(1.0, full(100)))
    changes = [kept.look(5 * n, at(1.0, full(100 - n)))[1] for n in range(1, 25)]
    assert 3 <= sum(changes) <= 4
    assert kept.look(300, at(0.9, full(999)))[1] == 0


@given(levels=st.lists(st.none() | st.floats(0, 2), max_size=60))
def test_an_alert_ends_only_after_calm_and_begins_only_over_the_limit(levels: list[float | None]) -> None:
    kept, calm_for = Kept(), 0.0
    for n, level in enumerate(levels):
        before = len(kept.lasting)
        began, _, ended = kept.look(5.0 * n, at(level))
        calm = level is not None and level < CALM_LEVEL
        calm_for = calm_for + 5.0 if calm and before else 0.0
        assert not began or (level is not None and level >= 1 and not before)
        assert not ended or calm_for > 10.0
        assert began + before - ended == len(kept.lasting) <= 1
