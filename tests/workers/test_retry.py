"""The decision after a failure, as a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.errors import ErrorCode, ErrorKind
from workers.retry import LONGEST_PAUSE_S, MAX_DEATHS, MAX_WAITS_FOR_MEMORY, Again, GiveUp, decide

CASES = [
    # code, tries, deaths, waits -> decision (three tries allowed, jitter in the middle)
    (ErrorCode.DAMAGED, 1, 0, 0, GiveUp()),
    (ErrorCode.SOURCE_GONE, 1, 0, 0, GiveUp()),
    (ErrorCode.TOO_LARGE_FOR_MEMORY, 1, 0, 0, GiveUp()),
    (ErrorCode.SOURCE_CHANGING, 0, 0, 0, Again(2.0)),
    (ErrorCode.SOURCE_CHANGING, 0, 0, 3, Again(16.0)),
    (ErrorCode.DISK_FULL, 3, 0, 0, Again(15.0)),
    (ErrorCode.SOURCE_AWAY, 3, 2, 1_000_000, Again(LONGEST_PAUSE_S)),
    (ErrorCode.BUG, 1, 0, 0, Again(2.0)),
    (ErrorCode.BUG, 2, 0, 0, Again(8.0)),
    (ErrorCode.BUG, 3, 0, 0, GiveUp()),
    (ErrorCode.TIME_LIMIT, 2, 1, 9, Again(8.0)),
    (ErrorCode.TIME_LIMIT, 3, 0, 0, GiveUp()),
    (ErrorCode.WORKER_DIED, 0, 1, 0, Again(0.0)),
    (ErrorCode.WORKER_DIED, 9, 1, 0, Again(0.0)),
    (ErrorCode.WORKER_DIED, 0, MAX_DEATHS, 0, GiveUp()),
]


@pytest.mark.parametrize(("code", "tries", "deaths", "waits", "decision"), CASES)
def test_each_case_is_decided_as_the_table_says(
    code: ErrorCode, tries: int, deaths: int, waits: int, decision: Again | GiveUp
) -> None:
    assert decide(code, tries=tries, deaths=deaths, waits=waits, max_tries=3, jitter=0.5) == decision


@pytest.mark.parametrize("code", ErrorCode)
def test_every_cause_gets_a_decision(code: ErrorCode) -> None:
    decision = decide(code, tries=1, deaths=1, waits=0, max_tries=3, jitter=0.0)
    assert isinstance(decision, GiveUp) == (code.kind is ErrorKind.FINAL)


@given(
    st.sampled_from(
        [code for code in ErrorCode if code.kind is ErrorKind.WAITS and code is not ErrorCode.OUT_OF_MEMORY]
    ),
    st.integers(0, 10_000),
    st.floats(0, 1),
)
def test_pauses_grow_and_never_end(code: ErrorCode, waits: int, jitter: float) -> None:
    def pause(waited: int) -> float:
        decision = decide(code, tries=0, deaths=0, waits=waited, max_tries=3, jitter=jitter)
        assert isinstance(decision, Again)
        return decision.delay_s

    assert 0 < pause(waits) <= pause(waits + 1) <= LONGEST_PAUSE_S


@given(st.floats(0, 1), st.integers(1, 2))
def test_jitter_spreads_retries_around_their_time(jitter: float, tries: int) -> None:
    decision = decide(ErrorCode.BUG, tries=tries, deaths=0, waits=0, max_tries=3, jitter=jitter)
    assert isinstance(decision, Again)
    assert 0.5 <= decision.delay_s / (2.0 * 4.0 ** (tries - 1)) <= 1.5


def test_memory_that_is_never_found_is_not_waited_for_for_ever() -> None:
    def after(waits: int) -> object:
        return decide(ErrorCode.OUT_OF_MEMORY, tries=0, deaths=0, waits=waits, max_tries=3, jitter=0.5)

    assert isinstance(after(MAX_WAITS_FOR_MEMORY - 1), Again)
    assert after(MAX_WAITS_FOR_MEMORY) == GiveUp()
