#!/usr/bin/env bash
# Guess: three years on, readers of EXIF know EXIF 3.0's type for text in UTF-8 (129, of 2023).
# Seen: Pillow 13.0.0, ExifRead 3.5.1 and Debian's exiftool 12.57 leave such an entry out, and what Pillow saves again has lost it
#   for good; piexif 1.1.3 raises for the whole block.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 piexif==1.1.3 exifread==3.5.1
cd "$work"
venv/bin/python - <<'PY'
import io, struct, subprocess
import exifread
import piexif
from PIL import Image

text = "Zoë Ångström\0".encode()
maker = struct.pack("<HHI4s", 0x010F, 2, 4, b"Mk1\0")
artist = struct.pack("<HHII", 0x013B, 129, len(text), 8 + 2 + 2 * 12 + 4)
block = b"II*\0" + struct.pack("<IH", 8, 2) + maker + artist + bytes(4) + text
Image.radial_gradient("L").save("a.jpg", exif=b"Exif\0\0" + block)

with Image.open("a.jpg") as picture:
    seen = {"Pillow": {hex(tag): value for tag, value in picture.getexif().items()}}
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=picture.getexif())
with open("a.jpg", "rb") as file:
    seen["ExifRead"] = list(exifread.process_file(file))
try:
    seen["piexif"] = piexif.load("a.jpg")
except ValueError as error:
    seen["piexif"] = str(error).splitlines()[0]
told = subprocess.run(["exiftool", "-s", "-Make", "-Artist", "a.jpg"], check=True, capture_output=True, text=True).stdout
seen["exiftool"] = told.split()
print(seen)
assert seen["Pillow"] == {"0x10f": "Mk1"} and text not in out.getvalue()
assert seen["ExifRead"] == ["Image Make"]
assert isinstance(seen["piexif"], str)
assert "Make" in told and "Artist" not in told
PY
