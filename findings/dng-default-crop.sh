#!/usr/bin/env bash
# Guess: a developed DNG has the size that its DefaultCropSize tells (DNG 1.6: the part to show), as its camera's JPEG has.
# Seen: rawpy 0.28.0 (LibRaw) tells the crop in `sizes` and develops the whole sensor with its border; the orientation is applied
#   to the pixels and not to any number in `sizes`, so that width and height there are those of the unturned picture.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check rawpy==0.28.0 tifffile==2026.3.3 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import numpy as np
import rawpy
import tifffile

field = np.full((64, 96), 2000, np.uint16)
unit = (1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1)
tags = [
    (271, 2, 0, "Maker", True), (272, 2, 0, "Model", True), (274, 3, 1, 6, True), (33421, 3, 2, (2, 2), True),
    (33422, 1, 4, bytes([0, 1, 1, 2]), True), (50706, 1, 4, bytes([1, 4, 0, 0]), True), (50708, 2, 0, "Maker Model", True),
    (50714, 4, 1, 0, True), (50717, 4, 1, 4095, True), (50719, 4, 2, (8, 6), True), (50720, 4, 2, (80, 50), True),
    (50721, 10, 9, unit, True), (50728, 5, 3, (1, 2, 1, 1, 1, 2), True), (50778, 3, 1, 21, True),
]
tifffile.imwrite("a.dng", field, photometric=32803, extratags=tags, metadata=None)
with rawpy.imread("a.dng") as raw:
    sizes = raw.sizes
    height, width, _ = raw.postprocess(use_camera_wb=True).shape
print("crop", sizes.crop_width, sizes.crop_height, "told", sizes.iwidth, sizes.iheight, "developed", width, height)
assert (sizes.crop_width, sizes.crop_height, sizes.flip) == (80, 50, 6)
assert (sizes.iwidth, sizes.iheight) == (96, 64)
assert (width, height) == (64, 96)
PY
