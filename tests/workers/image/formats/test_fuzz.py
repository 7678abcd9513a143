"""A few seconds of the fuzz run; `python -m tests.workers.image.formats.fuzz` goes on as long as wanted."""

import os

import pytest

from tests.workers.image.formats import fuzz


def test_mutated_files_raise_nothing_but_the_declared_failure(capsys: pytest.CaptureFixture[str]) -> None:
    seed = int(os.environ.get("FUZZ_SEED", os.getpid()))
    rounds, finds = fuzz.run(seed, seconds=2, keep=None)
    assert finds == 0, f"FUZZ_SEED={seed}\n{capsys.readouterr().err}"
    assert rounds > 100
