"""Names and folders of outputs."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.output.naming import MAX_BYTES, file_name, numbered, out_dir, safe_name
from workers.recipe import Automatic, BesideEach, InFolder, ReplaceOriginals
from workers.template import NameParts, check_template


def facts(source: str = "/home/ann/June/DSC_0412.NEF", **changes: object) -> NameParts:
    path = Path(source)
    values: dict[str, object] = {
        "name": path.stem,
        "ext": path.suffix[1:],
        "parent": path.parent.name,
        "width": 2000,
        "height": 1333,
        "format": "jpeg",
        "recipe": "Web shop",
        "taken": datetime(2026, 6, 3, 0, 5, 9),
        "counter": 7,
    }
    return NameParts(**(values | changes))  # type: ignore[arg-type]


def test_every_field_is_filled_in() -> None:
    template = "{parent}-{name}-{ext}-{width}x{height}-{format}-{recipe}-{date}-{counter}"
    assert file_name(template, facts(), ".jpg") == "June-DSC_0412-NEF-2000x1333-jpeg-Web shop-2026-06-03-0007.jpg"


def test_doubled_braces_are_braces() -> None:
    assert file_name("{{{name}}}", facts("/a.png"), ".png") == "{a}.png"


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{date}", "2026-06-03.jpg"),
        ("{date:%Y-%m-%d}", "2026-06-03.jpg"),
        ("{date:%d.%m.%y}_{name}", "03.06.26_DSC_0412.jpg"),
        ("{date:%Y%m%d-%H%M%S}", "20260603-000509.jpg"),
        ("{date:%B %d, %A}", "June 03, Wednesday.jpg"),
        ("{date:%b %a %I %p}", "Jun Wed 12 AM.jpg"),
        ("{date:%j %G-W%V-%u}", "154 2026-W23-3.jpg"),
        ("{date:%H:%M}", "00_05.jpg"),
        ("{date:100%%}", "100%.jpg"),
        ("{date:}", "2026-06-03.jpg"),
    ],
)
def test_a_date_is_spelled_as_it_is_asked_for(template: str, name: str) -> None:
    check_template(template)
    assert file_name(template, facts(), ".jpg") == name


@pytest.mark.parametrize(
    "template",
    [
        "{camera}",
        "{name",
        "name}",
        "{name!r}",
        "{name:>99999999}",
        "{name.x}",
        "{0}",
        "{}",
        "../{name}",
        "a\\b",
        "{date:%Y/%m}",
        "{date:%Y\\%m}",
        "{date:%x}",
        "{date:%c}",
        "{date:%D}",
        "{date:%F}",
        "{date:%}",
        "{date:%-d}",
        "{date:%99999999Y}",
        "{date:{name}}",
        "{date!s:%Y}",
        "{date.year}",
        "{counter:%Y}",
        "{name:%Y}",
    ],
)
def test_a_template_that_means_nothing_is_refused_with_a_reason(template: str) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        check_template(template)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("/in/CON.png", "_CON.png"),
        ("/in/nul.tar.png", "_nul.tar.png"),
        ("/in/COM¹.png", "_COM¹.png"),
        ("/in/CONSOLE.png", "CONSOLE.png"),
        ("/in/ends with dot..png", "ends with dot.png"),
        ("/in/ends with space .png", "ends with space.png"),
        ("/in/a:b?c*.png", "a_b_c_.png"),
        ("/in/line\nbreak.png", "line_break.png"),
        ("/in/\udcff\udcfe.png", "__.png"),
        ("/in/ . .png", "picture.png"),
        ("/in/été 🌻.png", "été 🌻.png"),
    ],
)
def test_names_are_valid_on_every_system(source: str, expected: str) -> None:
    assert file_name("{name}", facts(source), ".png") == expected


def test_a_long_name_is_cut_between_characters_before_its_extension() -> None:
    name = file_name("{name}", facts("/in/" + "é" * 130 + ".tiff"), ".jpeg")
    assert name == "é" * 125 + ".jpeg"
    assert numbered(name, 1000) == "é" * 121 + " (1000).jpeg"


def test_a_folder_has_no_extension_to_number_before() -> None:
    assert numbered("scan.v2", 3, is_folder=True) == "scan.v2 (3)"


def assert_valid_everywhere(name: str) -> None:
    assert 0 < len(name.encode()) <= MAX_BYTES
    assert not set(name) & set('\\/:*?"<>|\x7f')
    assert min(name) >= " "
    assert name == name.rstrip(" .") not in {".", ".."}
    assert Path("/out", name).parent == Path("/out")


values = st.text(min_size=1, max_size=300)


@settings(max_examples=50)
@given(
    stem=values,
    recipe=values,
    parent=values,
    template=st.sampled_from(["{name}", "{recipe} {name}", "{parent}", "{ext}.."]),
)
def test_no_value_makes_a_bad_name(stem: str, recipe: str, parent: str, template: str) -> None:
    source = Path("/in", parent.replace("/", "-"), stem.replace("/", "-") + ".png")
    name = file_name(template, facts(str(source), recipe=recipe), ".webp")
    assert_valid_everywhere(name)
    assert_valid_everywhere(numbered(name, 12345))
    assert name.endswith(".webp")


@settings(max_examples=50)
@given(st.text())
def test_a_template_is_refused_or_gives_a_good_name(template: str) -> None:
    try:
        check_template(template)
    except ValueError:
        return
    assert_valid_everywhere(file_name(template, facts(), ".png"))


@given(values)
def test_a_safe_name_stays_as_it_is(text: str) -> None:
    assert safe_name(safe_name(text)) == safe_name(text)


def test_loose_files_go_into_one_folder_beside_them(tmp_path: Path) -> None:
    place = out_dir(Automatic("Smaller"), tmp_path / "June" / "a.jpg", None, Path("/fallback"))
    assert place == tmp_path / "June" / "Smaller"


def test_a_dropped_folder_gets_one_mirrored_sibling(tmp_path: Path) -> None:
    dropped = tmp_path / "Archive 2019"
    source = dropped / "May" / "trip" / "a.jpg"
    assert (
        out_dir(Automatic("Smaller"), source, dropped, Path("/fallback"))
        == tmp_path / "Archive 2019 Smaller" / "May" / "trip"
    )


def test_a_whole_drive_has_no_sibling() -> None:
    assert out_dir(Automatic("Smaller"), Path("/x/a.jpg"), Path("/"), Path("/pics")) == Path("/pics/Smaller/x")


def test_where_nothing_can_be_written_the_pictures_folder_takes_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    dropped = tmp_path / "CD"
    assert out_dir(Automatic("Web"), dropped / "a.jpg", None, Path("/pics")) == Path("/pics/Web")
    assert out_dir(BesideEach("Web"), dropped / "a.jpg", None, Path("/pics")) == Path("/pics/Web")
    assert out_dir(Automatic("Web"), dropped / "x" / "a.jpg", dropped, Path("/pics")) == Path("/pics/CD Web/x")


def test_a_named_folder_is_flat_unless_it_mirrors() -> None:
    source = Path("/photos/2019/may/a.jpg")
    assert out_dir(InFolder("/out"), source, Path("/photos"), Path("/pics")) == Path("/out")
    assert out_dir(InFolder("/out", "/photos"), source, None, Path("/pics")) == Path("/out/2019/may")
    assert out_dir(InFolder("/out", "/elsewhere"), source, None, Path("/pics")) == Path("/out")


def test_a_folder_name_cannot_leave(tmp_path: Path) -> None:
    assert out_dir(BesideEach("../../etc"), tmp_path / "a.jpg", None, Path("/pics")).parent == tmp_path


def test_replacing_stays_in_the_folder() -> None:
    assert out_dir(ReplaceOriginals(), Path("/photos/a.jpg"), Path("/photos"), Path("/pics")) == Path("/photos")
