#!/usr/bin/env bash
# Guess: two Ogg files put one behind the other are one valid file (RFC 3533, chaining), and readers tell or play both parts.
# Seen: FFmpeg (PyAV 18.1.0) plays 6 s of Opus and tells 3. mutagen 1.48.1 and tinytag 2.3.2 tell 3, and soundfile 0.14.0
#   (libsndfile) both tells and gives 3 s, without a word about the rest.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 soundfile==0.14.0 mutagen==1.48.1 tinytag==2.3.2 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import struct
import av
import mutagen
import numpy as np
import soundfile
import tinytag

TONE = (np.sin(np.arange(144_000) / 17) * 12_000).astype(np.int16)

def encoded(name: str, codec: str) -> None:
    with av.open(name, "w") as container:
        stream = container.add_stream(codec, rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(TONE.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48_000, 0
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=48_000)
        for piece in (*resampler.resample(frame), *resampler.resample(None), None):
            container.mux(stream.encode(piece))

def checksum(page: bytes) -> int:  # RFC 3533, 6: polynomial 04c11db7, neither reflected nor inverted
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value >> 31 else value << 1) & 0xFFFFFFFF
    return value

def renumbered(data: bytes) -> bytes:  # each part of a chain has a serial number of its own
    out, at = bytearray(data), 0
    while at < len(out):
        segments = out[at + 26]
        end = at + 27 + segments + sum(out[at + 27 : at + 27 + segments])
        out[at + 14] ^= 0x55
        out[at + 22 : at + 26] = bytes(4)
        out[at + 22 : at + 26] = struct.pack("<I", checksum(out[at:end]))
        at = end
    return bytes(out)

encoded("one.opus", "libopus")
with open("one.opus", "rb") as file:
    one = file.read()
with open("two.opus", "wb") as file:
    file.write(one + renumbered(one))

with av.open("two.opus") as container:
    told = {"FFmpeg": container.duration / av.time_base}
    played = {"FFmpeg": sum(frame.samples for frame in container.decode(audio=0)) / 48_000}
told |= {"mutagen": mutagen.File("two.opus").info.length, "tinytag": tinytag.TinyTag.get("two.opus").duration}
told["soundfile"] = soundfile.info("two.opus").duration
played["soundfile"] = len(soundfile.read("two.opus")[0]) / 48_000
print("told", told, "played", played)
assert all(round(seconds, 1) == 3 for seconds in told.values())
assert (round(played["FFmpeg"], 1), round(played["soundfile"], 1)) == (6, 3)
PY
