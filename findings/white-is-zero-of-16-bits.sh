#!/usr/bin/env bash
# Guess: a reader that turns grey round where 0 is white (PhotometricInterpretation 0, TIFF 6.0 page 37) does so at any depth.
# Seen: Pillow 13.0.0 and OpenCV 5.0.0 turn 8 bits round and give 16 bits as they stand: a negative. libvips 8.18.7 turns both
#   round, tifffile 2026.3.3 neither.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 opencv-python-headless==5.0.0.93 pyvips==3.2.0 pyvips-binary==8.18.7 tifffile==2026.3.3 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import cv2
import numpy as np
import pyvips
import tifffile
from PIL import Image

def readings(dtype: type[np.unsignedinteger]) -> dict[str, bool]:
    top = int(np.iinfo(dtype).max)
    stored = np.tile(np.array([0, top // 5, top // 2, top], dtype), (8, 8))
    name = f"{top}.tif"
    tifffile.imwrite(name, stored, photometric="miniswhite", metadata=None)
    with Image.open(name) as picture:
        by_pillow = np.asarray(picture)
    read = {"Pillow": by_pillow, "OpenCV": cv2.imread(name, cv2.IMREAD_UNCHANGED),
            "libvips": pyvips.Image.new_from_file(name).numpy().squeeze(), "tifffile": tifffile.imread(name)}
    assert all(np.array_equal(one, stored) or np.array_equal(one, top - stored) for one in read.values())
    return {reader: np.array_equal(one, top - stored) for reader, one in read.items()}

seen = {"8 bits": readings(np.uint8), "16 bits": readings(np.uint16)}
print("turned round:", seen)
assert seen["8 bits"] == {"Pillow": True, "OpenCV": True, "libvips": True, "tifffile": False}
assert seen["16 bits"] == {"Pillow": False, "OpenCV": False, "libvips": True, "tifffile": False}
PY
