from tests.speed.bench import MARK, PAGE, markdown, rows
from tests.speed.figures import Figure
from tests.support.documents import part_of, with_part


def test_figures_are_a_table_with_the_last_value_of_each_name() -> None:
    made = markdown([Figure("a", "1 a second"), Figure("b", "2"), Figure("a", "3, 4 or 5")])
    head, *table = made.partition("| what")[1:]
    assert made.startswith("Measured with Python ")
    assert "".join((head, *table)) == "| what | measured |\n|---|---|\n| a | 3, 4 or 5 |\n| b | 2 |\n"


def test_figures_can_be_read_from_their_table() -> None:
    figures = [Figure("a", "1 a second"), Figure("b", "2, 3")]
    assert rows(markdown(figures)) == figures


def test_only_what_stands_between_the_marks_is_changed() -> None:
    text = f"before\n<!-- {MARK} -->\nold\n<!-- /{MARK} -->\nafter\n"
    assert with_part(text, MARK, "new\n") == text.replace("old", "new")
    assert part_of(text, MARK) == "old\n"
    assert part_of("none", MARK) is None


def test_the_page_has_figures_and_names_of_measurements_are_plain() -> None:
    found = rows(part_of(PAGE.read_text("utf-8"), MARK) or "")
    assert found
    assert len({figure.name for figure in found}) == len(found)
