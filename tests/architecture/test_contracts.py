"""The import contracts hold, and each one catches a violation planted for it."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PACKAGES = ("mediaapp", "workers", "resources")

# (module that gets the line, the line, what the report must name)
PLANTED = [
    ("workers/retry.py", "import mediaapp.text", "workers.retry -> mediaapp.text"),
    ("workers/recipe.py", "import workers.jobs", "workers.recipe -> workers.jobs"),
    ("workers/kinds.py", "import workers.image.pipeline", "workers.kinds -> workers.image.pipeline"),
    ("workers/engine.py", "import workers.image.pipeline", "workers.engine -> workers.image.pipeline"),
    ("workers/jobs/job.py", "import workers.jobs.queries", "workers.jobs.job -> workers.jobs.queries"),
    ("workers/image/pipeline.py", "import workers.store.reader", "workers.image.pipeline -> workers.store.reader"),
    ("workers/image/resolve/__init__.py", "import workers.jobs", "workers.image.resolve -> workers.jobs"),
    ("workers/output/naming.py", "import workers.jobs", "workers.output.naming -> workers.jobs"),
    ("workers/output/naming.py", "import workers.image.pipeline", "workers.output.naming -> workers.image.pipeline"),
    ("workers/service/__init__.py", "import workers.image.pipeline", "workers.service -> workers.image.pipeline"),
    ("workers/service/__init__.py", "import workers.pool.protocol", "workers.service -> workers.pool.protocol"),
    ("workers/service/filling.py", "import workers.store.intake", "workers.service.filling -> workers.store.intake"),
    (
        "workers/service/requeue.py",
        "import workers.service.commands",
        "workers.service.requeue -> workers.service.commands",
    ),
    ("mediaapp/gui/window.py", "import workers.service.requeue", "mediaapp.gui.window -> workers.service.requeue"),
    (
        "workers/service/commands.py",
        "import workers.watching.scope",
        "workers.service.commands -> workers.watching.scope",
    ),
    ("mediaapp/cli/working.py", "import workers.watching.watcher", "mediaapp.cli.working -> workers.watching.watcher"),
    ("workers/service/submit.py", "import watchdog.events", "workers.service.submit -> watchdog"),
    (
        "workers/watching/scope.py",
        "import workers.watching.folder_watcher",
        "workers.watching.scope -> workers.watching.folder_watcher",
    ),
    ("workers/watching/scope.py", "import workers.store.watches", "workers.watching.scope -> workers.store.watches"),
    ("workers/reports/words.py", "import mediaapp.text", "workers.reports.words -> mediaapp.text"),
    ("workers/reports/row.py", "import workers.reports.html_file", "workers.reports.row -> workers.reports.html_file"),
    ("workers/store/reader.py", "import huey", "workers.store.reader -> huey"),
    ("workers/output/publish.py", "import PIL.Image", "workers.output.publish -> PIL"),
    ("mediaapp/gui/theme.py", "import numpy", "mediaapp.gui.theme -> numpy"),
    ("workers/service/__init__.py", "import apsw", "workers.service -> apsw"),
    ("workers/pool/worker.py", "import PySide6.QtCore", "workers.pool.worker -> PySide6"),
    ("mediaapp/session.py", "import PySide6.QtCore", "mediaapp.session -> PySide6"),
    ("mediaapp/cli/__init__.py", "import mediaapp.gui.run", "mediaapp.cli -> mediaapp.gui.run"),
    ("mediaapp/paths.py", "import mediaapp.text", "mediaapp.paths -> mediaapp.text"),
    ("mediaapp/text/__init__.py", "import mediaapp.session", "mediaapp.text -> mediaapp.session"),
    ("mediaapp/gui/theme.py", "import mediaapp.gui.window", "mediaapp.gui.theme -> mediaapp.gui.window"),
    (
        "mediaapp/gui/actions/table.py",
        "import mediaapp.gui.jobs.lines",
        "mediaapp.gui.actions.table -> mediaapp.gui.jobs.lines",
    ),
    (
        "mediaapp/gui/dialogs/questions.py",
        "import mediaapp.gui.actions.table",
        "mediaapp.gui.dialogs.questions -> mediaapp.gui.actions.table",
    ),
    ("mediaapp/gui/window.py", "import workers.pool.supervisor", "mediaapp.gui.window -> workers.pool.supervisor"),
    ("mediaapp/gui/bridge.py", "import workers.store.job_store", "mediaapp.gui.bridge -> workers.store.job_store"),
    ("mediaapp/gui/intake.py", "import workers.output.publish", "mediaapp.gui.intake -> workers.output.publish"),
    ("mediaapp/notices.py", "import workers.image.pipeline", "mediaapp.notices -> workers.image.pipeline"),
    ("workers/lock.py", "def late():\n    import workers.service", "workers.lock -> workers.service"),
    (
        "workers/image/pixels/resize.py",
        "import workers.image.color",
        "workers.image.pixels.resize -> workers.image.color",
    ),
    (
        "workers/image/steps/rotate.py",
        "import workers.image.goals",
        "workers.image.steps.rotate -> workers.image.goals",
    ),
    ("workers/image/goals/task.py", "import workers.image.ways.keep", "workers.image.goals.task -> workers.image.ways"),
    ("workers/image/color/fitting.py", "import workers.plan", "workers.image.color.fitting -> workers.plan"),
    (
        "workers/image/verify/pixels.py",
        "import workers.image.formats.png.metadata",
        "workers.image.verify.pixels -> workers.image.formats.png.metadata",
    ),
    (
        "workers/image/formats/damage.py",
        "import workers.image.formats.jpeg.check",
        "workers.image.formats.damage -> workers.image.formats.jpeg.check",
    ),
    ("workers/binary/source.py", "import workers.recipe", "workers.binary.source -> workers.recipe"),
    (
        "workers/formats.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import workers.plan",
        "workers.formats -> workers.plan",
    ),
]
STRAY = ("workers/watching/misc.py", "workers/utils.py", "mediaapp/helpers.py", "mediaapp/gui/misc.py")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports;"
        " sys.exit(lint_imports(no_cache=True))"
    )
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(REPOSITORY / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.svg"))
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_tree_keeps_its_contracts() -> None:
    result = lint(REPOSITORY)
    assert result.returncode == 0, result.stdout


def test_every_part_of_the_store_is_behind_its_door() -> None:
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (door,) = (each for each in contracts["contracts"] if each["name"] == "the store has one door")
    parts = {f"workers.store.{path.stem}" for path in (REPOSITORY / "workers" / "store").glob("[!_]*.py")}
    outside = {f"workers.store.{name}" for name in ("database", "errors", "job_store", "names")}
    assert set(door["protected_modules"]) == parts - outside


def test_every_planted_import_is_caught(copy: Path) -> None:
    for module, line, _ in PLANTED:
        path = copy / module
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    report = " ".join(lint(copy).stdout.split())
    missed = [name for _, _, name in PLANTED if name not in report]
    assert not missed, missed


def test_a_new_module_without_a_place_is_caught(copy: Path) -> None:
    for module in STRAY:
        (copy / module).write_text('"""A room for everything."""\n', encoding="utf-8")
    report = lint(copy).stdout
    assert "workers.utils" in report or "utils" in report
    assert "helpers" in report
    assert "misc" in report
