"""What tests of the command line work with."""

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine


@pytest.fixture
def mediaapp(tmp_path: Path) -> CommandLine:
    """The program, with a home of its own."""
    return CommandLine(tmp_path / "home", tmp_path)


@pytest.fixture
def june(tmp_path: Path) -> Path:
    """A folder with three small pictures and a text."""
    from PIL import Image

    folder = tmp_path / "June"
    folder.mkdir()
    for number in (1, 2, 3):
        Image.linear_gradient("L").resize((320, 240)).convert("RGB").rotate(number).save(
            folder / f"DSC_{number}.jpg", quality=97
        )
    (folder / "notes.txt").write_text("not a picture")
    return folder
