#!/usr/bin/env bash
# Guess: a TGA of 32 bits a pixel whose header says 0 attribute bits has no alpha: its fourth byte is padding.
# Seen: Pillow 13.0.0 gives RGBA and FFmpeg (PyAV 18.1.0) bgra, both with the padding as alpha. Where it is 0, as many writers
#   leave it, the picture is clear all over: converted to WebP or PNG it cannot be seen.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 av==18.1.0 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import struct
import av
import numpy as np
from PIL import Image

# Truevision TGA 2.0, image type 2: field 5.6 is the descriptor, whose bits 3 to 0 are the attribute bits of a pixel
head = struct.pack("<BBBHHBHHHHBB", 0, 0, 2, 0, 0, 0, 0, 0, 8, 4, 32, 0b0010_0000)
with open("a.tga", "wb") as file:
    file.write(head + bytes([10, 20, 200, 0]) * 32)
with Image.open("a.tga") as picture:
    by_pillow = picture.mode, picture.getpixel((0, 0))
with av.open("a.tga") as container:
    frame = next(container.decode(video=0))
    by_ffmpeg = frame.format.name, tuple(frame.to_ndarray()[0, 0].tolist())
print("Pillow", by_pillow, "FFmpeg", by_ffmpeg)
assert by_pillow == ("RGBA", (200, 20, 10, 0))
assert by_ffmpeg == ("bgra", (10, 20, 200, 0))
PY
