#!/usr/bin/env bash
# Guess: cv2.imread, which turns a JPEG upright as its EXIF says, does so for each format that it reads.
# Seen: OpenCV 5.0.0 turns JPEG, PNG and WebP. AVIF stays lying: its irot, which Pillow 13.0.0 makes of the EXIF orientation, is
#   not applied. OpenCV's own imreadWithMetadata turns the JPEG and hands out the EXIF with the old orientation: written back by
#   imwriteWithMetadata the picture is turned twice.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 opencv-python-headless==5.0.0.93 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import cv2
from PIL import Image, ImageOps

exif = Image.Exif()
exif[0x0112] = 6
picture = Image.radial_gradient("L").resize((60, 30)).convert("RGB")
seen = {}
for kind in ("jpeg", "png", "webp", "avif"):
    picture.save(f"a.{kind}", kind.upper(), exif=exif.tobytes())
    height, width, _ = cv2.imread(f"a.{kind}").shape
    with Image.open(f"a.{kind}") as opened:
        assert ImageOps.exif_transpose(opened).size == (30, 60)
    seen[kind] = (width, height)
print(seen)
assert seen == {"jpeg": (30, 60), "png": (30, 60), "webp": (30, 60), "avif": (60, 30)}

pixels, kinds, blocks = cv2.imreadWithMetadata("a.jpeg", flags=cv2.IMREAD_COLOR)
cv2.imwriteWithMetadata("b.jpeg", pixels, kinds, blocks)
with Image.open("b.jpeg") as back:
    print("there and back:", back.size, "orientation", back.getexif()[0x0112], "shown as", ImageOps.exif_transpose(back).size)
    assert (back.size, back.getexif()[0x0112], ImageOps.exif_transpose(back).size) == ((30, 60), 6, (60, 30))
PY
