#!/usr/bin/env bash
# Guess: `xmp=` puts XMP into each format from which Pillow reads XMP.
# Seen: Pillow 13.0.0 does so for JPEG, WebP and AVIF; for PNG and TIFF, whose getxmp() reads it well, save() takes the argument
#   and writes nothing. pillow-jxl-plugin 1.3.8 writes it and does not find it again.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 pillow-jxl-plugin==1.3.8 defusedxml==0.7.1
"$work/venv/bin/python" - <<'PY'
import io
import pillow_jxl  # noqa: F401 - registers the format
from PIL import Image, PngImagePlugin

packet = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
    b' xmlns:dc="http://purl.org/dc/elements/1.1/" rdf:about="" dc:format="image/x"/></rdf:RDF></x:xmpmeta>'
)

def through(kind: str, **options: object) -> tuple[bool, bool]:
    out = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(out, kind, **options)
    return b"adobe:ns:meta" in out.getvalue(), bool(Image.open(out).getxmp())

seen = {kind: through(kind, xmp=packet) for kind in ("JPEG", "WEBP", "AVIF", "PNG", "TIFF", "JXL")}
print("written, read:", seen)
for kind in ("JPEG", "WEBP", "AVIF"):
    assert seen[kind] == (True, True)
for kind in ("PNG", "TIFF"):
    assert seen[kind] == (False, False)
assert seen["JXL"] == (True, False)
text = PngImagePlugin.PngInfo()
text.add_itxt("XML:com.adobe.xmp", packet.decode())
assert through("PNG", pnginfo=text) == (True, True)
assert through("TIFF", tiffinfo={700: packet}) == (True, True)
PY
