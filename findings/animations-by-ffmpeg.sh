#!/usr/bin/env bash
# Guess: one animation written by FFmpeg as GIF, APNG, WebP and AVIF plays as often and as long in each.
# Seen: by PyAV 18.1.0 (FFmpeg's defaults) the GIF goes on for ever, APNG and WebP play once. The last frame, asked to stay for
#   1000 ms, stays for 100 in GIF and AVIF (the stream's rate), as long as the one before it in APNG, for the average in WebP.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 pillow==13.0.0 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
from fractions import Fraction
import av
import numpy as np
from PIL import Image

STARTS, LASTS = (0, 100, 600, 800), (100, 500, 200, 1000)

def written(name: str, codec: str, kind: str, pixels: str) -> tuple[int | None, list[int]]:
    with av.open(name, "w", format=kind) as container:
        stream = container.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, pixels
        stream.codec_context.time_base = Fraction(1, 1000)
        for number, (start, lasts) in enumerate(zip(STARTS, LASTS)):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), number * 60, np.uint8), "rgb24").reformat(format=pixels)
            frame.pts, frame.time_base, frame.duration = start, Fraction(1, 1000), lasts
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    times = []
    with Image.open(name) as picture:
        for number in range(picture.n_frames):
            picture.seek(number)
            picture.load()
            times.append(round(picture.info["duration"]))
        return picture.info.get("loop"), times

seen = {
    "GIF": written("a.gif", "gif", "gif", "rgb8"),
    "APNG": written("a.png", "apng", "apng", "rgb24"),
    "WebP": written("a.webp", "libwebp_anim", "webp", "bgra"),
    "AVIF": written("a.avif", "libsvtav1", "avif", "yuv420p"),
}
print(seen)
assert all(times[:3] == [100, 500, 200] for _, times in seen.values())
assert {kind: times[3] for kind, (_, times) in seen.items()} == {"GIF": 100, "APNG": 200, "WebP": 266, "AVIF": 100}
assert [seen[kind][0] for kind in ("GIF", "APNG", "WebP")] == [0, 1, 1]  # 0: for ever
PY
