#!/usr/bin/env bash
# Guess: a reader that does not know a layout of a TIFF says so.
# Seen: Pillow 13.0.0 opens an uncompressed TIFF of three planes of 16 bits (PlanarConfiguration 2, TIFF 6.0 page 38) as an
#   ordinary RGB picture and gives noise: the bytes of each plane are read as if they were 8-bit samples. libvips 8.18.7 reads it.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 pyvips==3.2.0 pyvips-binary==8.18.7 tifffile==2026.3.3 numpy==2.4.6
"$work/venv/bin/python" - "$work/planes.tif" <<'PY'
import sys
import numpy as np
import pyvips
import tifffile
from PIL import Image

ramp = np.linspace(0, 65535, 64 * 48).astype(np.uint16).reshape(48, 64)
planes = np.stack([ramp, ramp[::-1], ramp // 2])
tifffile.imwrite(sys.argv[1], planes, photometric="rgb", planarconfig="separate", metadata=None)
right = planes.transpose(1, 2, 0) / 257
by_pillow = np.asarray(Image.open(sys.argv[1]).convert("RGB")).astype(float)
by_vips = pyvips.Image.new_from_file(sys.argv[1]).numpy() / 257
seen = [round(float(np.abs(one - right).mean()), 1) for one in (by_pillow, by_vips)]
print(Image.open(sys.argv[1]).mode, "mean error of 255: Pillow, libvips", seen)
assert seen[0] > 30
assert seen[1] == 0.0
PY
