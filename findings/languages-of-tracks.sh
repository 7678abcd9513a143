#!/usr/bin/env bash
# Guess: a sound track's language and title are kept by each container that has a place for them.
# Seen: FFmpeg in PyAV 18.1.0 keeps "deu" and "ger" in MP4, but in MOV "ger" alone: "deu" is gone. Two letters ("de") vanish in MP4,
#   MOV and MPEG-TS; Matroska, WebM and Ogg keep what they are given. The title goes from MP4, MOV and MPEG-TS; AVI keeps it and
#   no language. Nothing is raised.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import av
import numpy as np

CODECS = {"mp4": "aac", "mov": "aac", "ts": "aac", "mkv": "aac", "webm": "libopus", "ogg": "libopus", "avi": "libmp3lame"}

def kept(kind: str, language: str) -> tuple[str | None, str | None]:
    with av.open(f"a.{kind}", "w") as container:
        stream = container.add_stream(CODECS[kind], rate=48_000, layout="mono")
        stream.metadata.update({"language": language, "title": "Remarks"})
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 48_000), np.int16), format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48_000, 0
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=48_000)
        for piece in (*resampler.resample(frame), *resampler.resample(None), None):
            container.mux(stream.encode(piece))
    with av.open(f"a.{kind}") as container:
        read = container.streams.audio[0].metadata
    return read.get("language"), read.get("title")

seen = {kind: [kept(kind, language) for language in ("deu", "ger", "de")] for kind in CODECS}
for kind, read in seen.items():
    print(kind, read)
assert seen["mp4"] == seen["ts"] == [("deu", None), ("ger", None), (None, None)]
assert seen["mov"] == [(None, None), ("ger", None), (None, None)]
assert seen["mkv"] == seen["webm"] == seen["ogg"] == [("deu", "Remarks"), ("ger", "Remarks"), ("de", "Remarks")]
assert seen["avi"] == [(None, "Remarks")] * 3
PY
