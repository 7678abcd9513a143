#!/usr/bin/env bash
# Guess: readers of PGM scale by its greatest value, so that 1023 of 1023 is white.
# Seen: Pillow 13.0.0 and FFmpeg (PyAV 18.1.0) do; OpenCV 5.0.0 gives the numbers as they stand in 16 bits: white at a 64th of
#   the range, near black once shown or saved. So too with a greatest value of 15 in 8 bits.
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

def whitest(name: str, top: int, samples: bytes) -> tuple[int, int, int]:
    with open(name, "wb") as file:
        file.write(b"P5\n4 1\n%d\n" % top + samples)
    with Image.open(name) as picture:
        by_pillow = int(np.asarray(picture).max())
    with av.open(name) as container:
        by_ffmpeg = int(next(container.decode(video=0)).to_ndarray().max())
    return by_pillow, by_ffmpeg, int(cv2.imread(name, cv2.IMREAD_UNCHANGED).max())

deep = whitest("deep.pgm", 1023, np.array([0, 1, 512, 1023], ">u2").tobytes())
flat = whitest("flat.pgm", 15, bytes([0, 1, 7, 15]))
print("white in Pillow, FFmpeg, OpenCV:", deep, flat)
assert deep == (65535, 65535, 1023)
assert flat == (255, 255, 15)
PY
