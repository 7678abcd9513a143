"""The numbers that `poe house` prints are those of the code it is shown."""

import pytest

from tests.architecture.house import measured

Told = dict[str, tuple[str, tuple[str, ...]]]
"""The value of each measurement by its name, and the places behind it."""

CODE = {
    "workers/__init__.py": "",
    "workers/formats.py": "class Format:\n    JPEG = 'jpeg'\n    PNG = 'png'\n\nclass Header: ...\nclass _Own: ...\n",
    "workers/png/__init__.py": "",
    "workers/png/read.py": "from workers.formats import Format\n\nASKED = Format.PNG, Format.JPEG, Format.label\n",
    "workers/probe.py": "import workers.formats, workers.png.read\n\nclass Header: ...\nclass _Own: ...\n",
    "mediaapp/gui/bridge.py": (
        "from typing import Any\nfrom PySide6.QtCore import Signal\n"
        "from workers import probe\nfrom mediaapp.gui import window\n\n"
        "changed = Signal(object)\nnamed = Signal(str)\nanything: Any = probe\n"
    ),
    "mediaapp/gui/window.py": "def late():\n    from mediaapp.gui.bridge import changed\n" + "    late()\n" * 59,
    "mediaapp/gui/long.py": "\n" * 400 + "END = True\n",
    "tests/test_window.py": "def test(window, self):\n    assert window._list.row == self._own == window.__doc__\n",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    root = tmp_path_factory.mktemp("house")
    for path, code in CODE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(code, "utf-8")
    return {row.name: (row.value, row.places) for row in measured(root)}


def test_modules_and_their_imports(told: Told) -> None:
    assert told["modules of the application"] == ("8", ())
    assert told["imports a module"] == ("0.75", ())
    assert told["most imported"][0].startswith("`workers.formats` 2")
    assert told["importing most"][0].startswith("`mediaapp.gui.bridge` 2")


def test_names(told: Told) -> None:
    assert told["class names used twice"] == ("1", ("Header: workers.formats, workers.probe",))
    assert told["places that name a format outside its folder"] == ("1 in 1 files", ("workers.png.read: 1",))
    assert told["imports of a format's modules from outside"] == ("1", ("workers.probe: workers.png.read",))
    assert told["private members that tests reach into"] == ("1 in 1 files", ("tests.test_window: 1",))


def test_what_is_not_typed(told: Told) -> None:
    assert told["`Any` in the window"] == ("1", ("mediaapp.gui.bridge:8",))
    assert told["`Signal(object)` in the window"] == ("1", ("mediaapp.gui.bridge:6",))


def test_what_is_too_long_and_what_goes_round(told: Told) -> None:
    assert told["files over 400 lines"] == ("1", ("mediaapp.gui.long: 401",))
    assert told["functions over 60 lines"] == ("1", ("mediaapp.gui.window.late: 61",))
    assert told["cycles"] == ("1", ("mediaapp.gui.bridge, mediaapp.gui.window",))
