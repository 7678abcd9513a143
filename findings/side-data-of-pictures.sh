#!/usr/bin/env bash
# Guess: a frame's side data may be looked through, whatever the file holds.
# Seen: PyAV 18.1.0 raises "31 is not a valid Type" for JPEG, PNG and WebP with EXIF: FFmpeg hands EXIF out as side data, of a
#   kind that PyAV has no name for, so that even counting it or asking for another kind fails. `rotation` reads it well.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 pillow==13.0.0 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import av
from PIL import Image

exif = Image.Exif()
exif[0x0112] = 6
picture = Image.radial_gradient("L").resize((60, 30)).convert("RGB")

def told(name: str) -> tuple[int, str]:
    with av.open(name) as container:
        frame = next(container.decode(video=0))
        try:
            return round(frame.rotation), f"{len(frame.side_data)} pieces"
        except ValueError as error:
            return round(frame.rotation), str(error)

for kind in ("jpg", "png", "webp"):
    picture.save(f"plain.{kind}")
    picture.save(f"tagged.{kind}", exif=exif)
    seen = told(f"plain.{kind}"), told(f"tagged.{kind}")
    print(kind, seen)
    assert seen == ((0, "0 pieces"), (-90, "31 is not a valid Type"))
PY
