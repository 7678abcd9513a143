#!/usr/bin/env bash
# Guess: a JPEG XL saved with the EXIF of an unturned photo is shown upright, as the same call for JPEG, PNG and WebP gives.
# Seen: pillow-jxl-plugin 1.3.8 writes the orientation into the EXIF alone. ISO/IEC 18181-1 has readers go by the codestream's
#   own field, which says unturned: imagecodecs 2026.3.6 (libjxl) shows it lying. Made from the JPEG's own data (lossless_jpeg)
#   the field is right, and the plugin reads both files alike, so that a check by it finds nothing.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 pillow-jxl-plugin==1.3.8 imagecodecs==2026.3.6 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import imagecodecs
import pillow_jxl  # noqa: F401 - registers the format
from PIL import Image, ImageOps

exif = Image.Exif()
exif[0x0112] = 6
Image.radial_gradient("L").resize((60, 30)).convert("RGB").save("a.jpg", exif=exif)
with Image.open("a.jpg") as photo:
    photo.save("transcoded.jxl", lossless_jpeg=True)
    photo.copy().save("encoded.jxl", exif=exif.tobytes())

def shown(name: str) -> tuple[tuple[int, int], tuple[int, int]]:
    with open(name, "rb") as file:
        height, width, _ = imagecodecs.jpegxl_decode(file.read()).shape
    with Image.open(name) as picture:
        return (width, height), ImageOps.exif_transpose(picture).size

seen = {name: shown(name) for name in ("transcoded.jxl", "encoded.jxl")}
print("libjxl, plugin with exif_transpose:", seen)
assert seen["transcoded.jxl"] == ((30, 60), (30, 60))
assert seen["encoded.jxl"] == ((60, 30), (30, 60))
PY
