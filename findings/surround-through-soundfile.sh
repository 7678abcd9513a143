#!/usr/bin/env bash
# Guess: an array of six channels means the same to soundfile in each format: left, right, centre, low, and the two behind.
# Seen: soundfile 0.14.0 (libsndfile) hands Opus and Vorbis their channels in those codecs' own order, where the centre is second:
#   a WAV's columns written as Opus play the right as centre, the centre as right, and put what was behind right through the
#   filter of the low channel, where it is all but gone. Read back by soundfile it looks right. ALAC in CAF is mixed up too.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check soundfile==0.14.0 av==18.1.0 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import av
import numpy as np
import soundfile

NAMES = ("FL", "FR", "FC", "LFE", "BL", "BR")
times = np.arange(48_000) / 48_000
loud = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)  # of each channel in the order of WAV
array = np.stack([peak * np.sin(2 * np.pi * pitch * times) for peak, pitch in zip(loud, (300, 400, 500, 60, 700, 800))], axis=1)

def played(name: str, kind: str, subtype: str) -> dict[str, float]:
    soundfile.write(name, array, 48_000, format=kind, subtype=subtype)
    with av.open(name) as container:
        frames = list(container.decode(audio=0))
    assert {channel.name for channel in frames[0].layout.channels} in (set(NAMES), {*NAMES[:4], "SL", "SR"})
    names = [channel.name.replace("S", "B") for channel in frames[0].layout.channels]
    heard = [frame.to_ndarray() for frame in frames]
    planar = frames[0].format.is_planar
    samples = np.concatenate([one if planar else one.reshape(-1, 6).T for one in heard], axis=1)
    whole = np.iinfo(samples.dtype).max if samples.dtype.kind == "i" else 1
    return {names[row]: round(float(np.abs(samples[row, 9_000:40_000]).max() / whole), 1) for row in range(6)}

straight = dict(zip(NAMES, loud))
seen = {
    "WAV": played("a.wav", "WAVEX", "PCM_16"),
    "FLAC": played("a.flac", "FLAC", "PCM_16"),
    "Opus": played("a.opus", "OGG", "OPUS"),
    "Vorbis": played("a.ogg", "OGG", "VORBIS"),
    "ALAC": played("a.caf", "CAF", "ALAC_16"),
}
for kind, peaks in seen.items():
    print(kind, peaks)
assert seen["WAV"] == seen["FLAC"] == straight
for kind in ("Opus", "Vorbis"):
    assert seen[kind] == {"FL": 0.1, "FC": 0.2, "FR": 0.3, "BL": 0.4, "BR": 0.5, "LFE": 0.0}
assert seen["ALAC"] == {"FC": 0.1, "FL": 0.2, "FR": 0.3, "BL": 0.4, "BR": 0.5, "LFE": 0.6}
back = soundfile.read("a.opus")[0]
assert [round(float(np.abs(back[9_000:40_000, column]).max()), 1) for column in range(6)] == [0.1, 0.2, 0.3, 0.4, 0.5, 0.0]
PY
