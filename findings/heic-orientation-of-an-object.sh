#!/usr/bin/env bash
# Guess: `exif=` means the same to a writer as an Exif object and as that object's bytes.
# Seen: pillow-heif 1.8.1 turns a HEIC by the orientation in bytes and not by the one in an object: the same photo is shown upright
#   or lying, by Pillow and by libheif's own heif-convert (Debian's 1.15.1) alike. JPEG, WebP and AVIF make no difference.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 pillow-heif==1.8.1
cd "$work"
venv/bin/python - <<'PY'
import subprocess
import pillow_heif
from PIL import Image, ImageOps

pillow_heif.register_heif_opener()
picture = Image.radial_gradient("L").resize((120, 60)).convert("RGB")
seen = {}
for kind in ("jpeg", "webp", "avif", "heif"):
    for way in ("bytes", "object"):
        exif = Image.Exif()
        exif[0x0112] = 6
        picture.save(f"{way}.{kind}", kind.upper(), exif=exif if way == "object" else exif.tobytes())
        with Image.open(f"{way}.{kind}") as opened:
            seen[kind, way] = ImageOps.exif_transpose(opened).size
    if kind == "heif":
        for way in ("bytes", "object"):
            subprocess.run(["heif-convert", f"{way}.heif", f"{way}.png"], check=True, stdout=subprocess.DEVNULL)
            with Image.open(f"{way}.png") as opened:
                assert opened.size == seen[kind, way]
print(seen)
assert seen.pop(("heif", "object")) == (120, 60)
assert set(seen.values()) == {(60, 120)}
PY
