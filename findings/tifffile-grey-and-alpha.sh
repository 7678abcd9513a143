#!/usr/bin/env bash
# Guess: an array of height x width x 2 is written as grey with alpha, as height x width x 4 is written as RGB with alpha.
# Seen: tifffile 2026.3.3 writes a file of `height` pages, each 2 pixels wide; with photometric="minisblack" and
#   planarconfig="contig" it is the one picture. A height x width x 4 array gets an alpha that is not multiplied.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check tifffile==2026.3.3 numpy==2.4.6 pillow==13.0.0
"$work/venv/bin/python" - <<'PY'
import io
import numpy as np
import tifffile
from PIL import Image

grey = np.add.outer(np.arange(96), np.arange(128)).astype(np.uint8)

def written(array: np.ndarray, **options: object) -> Image.Image:
    out = io.BytesIO()
    tifffile.imwrite(out, array, **options)
    out.seek(0)
    return Image.open(out)

four = written(np.dstack([grey, grey, grey, 255 - grey]))
print("x 4:", four.mode, four.size, four.n_frames, "pages, extra samples", four.tag_v2[338])
assert (four.mode, four.size, four.n_frames, four.tag_v2[338]) == ("RGBA", (128, 96), 1, (2,))
two = written(np.dstack([grey, 255 - grey]))
print("x 2:", two.mode, two.size, two.n_frames, "pages")
assert (two.mode, two.size, two.n_frames) == ("L", (2, 128), 96)
told = written(np.dstack([grey, 255 - grey]), photometric="minisblack", planarconfig="contig", extrasamples=["unassalpha"])
print("x 2, told:", told.mode, told.size, told.n_frames, "pages")
assert (told.mode, told.size, told.n_frames) == ("LA", (128, 96), 1)
PY
