#!/usr/bin/env bash
# Guess: a TIFF whose orientation (tag 274) is a quarter turn is read turned or unturned, as the flags say.
# Seen: OpenCV 5.0.0 does not read it at all: imread gives None for the orientations 5 to 8, also with IMREAD_UNCHANGED or
#   IMREAD_IGNORE_ORIENTATION, unless the picture is square. The same pixels with 1 to 4 are read.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check opencv-python-headless==5.0.0.93 tifffile==2026.3.3 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import cv2
import numpy as np
import tifffile

def unread(height: int, width: int, flag: int) -> list[int]:
    missing = []
    for orientation in range(1, 9):
        name = f"{orientation}.tif"
        pixels = np.zeros((height, width, 3), np.uint8)
        tifffile.imwrite(name, pixels, photometric="rgb", metadata=None, extratags=[(274, 3, 1, orientation, True)])
        if cv2.imread(name, flag) is None:
            missing.append(orientation)
    return missing

cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
for flag in (cv2.IMREAD_COLOR, cv2.IMREAD_UNCHANGED, cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION):
    seen = unread(30, 60, flag), unread(40, 40, flag)
    print("not read: 60 x 30, 40 x 40:", seen)
    assert seen == ([5, 6, 7, 8], [])
PY
