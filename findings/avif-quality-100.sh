#!/usr/bin/env bash
# Guess: AVIF at quality 100 without chroma subsampling is lossless.
# Seen: Pillow 13.0.0 has no way to the identity matrix, so that pixels are off by up to 3 of 255 at quality 100 with 4:4:4
#   (more than 200 with its default of 4:2:0); a file of greys alone is exact.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
"$work/venv/bin/python" - <<'PY'
import io
import numpy as np
from PIL import Image

noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)

def off(pixels: np.ndarray, **options: object) -> int:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "AVIF", quality=100, **options)
    back = np.asarray(Image.open(out).convert("RGB")).astype(int)
    return int(np.abs(back - np.asarray(Image.fromarray(pixels).convert("RGB"))).max())

seen = off(noise), off(noise, subsampling="4:4:4"), off(noise[:, :, 0])
print(seen)
assert seen[0] > 100
assert 1 <= seen[1] <= 4
assert seen[2] == 0
PY
