#!/usr/bin/env bash
# Guess: a functools.partial connected to QAction.triggered gets the state, as a lambda of one argument does.
# Seen: PySide6-Essentials 6.11.3 chooses among triggered() and triggered(bool) by the callable's arguments; a partial has none
#   that it can count, so that it is called without the state, in silence where the rest has a default. fileSelected(str), which
#   has no form without arguments, hands its argument to a partial too.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check PySide6-Essentials==6.11.3
QT_QPA_PLATFORM=offscreen "$work/venv/bin/python" - <<'PY'
from functools import partial
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog

app = QApplication([])
told: dict[str, tuple[object, ...]] = {}

def tell(name: str, *arguments: object) -> None:
    told[name] = arguments

action = QAction("Compact")
action.setCheckable(True)
action.triggered.connect(partial(tell, "partial"))
action.triggered.connect(lambda state: tell("lambda", state))
action.trigger()
dialog = QFileDialog()
dialog.fileSelected.connect(partial(tell, "partial of a file"))
dialog.fileSelected.emit("a.png")
print(told)
assert told == {"partial": (), "lambda": (True,), "partial of a file": ("a.png",)}
PY
