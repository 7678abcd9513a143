#!/usr/bin/env bash
# Guess: libvips, which keeps 16 bits through resize, keeps them in thumbnail too.
# Seen: in libvips 8.18.7 `resize` of a 16-bit PNG stays 16 bits and `thumbnail` gives 8, with and without a profile, whatever
#   the file is saved as. `thumbnail` with `linear=True` gives 8 as well.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pyvips==3.2.0 pyvips-binary==8.18.7 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import numpy as np
import pyvips

ramp = np.linspace(0, 65535, 400).astype(np.uint16)
deep = pyvips.Image.new_from_array(np.tile(ramp[None, :, None], (300, 1, 3))).copy(interpretation="rgb16")
deep.write_to_file("plain.png")
deep.write_to_file("tagged.png", profile="p3")
for name in ("plain.png", "tagged.png"):
    resized = pyvips.Image.new_from_file(name).resize(0.5)
    small = pyvips.Image.thumbnail(name, 200)
    linear = pyvips.Image.thumbnail(name, 200, linear=True)
    print(name, "resize:", resized.format, "thumbnail:", small.format, "linear:", linear.format)
    assert (resized.format, small.format, linear.format) == ("ushort", "uchar", "uchar")
PY
