#!/usr/bin/env bash
# Guess: quality=-1, which pillow-heif calls lossless, gives back every pixel.
# Seen: pillow-heif 1.8.1 still halves the colours' resolution (off by more than 200 of 255 on noise); with chroma 444 single
#   values are off by 1 from the way to YCbCr and back; only the identity matrix (matrix_coefficients=0) with 444 is exact.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow-heif==1.8.1 pillow==13.0.0 numpy==2.4.6
"$work/venv/bin/python" - <<'PY'
import io
import numpy as np
import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()
pixels = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)

def off(**options: object) -> int:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "HEIF", quality=-1, **options)
    return int(np.abs(np.asarray(Image.open(out).convert("RGB")).astype(int) - pixels).max())

seen = off(), off(chroma="444"), off(chroma="444", matrix_coefficients=0)
print(seen)
assert seen[0] > 100
assert seen[1] == 1
assert seen[2] == 0
PY
