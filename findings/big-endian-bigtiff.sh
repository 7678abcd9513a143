#!/usr/bin/env bash
# Guess: Pillow reads BigTIFF in both byte orders, as it reads TIFF in both.
# Seen: Pillow 13.0.0 does not know a big-endian BigTIFF as a picture at all (and warns of corrupt EXIF data); the same array
#   in a little-endian one opens, and OpenCV 5.0.0 and libvips 8.18.7 open either.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 tifffile==2026.3.3 opencv-python-headless==5.0.0.93 pyvips==3.2.0 pyvips-binary==8.18.7 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import warnings
import cv2
import numpy as np
import pyvips
import tifffile
from PIL import Image, UnidentifiedImageError

warnings.simplefilter("ignore")
pixels = np.arange(48 * 64, dtype=np.uint16).reshape(48, 64).astype(np.uint8)

def by_pillow(name: str) -> bool:
    try:
        with Image.open(name) as picture:
            return np.array_equal(np.asarray(picture), pixels)
    except UnidentifiedImageError as error:
        print(error)
        return False

seen = {}
for order, name in (("<", "little.tif"), (">", "big.tif")):
    tifffile.imwrite(name, pixels, bigtiff=True, byteorder=order, metadata=None)
    others = cv2.imread(name, cv2.IMREAD_UNCHANGED), pyvips.Image.new_from_file(name).numpy().squeeze()
    assert all(np.array_equal(other, pixels) for other in others)
    seen[name] = by_pillow(name)
print(seen)
assert seen == {"little.tif": True, "big.tif": False}
PY
