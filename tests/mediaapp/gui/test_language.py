"""The window speaks the language of its user, and writes numbers as they are written there."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from mediaapp import text
from mediaapp.gui import language
from mediaapp.gui.language import day, language_of, time_of_day
from tests.support.languages import POLISH, compiled, speaking

pytestmark = pytest.mark.gui


@pytest.mark.parametrize(
    ("name", "many", "size"),
    [("C", "8,412", "9.8 MB"), ("en_GB", "8,412", "9.8 MB"), ("de_DE", "8.412", "9,8 MB")],
)
def test_numbers_follow_the_place(name: str, many: str, size: str) -> None:
    with speaking(language_of(QLocale(name))):
        assert text.count(8412) == many
        assert text.size(9_800_000) == size
        assert text.count(5 * 10**15).replace(many[1], "") == "5000000000000000"


def test_a_catalog_of_the_users_language_is_spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "mediaapp.mo").write_bytes(compiled(POLISH, {"Cancelled": "Anulowano"}))
    monkeypatch.setattr(language, "CATALOGS", tmp_path)
    with speaking(language_of(QLocale("pl_PL"))):
        assert text.tr("Cancelled") == "Anulowano"
    with speaking(language_of(QLocale("de_DE"))):
        assert text.tr("Cancelled") == "Cancelled"


@pytest.fixture
def locale() -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("locale")
@pytest.mark.parametrize(
    ("name", "date", "time", "to_the_second"),
    [
        ("C", "24 Nov", "15:41", "15:41:22"),
        ("de_DE", "24.11.26", "15:41", "15:41:22"),
        ("fi_FI", "24.11.2026", "15.41", "15.41.22"),
    ],
)
def test_dates_and_times_follow_the_place(name: str, date: str, time: str, to_the_second: str) -> None:
    at = datetime(2026, 11, 24, 15, 41, 22).timestamp()
    QLocale.setDefault(QLocale(name))
    assert (day(at), time_of_day(at), time_of_day(at, seconds=True)) == (date, time, to_the_second)
