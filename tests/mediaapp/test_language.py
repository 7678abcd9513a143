"""Sentences are looked up before they are filled in, and take the form that their number needs."""

import ast
import re
from pathlib import Path

import pytest

from mediaapp import text
from tests.support.languages import POLISH, Bracketed, catalog, speaking
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.batch import Found
from workers.jobs.ids import BatchId

PACKAGE = Path(text.__file__).parents[1]
TRANSLATED = {"N_": 1, "tr": 1, "tr_n": 2, "tr_some": 2}
"""The functions that take sentences, and how many."""


def test_words_are_translated_before_they_are_filled_in() -> None:
    german = catalog(
        "nplurals=2; plural=n!=1;", {"{format} cannot be written here": "{format} wird hier nicht geschrieben"}
    )
    with speaking(text.Language(catalog=german)):
        told = text.failure(ErrorCode.FORMAT_NOT_AVAILABLE, FailureFacts(format="jpeg"))
    assert told.title == "JPEG wird hier nicht geschrieben"


@pytest.mark.parametrize(
    ("n", "english", "polish"),
    [
        (1, "1 picture is ready", "1 obraz jest gotowy"),
        (2, "2 pictures are ready", "2 obrazy są gotowe"),
        (5, "5 pictures are ready", "5 obrazów jest gotowych"),
        (22, "22 pictures are ready", "22 obrazy są gotowe"),
    ],
)
def test_a_number_chooses_the_form_of_its_sentence(n: int, english: str, polish: str) -> None:
    assert text.many_ready(n, "", 0, 0).title == english
    forms = ("{n} obraz jest gotowy", "{n} obrazy są gotowe", "{n} obrazów jest gotowych")
    with speaking(text.Language(catalog=catalog(POLISH, {("1 picture is ready", "{n} pictures are ready"): forms}))):
        assert text.many_ready(n, "", 0, 0).title == polish


def test_nothing_is_told_of_none() -> None:
    with speaking(text.Language(catalog=Bracketed())):
        assert text.hidden(0) == ""
        assert text.hidden(1) == "⟦1 hidden file or folder is left out⟧"
        assert text.hidden(2) == "⟦2 hidden files or folders are left out⟧"
        found = Found(batch=BatchId(1), accepted=3, other_names=1)
        assert text.added(found) == "⟦⟦2 pictures⟧ and ⟦1 other file⟧ added⟧"


def test_figures_are_written_as_the_language_writes_them() -> None:
    german = text.Language(
        whole=lambda n: f"{n:_}".replace("_", "."), decimal=lambda n, digits: f"{n:.{digits}f}".replace(".", ",")
    )
    with speaking(german):
        assert [text.size(n) for n in (1, 1_500, 9_800_000, 5 * 10**18)] == ["1 byte", "2 KB", "9,8 MB", "5000 PB"]
        assert text.pixels(12_000, 400) == "12.000 × 400"
        assert text.megapixels(6000, 4017) == "24,1 MP"
        assert text.duration(0.25) == "0,25 s"
        assert text.became(9_800_000, 640_000) == "9,8 MB became 640 KB"


def test_every_sentence_stands_in_the_code_as_it_is_looked_up() -> None:
    built = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and any(
            isinstance(words, ast.JoinedStr | ast.BinOp | ast.IfExp)
            for words in node.args[: TRANSLATED.get(node.func.id, 0)]
        )
    ]
    assert not built, "tools find only sentences that are literals"


def test_qt_translates_nothing_beside_it() -> None:
    """Qt's own ways would say the English sentence, whatever language is spoken."""
    others = re.compile(r"\bself\.tr\(|QCoreApplication\.translate\b|QT_TRANSLATE_NOOP|QT_TR_NOOP")
    assert [str(path) for path in PACKAGE.rglob("*.py") if others.search(path.read_text("utf-8"))] == []
