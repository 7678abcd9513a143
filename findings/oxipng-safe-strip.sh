#!/usr/bin/env bash
# Guess: stripping "safe" chunks leaves alone what changes how the picture is shown.
# Seen: oxipng-pybind 10.2.1.post1 drops eXIf with StripChunks.safe(), and with it the orientation: a portrait lies on its side.
#   The resolution (pHYs) stays.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check oxipng-pybind==10.2.1.post1 pillow==13.0.0
"$work/venv/bin/python" - <<'PY'
import io
import oxipng
from PIL import Image, ImageOps

exif = Image.Exif()
exif[0x0112] = 6
source = io.BytesIO()
Image.radial_gradient("L").resize((40, 20)).save(source, "PNG", exif=exif, dpi=(300, 300))
packed = Image.open(io.BytesIO(oxipng.optimize_from_memory(source.getvalue(), strip=oxipng.StripChunks.safe())))
before, after = (ImageOps.exif_transpose(one).size for one in (Image.open(source), packed))
print(before, after, packed.info)
assert before == (20, 40)
assert after == (40, 20)
assert round(packed.info["dpi"][0]) == 300
PY
