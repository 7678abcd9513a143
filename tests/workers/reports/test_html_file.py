"""A report as a browser gets it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.support.report_rows import in_state, many, ready, several, written
from workers.jobs.state import JobState
from workers.reports import html_file
from workers.requests import ReportFormat

HOSTILE = "\"><img src=x onerror=alert(1)>&lt;'=\x00\x1b[2J\u202egpj.\udcff.jpg"


class Page(HTMLParser):
    """What a lenient reader finds: elements, attributes and text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes.extend(attrs)

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def values(self, attribute: str) -> list[str | None]:
        return [value for name, value in self.attributes if name == attribute]


def page(part: Path) -> Page:
    return Page(part.read_text(encoding="utf-8"))


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "report"


def test_it_says_what_came_of_each_file(part: Path) -> None:
    written(several(), part, ReportFormat.HTML)
    told = " ".join(page(part).text)
    for words in (
        "a1.jpg",
        "4.0 MB → 1.0 MB",
        "75% smaller",
        "6000 × 4000",
        "→ 2000 × 1333",
        "The picture ends early",
        "Readable to line 1,430 of 4,512",
        "Already made",
        "Failed · 2",
        "Cancelled · 1",
    ):
        assert words in told


def test_what_needs_somebody_comes_first(part: Path) -> None:
    written(several(), part, ReportFormat.HTML)
    heads = re.findall(r"<h2>([^<·]*)", part.read_text(encoding="utf-8"))
    assert [head.strip() for head in heads] == [
        "Why files failed",
        "Failed",
        "Not finished",
        "Ready",
        "Left out",
        "Cancelled",
    ]


def test_a_name_is_only_ever_text(part: Path) -> None:
    plain = [ready(1)]
    written(plain, part, ReportFormat.HTML)
    names, attributes = page(part).names, {name for name, _ in page(part).attributes}
    written([ready(1, HOSTILE)], part, ReportFormat.HTML, title=HOSTILE)
    found = page(part)
    assert found.names == names
    assert {name for name, _ in found.attributes} == attributes
    assert sum("<img src=x onerror=alert(1)>&lt;'" in text for text in found.text) == 4  # title, heading, file, result
    assert not set("\x00\x1b\u202e") & set("".join(found.text))


def test_nothing_is_loaded_and_nothing_is_run(part: Path) -> None:
    written(several(), part, ReportFormat.HTML, thumbnails=lambda _row: b"RIFF")
    found = page(part)
    assert not {"script", "link", "iframe", "object", "base", "form"} & set(found.names)
    assert found.values("src") == ["data:image/webp;base64,UklGRg=="]
    assert all(value and value.startswith(("file:///", "#")) for value in found.values("href"))
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in found.values("content")


def test_links_lead_to_results_of_any_name(part: Path, tmp_path: Path) -> None:
    name = "100 % of? #1 \udcff.jpg"
    written([ready(1, name)], part, ReportFormat.HTML)
    (link,) = [value for value in page(part).values("href") if value and not value.startswith("#")]
    assert link == "file:///June/Smaller/100%20%25%20of%3F%20%231%20%FF.jpg"


def test_only_so_many_rows_have_pictures_and_that_is_said(part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_file, "WHOLE", 3)
    written(many(5), part, ReportFormat.HTML, thumbnails=lambda _row: b"RIFF")
    found = page(part)
    assert found.names.count("img") == 3
    assert found.values("class").count("file") == 5
    assert "3 results are shown with their pictures, the others without." in found.text


def test_a_browser_is_spared_more_rows_than_it_can_take(part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_file, "LISTED", 4)
    sums = written(many(6), part, ReportFormat.HTML)
    found = page(part)
    assert sums.files == 6
    assert found.values("class").count("file") == 4
    assert any("The first 4 of 6 files are listed; the sums are of all." in text for text in found.text)


def test_nothing_to_report_is_said(part: Path) -> None:
    written([], part, ReportFormat.HTML)
    assert "There is nothing to report." in page(part).text


def test_rows_that_changed_meanwhile_are_told(part: Path) -> None:
    row = in_state(1, JobState.RUNNING)
    written([row, ready(2)], part, ReportFormat.HTML)
    assert not [text for text in page(part).text if "went on" in text]
