#!/usr/bin/env bash
# Guess: an animated GIF read with all its frames is saved as an animation where the format knows them, else as its first frame.
# Seen: libvips 8.18.7 makes a WebP and a TIFF of four frames; a PNG and a JPEG show all four below each other as one tall picture;
#   an AVIF is four stills in one file, of which others show the first alone. Nothing is said, whichever it is.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pyvips==3.2.0 pyvips-binary==8.18.7 pillow==13.0.0 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import pyvips
from PIL import Image

stills = [Image.new("RGB", (64, 64), (60 * number, 0, 0)) for number in range(4)]
stills[0].save("a.gif", save_all=True, append_images=stills[1:], duration=100, loop=0)
moving = pyvips.Image.new_from_file("a.gif", n=-1)
seen = {}
for kind in ("webp", "tif", "png", "jpg", "avif"):
    moving.write_to_file(f"b.{kind}")
    with Image.open(f"b.{kind}") as picture:
        seen[kind] = (*picture.size, getattr(picture, "n_frames", 1))
inside = pyvips.Image.new_from_file("b.avif").get("n-pages")
print(seen, "stills in the AVIF:", inside)
assert seen["webp"] == seen["tif"] == (64, 64, 4)
assert seen["png"] == seen["jpg"] == (64, 256, 1)
assert seen["avif"] == (64, 64, 1) and inside == 4
PY
