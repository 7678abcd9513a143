#!/usr/bin/env bash
# Guess: chapters with a pause before and between them are the same after MP4 as after Matroska.
# Seen: PyAV 18.1.0 (FFmpeg 8.1) writes two lists into MP4, M4A and MOV. FFmpeg reads back the one that is a track, where the first
#   chapter has come to start at 0 and each lasts until the next; mutagen 1.48.1 reads the other, with the true starts.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 mutagen==1.48.1 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
from fractions import Fraction
import av
import mutagen.mp4
import numpy as np

TONE = (np.sin(np.arange(144_000) / 17) * 12_000).astype(np.int16)
CHAPTERS = [
    {"id": number, "start": start, "end": end, "time_base": Fraction(1, 1000), "metadata": {"title": f"Part {number}"}}
    for number, (start, end) in enumerate(((500, 1000), (1200, 1700)))
]

def encoded(name: str, codec: str) -> None:
    with av.open(name, "w") as container:
        stream = container.add_stream(codec, rate=48_000, layout="mono")
        container.set_chapters(CHAPTERS)
        frame = av.AudioFrame.from_ndarray(TONE.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48_000, 0
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=48_000)
        for piece in (*resampler.resample(frame), *resampler.resample(None), None):
            container.mux(stream.encode(piece))

seen = {}
for name in ("a.mka", "a.m4a", "a.mov"):
    encoded(name, "aac")
    with av.open(name) as container:
        seen[name] = [
            tuple(round(1000 * chapter[edge] * chapter["time_base"]) for edge in ("start", "end"))
            for chapter in container.chapters()
        ]
by_mutagen = [round(1000 * chapter.start) for chapter in mutagen.mp4.MP4("a.m4a").chapters]
print(seen, "starts by mutagen:", by_mutagen)
assert seen["a.mka"] == [(500, 1000), (1200, 1700)]
assert seen["a.m4a"] == seen["a.mov"] == [(0, 1200), (1200, 1700)]
assert by_mutagen == [500, 1200]
PY
