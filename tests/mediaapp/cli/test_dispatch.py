"""From arguments to commands."""

import ast
import os
import pkgutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from mediaapp import cli
from mediaapp.cli import checkup
from mediaapp.cli import commands as command_modules
from mediaapp.cli.command_words import COMMANDS
from mediaapp.cli.dispatch import command_of
from mediaapp.cli.recipe_options import _OPTIONS
from workers.plain_text import plain


def run(*argv: str) -> int:
    return cli.run(argv)


def test_every_command_is_known_by_its_word() -> None:
    assert all(cli.is_command([word]) for word in COMMANDS)
    assert sorted(COMMANDS) == sorted(found.name for found in pkgutil.iter_modules(command_modules.__path__))
    assert [command_of(word).name for word in COMMANDS] == list(COMMANDS)


@pytest.mark.parametrize("argv", [[], ["photo.jpg"], ["./run"], ["--", "run"], ["/photos", "run"], ["runs"]])
def test_everything_else_is_for_the_window(argv: list[str]) -> None:
    assert not cli.is_command(argv)


def test_two_dashes_end_the_options_of_the_window_too() -> None:
    assert cli.paths_in(["a.jpg", "--", "--to", "--", "run"]) == ["a.jpg", "--to", "--", "run"]
    assert cli.paths_in(["a.jpg", "-"]) == ["a.jpg", "-"]


@pytest.mark.parametrize("argv", [["--verison"], ["-x"], ["photo.jpg", "--to", "webp"], ["--demo", "photo.jpg"]])
def test_the_window_has_no_options(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.is_command(argv)
    assert run(*argv) == 2
    assert capsys.readouterr().err.startswith("mediaapp: ")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command, "--help") == 0
    assert f"usage: mediaapp {command}" in capsys.readouterr().out


def test_the_overview_names_all_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    out = capsys.readouterr().out
    assert all(f"  {word} " in out for word in COMMANDS)


@pytest.mark.parametrize(
    "argv",
    [
        "run", "run --quality 101 a.jpg", "run --quality 5 --lossless a.jpg", "run --width 5 --long-edge 7 a.jpg",
        "run --mirror x a.jpg", "run --wrong a.jpg", "run --rec Web a.jpg", "add", "explain", "show", "show 1 2", "show one",
        "show -1", "retry", "retry 1 --failed", "retry --cause nonsense", "cancel", "cancel 1 --all", "pause 5", "work 5",
        "work --workers 0", "undo 1 2", "undo x", "jobs --state lost", "jobs --limit x", "jobs 3", "jobs --cause lost",
        "recipes show", "recipes forget Web", "doctor now", "run --smaller 100 a.jpg", "run --beside ../x a.jpg",
        "run --beside .. a.jpg", "run --shrink a.jpg", "run --shrink --quality 5 a.jpg", f"run --recipe {'x' * 300} a.jpg",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_told_in_a_line(argv: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*argv.split()) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("mediaapp: ")
    assert printed.err.count("\n") == 1


def test_options_and_paths_may_be_mixed_and_two_dashes_end_the_options(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MEDIAAPP_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    for name in ("a.jpg", "b.jpg", "--to", "-rf.jpg"):
        Path(name).write_bytes(b"x")
    assert run("add", "a.jpg", "--to", "webp", "b.jpg", "--quality", "50", "--", "--to", "-rf.jpg") == 0
    assert "4 pictures" in capsys.readouterr().out


def test_a_name_cannot_steer_the_terminal() -> None:
    assert plain("a\x1b[2J\nb\x9bc\x7f") == "a\ufffd[2J\ufffdb\ufffdc\ufffd"
    assert plain("gpj.\u202eexe\u2066\u2028") == "gpj.\ufffdexe\ufffd\ufffd"


@pytest.mark.parametrize("argv", [["run", ""], ["add", "a.jpg", ""], ["explain", ""], ["run", "--", ""]])
def test_an_empty_path_is_not_the_folder_one_stands_in(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*argv) == 2
    assert "one of the paths is empty" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--out", "--beside", "--mirror", "--name", "--max-size", "--recipe"])
def test_an_empty_value_is_refused_in_words(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("run", option, "", "a.jpg") == 2
    assert "$" not in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_results_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [sys.executable, "-m", "mediaapp", "recipes"],
            env={**os.environ, "MEDIAAPP_HOME": str(tmp_path)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "cannot be written" in done.stderr


def test_every_recipe_option_is_looked_at() -> None:
    from mediaapp.cli import recipe_options

    source = ast.parse(Path(recipe_options.__file__).read_text())
    declared = {
        node.args[0].value.removeprefix("--").replace("-", "_")
        for node in ast.walk(source)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "add_argument"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }
    assert declared == set(_OPTIONS)


def test_asking_for_a_command_loads_neither_qt_nor_the_engine() -> None:
    code = (
        "import sys; before = len(sys.modules); from mediaapp import cli; cli.is_command(['run']);"
        "loaded = len(sys.modules) - before; assert loaded < 50, loaded;"
        "cli.run(['--version']);"
        "assert not {'PySide6', 'PIL', 'numpy'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_version_is_told_without_loading_anything() -> None:
    code = (
        "import sys; before = set(sys.modules); from mediaapp import cli; assert cli.run(['--version']) == 0;"
        "print(*sorted(name for name in set(sys.modules) - before if name != 'collections.abc'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        f"mediaapp {metadata.version('mediaapp')}",
        "mediaapp mediaapp.cli mediaapp.cli.command_words mediaapp.version",
    ]


def test_what_is_needed_is_known_where_nobody_installed_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> list[str]:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(checkup, "requires", unknown)
    project = tomllib.loads((Path(checkup.__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert list(checkup.requirements()) == project["dependencies"]
