#!/usr/bin/env bash
# Guess: converting to RGBA makes the clear colour of a PNG (tRNS) clear, whatever the depth.
# Seen: Pillow 13.0.0 cuts RGB of 16 bits to 8 and keeps the clear colour in 16, grey of 2 and 4 bits is stretched to 255 and
#   its clear shade is not, so that no pixel is clear afterwards. libvips 8.18.7 finds all of them.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 pyvips==3.2.0 pyvips-binary==8.18.7 numpy==2.4.6
"$work/venv/bin/python" - <<'PY'
import io, struct, zlib
import numpy as np
import pyvips
from PIL import Image

def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

def png(bits: int, color: int, clear: bytes, row: bytes, width: int) -> bytes:  # PNG third edition, 11.2 and 11.3.1.1
    head = struct.pack(">IIBBBBB", width, 4, bits, color, 0, 0, 0)
    body = zlib.compress((b"\0" + row) * 4)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"tRNS", clear) + chunk(b"IDAT", body) + chunk(b"IEND", b"")

red = struct.pack(">HHH", 0x8123, 0x1000, 0x2000)
files = {
    "RGB of 16 bits": png(16, 2, red, (red + bytes(6)) * 4, 8),
    "grey of 4 bits": png(4, 0, struct.pack(">H", 7), bytes([0x70] * 4), 8),
}
for name, data in files.items():
    ours = int((np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))[:, :, 3] == 0).sum())
    theirs = int((pyvips.Image.pngload_buffer(data).numpy()[:, :, -1] == 0).sum())
    print(name, "clear pixels of 16: Pillow", ours, "libvips", theirs)
    assert (ours, theirs) == (0, 16)
PY
