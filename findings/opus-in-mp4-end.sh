#!/usr/bin/env bash
# Guess: Opus gives back as many samples as went in, whichever container it is in: all of them tell where the sound ends.
# Seen: FFmpeg in PyAV 18.1.0 gives back exactly the samples from Ogg, WebM and Matroska, and hundreds more from MP4, although
#   its header tells the right length to the millisecond: the last block is not cut. The same for MP3 in MP4.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import av
import numpy as np

N, RATE = 144_845, 48_000
tone = (np.sin(np.arange(N) * (2 * np.pi * 440 / RATE)) * 12_000).astype(np.int16)

def excess(name: str, codec: str) -> int:
    with av.open(name, "w") as container:
        stream = container.add_stream(codec, rate=RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(tone.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = RATE, 0
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=RATE)
        for piece in (*resampler.resample(frame), *resampler.resample(None), None):
            for packet in stream.encode(piece):
                container.mux(packet)
    with av.open(name) as container:
        told = container.streams.audio[0].duration
        seconds = None if told is None else float(told * container.streams.audio[0].time_base)
        return sum(decoded.samples for decoded in container.decode(audio=0)) - N, seconds

seen = {name: excess(name, codec) for name, codec in (
    ("a.opus", "libopus"), ("a.webm", "libopus"), ("a.mkv", "libopus"), ("a.mp4", "libopus"),
    ("b.mp3", "libmp3lame"), ("b.mkv", "libmp3lame"), ("b.mp4", "libmp3lame"),
)}
print({name: f"{more:+d} samples, told {seconds} s of {N / RATE:.4f}" for name, (more, seconds) in seen.items()})
for name in ("a.opus", "a.webm", "a.mkv", "b.mp3", "b.mkv"):
    assert seen[name][0] == 0, name
for name in ("a.mp4", "b.mp4"):
    more, seconds = seen[name]
    assert more > 300 and seconds is not None and abs(seconds - N / RATE) < 0.001, name
PY
