#!/usr/bin/env bash
# Guess: what no frame of a GIF covers is clear, as browsers show it.
# Seen: four readers, none of them so: Pillow 13.0.0, OpenCV 5.0.0 and FFmpeg (PyAV 18.1.0) fill it with the file's background
#   colour, opaque, libvips 8.18.7 with black, without any alpha.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 opencv-python-headless==5.0.0.93 pyvips==3.2.0 pyvips-binary==8.18.7 av==18.1.0 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import io, struct
import av
import cv2
import pyvips
from PIL import Image

small = Image.new("P", (4, 4), 1)
small.putpalette([250, 0, 0, 0, 250, 0, 0, 0, 250, 250, 250, 250])
out = io.BytesIO()
small.save(out, "GIF", optimize=False)
data = bytearray(out.getvalue())
data[6:10] = struct.pack("<HH", 8, 8)  # GIF89a, 18: the logical screen is larger than the only frame
data[11] = 0  # background colour: the palette's first, red
with open("a.gif", "wb") as file:
    file.write(data)

with Image.open("a.gif") as picture:
    seen = {"Pillow": picture.convert("RGBA").getpixel((7, 7))}
seen["OpenCV, blue first"] = tuple(cv2.imread("a.gif", cv2.IMREAD_UNCHANGED)[7, 7].tolist())
seen["libvips"] = tuple(pyvips.Image.new_from_file("a.gif").numpy()[7, 7].tolist())
with av.open("a.gif") as container:
    seen["FFmpeg"] = tuple(next(container.decode(video=0)).to_ndarray(format="rgba")[7, 7].tolist())
print(seen)
assert seen["Pillow"] == seen["FFmpeg"] == (250, 0, 0, 255)
assert seen["OpenCV, blue first"] == (0, 0, 250)
assert seen["libvips"] == (0, 0, 0)
PY
