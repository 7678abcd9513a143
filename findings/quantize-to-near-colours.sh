#!/usr/bin/env bash
# Guess: quantize(palette=...) without dithering gives a pixel its own colour where the palette holds exactly that.
# Seen: Pillow 13.0.0 looks colours up in a cache of coarse cells: of two entries that differ by 1, one is given for both.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0
"$work/venv/bin/python" - <<'PY'
from PIL import Image

one, other = (240, 240, 244), (240, 240, 245)
palette = Image.new("P", (1, 1))
palette.putpalette([*one, *other, *(0, 0, 0) * 254])
picture = Image.new("RGB", (2, 1), one)
picture.putpixel((1, 0), other)
mapped = picture.quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB")
seen = [mapped.getpixel((x, 0)) for x in (0, 1)]
print(seen)
assert seen[0] == seen[1]
assert seen != [one, other]
PY
