#!/usr/bin/env bash
# Guess: a chapter written into Opus by FFmpeg starts where it was set, to the millisecond that the format has.
# Seen: in PyAV 18.1.0 (FFmpeg 8.1) the whole seconds are rounded and the rest is added to them: 0.5 s is written as 1.5 s, 1.7 as
#   2.7, so that chapters of a second's later half come a second late, behind the next one. FLAC, with the same comments, gets
#   no chapters at all, nor does FLAC in Ogg; none of it says a word. MP3 is right.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 mutagen==1.48.1 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
from fractions import Fraction
import av
import mutagen
import numpy as np

TONE = (np.sin(np.arange(144_000) / 17) * 12_000).astype(np.int16)
STARTS = (250, 500, 1200, 1700)
CHAPTERS = [
    {"id": number, "start": start, "end": 3000, "time_base": Fraction(1, 1000), "metadata": {"title": f"Part {number}"}}
    for number, start in enumerate(STARTS)
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

def read(name: str) -> list[int]:
    with av.open(name) as container:
        return [round(1000 * chapter["start"] * chapter["time_base"]) for chapter in container.chapters()]

seen = {}
for name, codec in (("a.mp3", "libmp3lame"), ("a.opus", "libopus"), ("a.flac", "flac"), ("a.oga", "flac")):
    encoded(name, codec)
    seen[name] = read(name)
print(seen)
tags = mutagen.File("a.opus").tags
print("as written:", written := [tags[f"chapter{number:03}"][0] for number in range(4)])
assert written == ["00:00:00.250", "00:00:01.500", "00:00:01.200", "00:00:02.700"]
assert seen == {"a.mp3": list(STARTS), "a.opus": [250, 1500, 1200, 2700], "a.flac": [], "a.oga": []}
PY
