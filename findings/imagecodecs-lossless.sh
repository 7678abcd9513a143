#!/usr/bin/env bash
# Guess: an encoder that is asked for nothing picks its format's usual lossy quality.
# Seen: imagecodecs 2026.3.6 encodes WebP, AVIF, JPEG XL, JPEG 2000 and JPEG XR without any loss, only JPEG is lossy. A level
#   makes the others lossy too, but not WebP: level 75 gives the very bytes of no level, until `lossless=False` goes with it.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check imagecodecs==2026.3.6 numpy==2.4.6
"$work/venv/bin/python" - <<'PY'
import imagecodecs
import numpy as np

waves = np.add.outer(np.sin(np.arange(96) / 9), np.cos(np.arange(128) / 7))
picture = np.repeat(((waves + 2) * 60).astype(np.uint8)[..., None], 3, axis=2)
picture += np.random.default_rng(2).integers(0, 9, picture.shape, dtype=np.uint8)

for name in ("webp", "avif", "jpegxl", "jpeg2k", "jpegls", "jpegxr", "jpeg"):
    encode, decode = (getattr(imagecodecs, f"{name}_{way}") for way in ("encode", "decode"))
    plain = encode(picture)
    off = int(np.abs(decode(plain)[..., :3].astype(int) - picture).max())
    print(f"{name}: {len(plain)} bytes, off by at most {off}")
    assert (off > 0) == (name == "jpeg")
plain = imagecodecs.webp_encode(picture)
levelled = imagecodecs.webp_encode(picture, level=75)
lossy = imagecodecs.webp_encode(picture, level=75, lossless=False)
print("webp:", len(plain), "at level 75:", len(levelled), "and with lossless=False:", len(lossy))
assert plain == levelled and len(plain) > 10 * len(lossy)
for name in ("avif", "jpegxl", "jpegxr"):
    encode = getattr(imagecodecs, f"{name}_encode")
    assert len(encode(picture)) > 5 * len(encode(picture, level=75))
PY
