"""What each kind of process loads, and that the Qt binding outlives many calls."""

import subprocess
import sys

import pytest

HEAVY = ("PySide6", "PIL", "numpy", "huey", "apsw", "pi_heif")


def loaded_after(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint(' '.join(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_a_spawned_process_that_imports_main_again_loads_nothing_heavy() -> None:
    assert not loaded_after("import mediaapp.__main__") & set(HEAVY)


@pytest.mark.parametrize("module", ["mediaapp.cli", "mediaapp.session", "workers.pool.worker"])
def test_no_qt_without_a_window(module: str) -> None:
    assert "PySide6" not in loaded_after(f"import {module}")


def test_the_window_loads_no_decoder() -> None:
    assert not loaded_after("import mediaapp.gui.run") & {"PIL", "pi_heif", "numpy"}


def test_a_worker_loads_numpy_and_the_packer_of_pngs_only_when_asked() -> None:
    assert not loaded_after("import workers.pool.worker, workers.image.pipeline") & {"numpy", "oxipng"}


def test_only_a_worker_that_calls_loads_what_calls_need() -> None:
    for module in ("workers.pool.worker, workers.image.pipeline", "mediaapp.session, workers.service.hook_commands"):
        assert not loaded_after(f"import {module}") & {"ssl", "http", "keyring"}


def test_qt_outlives_many_calls_that_return_none() -> None:
    """PySide6 6.12.0 under Python 3.10 and 3.11 aborted after about 5,000 of them."""
    code = "from PySide6.QtCore import QObject\no = QObject()\nfor _ in range(20_000): o.setObjectName('x')"
    subprocess.run([sys.executable, "-c", code], check=True)
