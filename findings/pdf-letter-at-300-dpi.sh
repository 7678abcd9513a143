#!/usr/bin/env bash
# Guess: a page of US Letter (612 x 792 points) is 2550 x 3300 pixels at 300 dpi.
# Seen: pypdfium2 5.15.2 makes 2550 x 3301: it rounds up, and 792 * (300 / 72) is 3300.0000000000005. So at 150 and 600 dpi too;
#   the last row is the page's white.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pypdfium2==5.15.2 pillow==13.0.0
"$work/venv/bin/python" - <<'PY'
import pypdfium2

document = pypdfium2.PdfDocument.new()
page = document.new_page(612, 792)
seen = {dpi: page.render(scale=dpi / 72).to_pil().size for dpi in (72, 150, 200, 300, 600)}
print(seen)
assert seen == {72: (612, 792), 150: (1275, 1651), 200: (1700, 2200), 300: (2550, 3301), 600: (5100, 6601)}
PY
