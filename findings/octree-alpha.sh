#!/usr/bin/env bash
# Guess: a ramp of alpha over one colour, quantized to 64 colours, keeps about 64 steps of alpha.
# Seen: Pillow 13.0.0's FASTOCTREE, its only method of its own for RGBA, tells alpha apart by its upper bits alone: 8 steps
#   are left, however many colours are allowed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0
"$work/venv/bin/python" - <<'PY'
from PIL import Image

ramp = Image.linear_gradient("L")
picture = Image.merge("RGBA", [*Image.new("RGB", ramp.size, (40, 90, 160)).split(), ramp])
steps = {
    colors: len({alpha for _, alpha in picture.quantize(colors, Image.Quantize.FASTOCTREE).convert("RGBA").getchannel("A").getcolors()})
    for colors in (16, 64, 256)
}
print(steps)
assert set(steps.values()) == {8}
PY
