"""The smallest changes between two lists of rows."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from mediaapp.gui.list_diff import ListChange, Section, changed, differences, replace_all

RUNS = st.lists(st.integers(1, 30), unique=True).map(lambda ids: array("q", ids))


def applied(keys: "array[int]", splices: list[ListChange]) -> "array[int]":
    keys = array("q", keys)
    for splice in splices:
        assert splice.removed or splice.inserted
        keys[splice.start : splice.start + splice.removed] = splice.inserted
    return keys


def flat(sections: list[Section]) -> "array[int]":
    keys = array("q")
    for section in sections:
        keys.extend(section.keys())
    return keys


@given(old=RUNS, new=RUNS)
def test_splices_turn_one_run_into_the_other(old: "array[int]", new: "array[int]") -> None:
    assert applied(old, list(changed(old, new))) == new


@given(old=RUNS.map(sorted), new=RUNS.map(sorted))
def test_what_stays_in_order_is_never_taken_out(old: "array[int]", new: "array[int]") -> None:
    old, new = array("q", old), array("q", new)
    splices = list(changed(old, new))
    assert sum(splice.removed for splice in splices) == len(set(old) - set(new))
    assert sum(len(splice.inserted) for splice in splices) == len(set(new) - set(old))


SECTIONS = st.dictionaries(st.integers(-9, -1), RUNS).map(
    lambda found: [Section(key, ids) for key, ids in sorted(found.items())]
)


@given(before=SECTIONS, after=SECTIONS)
def test_splices_turn_one_list_of_sections_into_the_other(before: list[Section], after: list[Section]) -> None:
    assert applied(flat(before), list(differences(before, after))) == flat(after)


@given(before=SECTIONS, after=SECTIONS)
def test_everything_can_be_replaced_at_once(before: list[Section], after: list[Section]) -> None:
    assert applied(flat(before), [one for one in replace_all(before, after) if one.removed or one.inserted]) == flat(
        after
    )


def test_a_job_that_leaves_the_front_of_a_long_run_is_one_row() -> None:
    old = array("q", range(1, 100_001))
    assert [(one.start, one.removed, len(one.inserted)) for one in changed(old, old[1:])] == [(0, 1, 0)]
