#!/usr/bin/env bash
# Guess: as in WebP, the quality of a lossy AVIF or JPEG XL is that of the colours, and transparency stays exact.
# Seen: Pillow 13.0.0 gives AVIF's alpha the same quality (clear pixels of a cut-out are no longer clear, at 90 too), unless
#   `advanced={"alpha:lossless": "1"}` asks otherwise; pillow-jxl-plugin 1.3.8 keeps it exact at quality 20 and is
#   over 100 of 255 off at 15, where libjxl halves the picture and its alpha with it. WebP at quality 1 is exact.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 pillow-jxl-plugin==1.3.8 numpy==2.4.6
"$work/venv/bin/python" - <<'PY'
import io
import numpy as np
import pillow_jxl  # noqa: F401 - registers the format
from PIL import Image, ImageDraw

mask = Image.new("L", (320, 200), 0)
drawn = ImageDraw.Draw(mask)
drawn.ellipse((50, 30, 270, 170), fill=255)
drawn.text((10, 10), "small type", fill=255)
waves = np.add.outer(np.sin(np.arange(200) / 9), np.cos(np.arange(320) / 7))
picture = Image.fromarray(np.repeat(((waves + 2) * 60).astype(np.uint8)[..., None], 3, axis=2))
picture.putalpha(mask)

def off(kind: str, quality: int, **options: object) -> int:
    out = io.BytesIO()
    picture.save(out, kind, quality=quality, **options)
    back = np.asarray(Image.open(out).convert("RGBA"))[..., 3].astype(int)
    return int(np.abs(back - np.asarray(mask)).max())

seen = {
    "WebP 1": off("WEBP", 1),
    "AVIF 30": off("AVIF", 30),
    "AVIF 90": off("AVIF", 90),
    "AVIF 30, alpha:lossless": off("AVIF", 30, advanced={"alpha:lossless": "1"}),
    "JXL 15": off("JXL", 15),
    "JXL 20": off("JXL", 20),
}
print(seen)
assert seen["WebP 1"] == 0
assert seen["AVIF 30"] > 20
assert seen["AVIF 90"] >= 1
assert seen["AVIF 30, alpha:lossless"] == 0
assert seen["JXL 15"] > 100
assert seen["JXL 20"] == 0
PY
