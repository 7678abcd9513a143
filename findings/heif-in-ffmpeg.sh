#!/usr/bin/env bash
# Guess: FFmpeg opens an AVIF or HEIC as the one picture that its viewers show.
# Seen: with PyAV 18.1.0 an AVIF in a grid (avifenc 0.11.1 of Debian's libavif-bin) is one video stream for each cell, and the first
#   frame a quarter of the picture. Alpha is a second, grey stream, and the frame names a format without it. A HEIC of 60 x 30
#   by pillow-heif 1.8.1 comes as 64 x 64, with the padding that its clap box cuts off. Of an animated AVIF by Pillow 13.0.0 the
#   first stream is the one still, the second the animation; libvips 8.18.7 does not open it at all. Nothing of it raises but that.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 pillow==13.0.0 pillow-heif==1.8.1 pyvips==3.2.0 pyvips-binary==8.18.7 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import subprocess
import av
import pillow_heif
import pyvips
from PIL import Image

pillow_heif.register_heif_opener()

def streams(name: str) -> list[tuple[int, int, str, int]]:
    with av.open(name) as container:
        count = len(container.streams.video)
    found = []
    for number in range(count):
        with av.open(name) as container:
            decoded = list(container.decode(video=number))
            found.append((decoded[0].width, decoded[0].height, decoded[0].format.name, len(decoded)))
    return found

picture = Image.radial_gradient("L").convert("RGB")
picture.save("grid.png")
subprocess.run(["avifenc", "--grid", "2x2", "--speed", "10", "grid.png", "grid.avif"], check=True, stdout=subprocess.DEVNULL)
clear = picture.resize((64, 64))
clear.putalpha(0)
clear.save("clear.avif")
picture.resize((60, 30)).save("small.heic")
stills = [Image.new("RGB", (64, 64), (60 * number, 0, 0)) for number in range(4)]
stills[0].save("moving.avif", save_all=True, append_images=stills[1:], duration=[100, 500, 200, 1000])

seen = {name: streams(name) for name in ("grid.avif", "clear.avif", "small.heic", "moving.avif")}
for name, found in seen.items():
    with Image.open(name) as opened:
        print(name, "Pillow:", opened.size, opened.mode, getattr(opened, "n_frames", 1), "FFmpeg:", found)
assert [one[:2] for one in seen["grid.avif"]] == [(128, 128)] * 4
assert [one[2] for one in seen["clear.avif"]] == ["yuv420p", "gray"]
assert seen["small.heic"][0][:2] == (64, 64)
assert [one[3] for one in seen["moving.avif"]] == [1, 4]
try:
    pyvips.Image.new_from_file("moving.avif")
    raise AssertionError("libvips opened it")
except pyvips.Error as error:
    print(error)
PY
