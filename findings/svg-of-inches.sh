#!/usr/bin/env bash
# Guess: an inch is 96 px in an SVG (CSS), whoever renders it, and a renderer's dpi changes how many pixels that makes, once.
# Seen: in libvips 8.18.7 an inch is 72 pixels at its own 72 dpi, 128 at 96 and 288 at 144: dpi counts twice, while 60 px become
#   60, 80 and 120. No value gives 96 and 60. CairoSVG 2.9.1 gives 96 and 60; at 192 dpi the inch doubles and the px do not.
#   resvg_py 0.5.0 raises "invalid size" for inches until a dpi is given, though 0 is said to be SVG's own.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pyvips==3.2.0 pyvips-binary==8.18.7 cairosvg==2.9.1 resvg-py==0.5.0 pillow==13.0.0 numpy==2.4.6
"$work/venv/bin/python" - <<'PY'
import io
import cairosvg
import pyvips
import resvg_py
from PIL import Image

def svg(width: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{width}"><rect width="5" height="5"/></svg>'

def by_vips(width: str, dpi: int) -> int:
    return pyvips.Image.svgload_buffer(svg(width).encode(), dpi=dpi).width

def by_cairo(width: str, dpi: int) -> int:
    return Image.open(io.BytesIO(cairosvg.svg2png(svg(width).encode(), dpi=dpi))).width

def by_resvg(width: str, **options: float) -> int:
    return Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg(width), **options)))).width

vips = {dpi: (by_vips("1in", dpi), by_vips("60px", dpi)) for dpi in (72, 96, 144)}
cairo = {dpi: (by_cairo("1in", dpi), by_cairo("60px", dpi)) for dpi in (96, 192)}
print("1in, 60px: libvips", vips, "CairoSVG", cairo, "resvg_py at 96:", by_resvg("1in", dpi=96), by_resvg("60px"))
assert vips == {72: (72, 60), 96: (128, 80), 144: (288, 120)}
assert cairo == {96: (96, 60), 192: (192, 60)}
assert (by_resvg("1in", dpi=96), by_resvg("60px")) == (96, 60)
try:
    by_resvg("1in")
    raise AssertionError("resvg_py took it")
except ValueError as error:
    print(error)
PY
