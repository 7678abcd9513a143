#!/usr/bin/env bash
# Guess: 3GP is MP4 by another brand, so FFmpeg writes title, artist, date and comment into it as into MP4.
# Seen: FFmpeg in PyAV 18.1.0 raises nothing and writes none of the four, only place and time of creation; the same packets in
#   MP4 and MOV keep all, Matroska keeps even a key of one's own, MPEG-TS keeps nothing, not even the title.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import av
import numpy as np

TAGS = {
    "title": "Tale", "artist": "Ann", "date": "2024", "comment": "said", "location": "+48.1+011.5/",
    "creation_time": "2024-05-06T07:08:09Z", "com.example.mine": "own",
}

def kept(name: str) -> set[str]:
    with av.open(name, "w") as container:
        container.metadata.update(TAGS)
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        for at in range(10):
            frame = av.VideoFrame.from_ndarray(np.full((96, 128, 3), at * 20, np.uint8), "rgb24")
            frame.pts = at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with av.open(name) as container:
        return {key for key in TAGS if key in {read.lower() for read in container.metadata}}

seen = {name: kept(name) for name in ("a.mp4", "a.mov", "a.3gp", "a.mkv", "a.ts")}
print({name: sorted(keys) for name, keys in seen.items()})
four = {"title", "artist", "date", "comment"}
assert seen["a.mp4"] == seen["a.mov"] == set(TAGS) - {"com.example.mine"}
assert seen["a.mkv"] == set(TAGS)
assert seen["a.3gp"] == {"location", "creation_time"} and not seen["a.3gp"] & four
assert seen["a.ts"] == set()
PY
