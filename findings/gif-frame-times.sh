#!/usr/bin/env bash
# Guess: a writer of GIF brings a time to the nearest hundredth of a second, or keeps the sum of the times.
# Seen: Pillow 13.0.0 cuts: 15 ms become 10, so that four frames of them last 40 ms instead of 60. A first frame of 5 ms gets
#   no time at all (no graphic control extension). libvips 8.18.7 (pyvips-binary) rounds, halves to the even hundredth: 15
#   becomes 20, 25 becomes 20 too, 35 becomes 40, and 5 becomes 0, which browsers show for 100 ms.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 pyvips==3.2.0 pyvips-binary==8.18.7
"$work/venv/bin/python" - <<'PY'
import io, re
import pyvips
from PIL import Image

def delays(data: bytes) -> list[int]:  # GIF89a, 23: the graphic control extension's delay in hundredths
    return [int.from_bytes(found, "little") for found in re.findall(rb"\x21\xf9\x04.(..)", data, re.DOTALL)]

frames = [Image.new("L", (8, 8), 60 * n) for n in range(4)]

def by_pillow(ms: list[int]) -> list[int]:
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=ms)
    return delays(out.getvalue())

def by_vips(ms: list[int]) -> list[int]:
    source = io.BytesIO()
    frames[0].save(source, "WEBP", save_all=True, append_images=frames[1:], duration=ms, lossless=True)
    return delays(pyvips.Image.new_from_buffer(source.getvalue(), "", n=-1).gifsave_buffer())

seen = {"Pillow 15": by_pillow([15] * 4), "vips 15": by_vips([15] * 4), "Pillow 5": by_pillow([5, 15, 25, 35]),
        "vips 5": by_vips([5, 15, 25, 35])}
print(seen)
assert seen["Pillow 15"] == [1, 1, 1, 1]
assert seen["vips 15"] == [2, 2, 2, 2]
assert seen["Pillow 5"] == [1, 2, 3]  # three times for four frames
assert seen["vips 5"] == [0, 2, 2, 4]
PY
