#!/usr/bin/env bash
# Guess: the number in a PFM's third line changes nothing but the byte order, by its sign, or it multiplies the samples.
# Seen: Pillow 13.0.0 ignores it, OpenCV 5.0.0 and FFmpeg (PyAV 18.1.0) divide by it, so that a file with -2.0 is half as
#   bright in them.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 opencv-python-headless==5.0.0.93 av==18.1.0 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import av
import cv2
import numpy as np
from PIL import Image

with open("a.pfm", "wb") as file:
    file.write(b"Pf\n4 4\n-2.0\n" + np.full(16, 3.0, "<f4").tobytes())
with Image.open("a.pfm") as picture:
    seen = {"Pillow": float(np.asarray(picture)[0, 0])}
seen["OpenCV"] = float(cv2.imread("a.pfm", cv2.IMREAD_UNCHANGED)[0, 0])
with av.open("a.pfm") as container:
    seen["FFmpeg"] = float(next(container.decode(video=0)).to_ndarray()[0, 0])
print(seen)
assert seen == {"Pillow": 3.0, "OpenCV": 1.5, "FFmpeg": 1.5}
PY
