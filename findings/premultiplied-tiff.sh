#!/usr/bin/env bash
# Guess: a reader gives a TIFF's colours as straight ones, also where the file says that they are multiplied by their alpha
#   (ExtraSamples 1, TIFF 6.0 page 31).
# Seen: Pillow 13.0.0 and libvips 8.18.7 divide them; OpenCV 5.0.0 and FFmpeg (PyAV 18.1.0, whose frame names a straight format)
#   do not: half clear red of 252 comes out as 126, and what is saved from it is too dark at each soft edge.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 opencv-python-headless==5.0.0.93 pyvips==3.2.0 pyvips-binary==8.18.7 tifffile==2026.3.3 av==18.1.0 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import av
import cv2
import numpy as np
import pyvips
import tifffile
from PIL import Image

stored = np.zeros((16, 16, 4), np.uint8)
stored[:] = (126, 0, 0, 127)
tifffile.imwrite("a.tif", stored, photometric="rgb", extrasamples=["assocalpha"], metadata=None)
with Image.open("a.tif") as picture:
    reds = {"Pillow": picture.convert("RGBA").getpixel((0, 0))[0]}
reds["libvips"] = int(pyvips.Image.new_from_file("a.tif").numpy()[0, 0, 0])
reds["OpenCV"] = int(cv2.imread("a.tif", cv2.IMREAD_UNCHANGED)[0, 0, 2])
with av.open("a.tif") as container:
    frame = next(container.decode(video=0))
    assert frame.format.name == "rgba"
    reds["FFmpeg"] = int(frame.to_ndarray()[0, 0, 0])
print(reds)
assert reds["Pillow"] in (252, 253) and reds["libvips"] in (252, 253)
assert reds["OpenCV"] == reds["FFmpeg"] == 126
PY
