#!/usr/bin/env bash
# Guess: saving leaves the Exif object that it is given as it was.
# Seen: Pillow 13.0.0's AVIF writer takes the orientation out of it (it becomes the file's irot): the next format saved with the
#   same object, a JPEG beside it, lies on its side. JPEG, PNG, WebP and TIFF leave it as it was.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0
"$work/venv/bin/python" - <<'PY'
import io
from PIL import Image, ImageOps

picture = Image.radial_gradient("L").resize((60, 30)).convert("RGB")
exif = Image.Exif()
exif[0x0112], exif[0x010F] = 6, "Maker"

def shown(kind: str) -> tuple[int, int]:
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return ImageOps.exif_transpose(Image.open(out)).size

for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
    assert shown(kind) == (30, 60) and exif[0x0112] == 6
seen = shown("AVIF"), dict(exif), shown("JPEG")
print(seen)
assert seen == ((30, 60), {0x010F: "Maker"}, (60, 30))
PY
