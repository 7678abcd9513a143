#!/usr/bin/env bash
# Guess: the readers of tags agree on how long a sound is, to a few milliseconds.
# Seen: for one sound of 3.018 s mutagen 1.48.1 tells 30 ms more for MP3 and 21 ms more for M4A (it counts what the encoder
#   padded), tinytag 2.3.2 is right for M4A and tells 0.1 s for raw AAC; FFmpeg (PyAV 18.1.0) tells 7 ms more for Ogg Opus,
#   where both of them are right.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6 mutagen==1.48.1 tinytag==2.3.2
cd "$work"
venv/bin/python - <<'PY'
import av
import mutagen
import numpy as np
import tinytag

SECONDS = 144_845 / 48_000
tone = (np.sin(np.arange(144_845) / 17) * 12_000).astype(np.int16)

def told(name: str, codec: str) -> tuple[float, float | None, float]:
    with av.open(name, "w") as container:
        stream = container.add_stream(codec, rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(tone.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48_000, 0
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=48_000)
        for piece in (*resampler.resample(frame), *resampler.resample(None), None):
            for packet in stream.encode(piece):
                container.mux(packet)
    with av.open(name) as container:
        by_ffmpeg = container.duration / av.time_base
    read = mutagen.File(name)
    off = (by_ffmpeg, None if read is None else read.info.length, tinytag.TinyTag.get(name).duration)
    return tuple(None if seconds is None else round(1000 * (seconds - SECONDS)) for seconds in off)

for name, codec in (("a.mp3", "libmp3lame"), ("a.m4a", "aac"), ("a.opus", "libopus"), ("a.aac", "aac"), ("a.flac", "flac")):
    ffmpeg, by_mutagen, by_tinytag = told(name, codec)
    print(f"{name}: off by ms: FFmpeg {ffmpeg}, mutagen {by_mutagen}, tinytag {by_tinytag}")
    match name:
        case "a.flac":
            assert (ffmpeg, by_mutagen, by_tinytag) == (0, 0, 0)
        case "a.mp3":
            assert abs(ffmpeg) <= 1 and by_mutagen > 15 and by_tinytag > 15
        case "a.m4a":
            assert abs(ffmpeg) <= 1 and by_mutagen > 15 and abs(by_tinytag) <= 1
        case "a.opus":
            assert ffmpeg in (6, 7) and (by_mutagen, by_tinytag) == (0, 0)
        case "a.aac":
            assert abs(ffmpeg) < 30 and by_mutagen == 21 and by_tinytag < -2500
PY
