"""Causes and who has to act on them."""

import msgspec
import pytest

from workers.errors import OTHER_SIDE, ErrorCode, ErrorKind, Failure, FailureFacts, blame


def test_every_code_has_a_kind_and_only_waiting_costs_no_try() -> None:
    assert {code for code in ErrorCode if not blame(code.kind)} == {
        code for code in ErrorCode if code.kind is ErrorKind.WAITS
    }
    assert {code for code in ErrorCode if code.kind is ErrorKind.OURS} == {
        *OTHER_SIDE,
        ErrorCode.TIME_LIMIT,
        ErrorCode.WORKER_DIED,
        ErrorCode.BUG,
    }


@pytest.mark.parametrize(
    "code", [ErrorCode.SOURCE_AWAY, ErrorCode.DISK_FULL, ErrorCode.OUTPUT_LOCKED, ErrorCode.OUT_OF_MEMORY]
)
def test_what_ends_by_itself_waits(code: ErrorCode) -> None:
    assert code.kind is ErrorKind.WAITS


def test_facts_say_nothing_they_do_not_know() -> None:
    assert msgspec.json.encode(FailureFacts()) == b"{}"
    facts = FailureFacts(line=1430, lines=4512)
    assert msgspec.json.decode(msgspec.json.encode(facts), type=FailureFacts) == facts


def test_a_failure_carries_its_code_and_facts() -> None:
    failure = Failure(ErrorCode.DAMAGED)
    assert (failure.code, failure.facts) == (ErrorCode.DAMAGED, FailureFacts())
