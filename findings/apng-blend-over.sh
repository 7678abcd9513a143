#!/usr/bin/env bash
# Guess: in an APNG a half clear frame that is blended over an opaque one (PNG third edition, fcTL, blend 1) leaves it opaque.
# Seen: Pillow 13.0.0 gives alpha 191 instead of 255, and over a half clear one 128 instead of 192, as it mixes alpha like a
#   colour; FFmpeg (PyAV 18.1.0) is right both times.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 av==18.1.0 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import struct, zlib
import av
import numpy as np
from PIL import Image

def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

def control(number: int, blend: int) -> bytes:
    return chunk(b"fcTL", struct.pack(">IIIIIHHBB", number, 8, 8, 0, 0, 1, 10, 0, blend))

def last_pixel(below: tuple[int, ...], above: tuple[int, ...]) -> list[tuple[int, ...]]:
    rows = [zlib.compress((b"\0" + bytes(pixel) * 8) * 8) for pixel in (below, above)]
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 6, 0, 0, 0)) + chunk(b"acTL", struct.pack(">II", 2, 0))
    frames = control(0, 0) + chunk(b"IDAT", rows[0]) + control(1, 1) + chunk(b"fdAT", struct.pack(">I", 2) + rows[1])
    with open("a.png", "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + head + frames + chunk(b"IEND", b""))
    with Image.open("a.png") as picture:
        picture.seek(1)
        by_pillow = picture.convert("RGBA").getpixel((0, 0))
    with av.open("a.png", format="apng") as container:
        by_ffmpeg = tuple(list(container.decode(video=0))[-1].to_ndarray()[0, 0].tolist())
    right = Image.alpha_composite(Image.new("RGBA", (1, 1), below), Image.new("RGBA", (1, 1), above)).getpixel((0, 0))
    return [by_pillow, by_ffmpeg, right]

for below, expected in (((0, 0, 255, 255), (191, 255, 255)), ((0, 0, 255, 128), (128, 192, 192))):
    seen = last_pixel(below, (255, 0, 0, 128))
    print("Pillow, FFmpeg, right:", seen)
    assert tuple(pixel[3] for pixel in seen) == expected
PY
