#!/usr/bin/env bash
# Guess: samples of a kind that a reader has no type for are refused.
# Seen: Pillow 13.0.0 gives unsigned 32-bit grey as signed (4,294,967,295 is -1) and signed 8-bit as unsigned (-3 is 253); FFmpeg
#   (PyAV 18.1.0) gives half floats as 16-bit grey, their bit pattern as brightness. Pillow does refuse floats of 16 and 64 bits.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 av==18.1.0 tifffile==2026.3.3 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import av
import numpy as np
import tifffile
from PIL import Image, UnidentifiedImageError

def first(dtype: type[np.number], value: float) -> tuple[object, object]:
    tifffile.imwrite("a.tif", np.full((16, 16), value, dtype), photometric="minisblack", metadata=None)
    try:
        with Image.open("a.tif") as picture:
            by_pillow = picture.mode, picture.getpixel((0, 0))
    except UnidentifiedImageError:
        by_pillow = "refused"
    try:
        with av.open("a.tif") as container:
            frame = next(container.decode(video=0))
            by_ffmpeg = frame.format.name, int(frame.to_ndarray()[0, 0])
    except av.FFmpegError:
        by_ffmpeg = "refused"
    return by_pillow, by_ffmpeg

seen = {
    "uint32 4294967295": first(np.uint32, 2**32 - 1),
    "int8 -3": first(np.int8, -3),
    "float16 1.0": first(np.float16, 1.0),
    "float64 1.0": first(np.float64, 1.0),
}
for name, read in seen.items():
    print(name, "Pillow, FFmpeg:", read)
assert seen["uint32 4294967295"] == (("I", -1), "refused")
assert seen["int8 -3"] == (("L", 253), ("gray", 253))
assert seen["float16 1.0"] == ("refused", ("gray16le", 0x3C00))
assert seen["float64 1.0"] == ("refused", "refused")
PY
