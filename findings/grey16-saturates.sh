#!/usr/bin/env bash
# Guess: a library that cannot put 16-bit grey into a format refuses it, or scales it down to 8 bits.
# Seen: Pillow 13.0.0 saves mode I;16 as JPEG with an OSError, and as WebP and AVIF without a word: everything above 255 of
#   65535 becomes white, so a scan turns into a blank page.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
"$work/venv/bin/python" - <<'PY'
import io
import numpy as np
from PIL import Image

ramp = np.tile(np.linspace(0, 65535, 256).astype(np.uint16), (64, 1))

def saved(kind: str, **options: object) -> Image.Image:
    out = io.BytesIO()
    Image.fromarray(ramp).save(out, kind, **options)
    return Image.open(out)

try:
    saved("JPEG")
    raise AssertionError("JPEG took it")
except OSError as error:
    print("JPEG:", error)
assert np.array_equal(np.asarray(saved("PNG")), ramp)
for kind, options in (("WEBP", {"lossless": True}), ("AVIF", {"quality": 90})):
    back = np.asarray(saved(kind, **options).convert("L"))[0]
    print(f"{kind}: levels 0, 257, 514, 32896, 65535 became", back[[0, 1, 2, 128, 255]])
    assert back[0] < 10 and (back[2:] > 245).all()
PY
