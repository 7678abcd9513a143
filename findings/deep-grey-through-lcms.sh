#!/usr/bin/env bash
# Guess: a transform between two grey profiles at 16 bits is good to a few of 65,535.
# Seen: Pillow 13.0.0's ImageCms (Little CMS inside) takes I;16, but optimises the curves into a coarse table: from gamma 1.0 to
#   2.2 it is thousands off near black. With the flag NOOPTIMIZE it is within a few.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
"$work/venv/bin/python" - <<'PY'
import io, struct
import numpy as np
from PIL import Image, ImageCms

def grey_profile(gamma: float) -> ImageCms.ImageCmsProfile:  # ICC.1:2001-04: header, and the tags wtpt and kTRC
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    white = b"XYZ " + bytes(4) + struct.pack(">iii", 63190, 65536, 54061)
    tags = struct.pack(">I", 2) + b"wtpt" + struct.pack(">II", 156, 20) + b"kTRC" + struct.pack(">II", 176, 14)
    body = tags + white + curve
    head = struct.pack(">I4xI4s4s4s", 128 + len(body), 0x02100000, b"mntr", b"GRAY", b"XYZ ") + bytes(12) + b"acsp" + bytes(28)
    head += struct.pack(">iii", 63190, 65536, 54061)
    return ImageCms.ImageCmsProfile(io.BytesIO(head.ljust(128, b"\0") + body))

shades = np.arange(65536, dtype=np.uint16).reshape(256, 256)
right = (shades / 65535) ** (1 / 2.2) * 65535

def off(flags: ImageCms.Flags) -> int:
    turn = ImageCms.buildTransform(grey_profile(1.0), grey_profile(2.2), "I;16", "I;16", flags=flags)
    made = ImageCms.applyTransform(Image.fromarray(shades), turn)
    return int(np.abs(np.asarray(made) - right).max())

seen = off(ImageCms.Flags(0)), off(ImageCms.Flags.NOOPTIMIZE)
print(seen)
assert seen[0] > 1000
assert seen[1] < 20
PY
