"""Numbers as disks tell them, within what can be kept."""

import pytest

from workers.bounds import MOST, MOST_BYTES, file_size, file_time, local_time

A_SECOND = 10**9
YEAR_60000 = 1_831_300_000_000 * A_SECOND
FAR_BEFORE = -(2**63) * A_SECOND


@pytest.mark.parametrize("ns", [0, -1, 1_700_000_000_123_456_789, MOST, -MOST, -2_208_988_800 * A_SECOND])
def test_a_time_that_can_be_kept_stays(ns: int) -> None:
    assert file_time(ns) == ns


@pytest.mark.parametrize(
    ("ns", "kept"), [(9_300_000_000 * A_SECOND, MOST), (YEAR_60000, MOST), (FAR_BEFORE, -MOST), (-(2**63), -MOST)]
)
def test_another_becomes_the_nearest_one(ns: int, kept: int) -> None:
    assert file_time(ns) == kept


def test_a_size_is_one_that_many_can_be_added_up_of() -> None:
    assert file_size(10 * 2**30) == 10 * 2**30
    assert file_size(2**63 - 1) == MOST_BYTES
    assert 100_000 * MOST_BYTES < 2**63


@pytest.mark.parametrize(
    ("ns", "year"),
    [(0, 1970), (-2_208_988_800 * A_SECOND + 86400 * A_SECOND, 1900), (YEAR_60000, 2262), (FAR_BEFORE, 1677)],
)
def test_every_time_has_a_day(ns: int, year: int) -> None:
    assert abs(local_time(ns).year - year) <= 1  # the place decides on which side of New Year it is
