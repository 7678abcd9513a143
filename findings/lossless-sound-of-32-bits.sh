#!/usr/bin/env bash
# Guess: 32-bit integer samples put into a lossless codec come back as they were, or are refused.
# Seen: with PyAV 18.1.0 (FFmpeg's encoders) FLAC, ALAC and TTA take them without a word and drop the lowest 8 bits; decoded
#   they are 32 bits wide again, so nothing shows it but the samples. WavPack and PCM keep all.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import av
import numpy as np

samples = (np.arange(48000, dtype=np.int64) * 7919 % 2**32 - 2**31).astype(np.int32)

def through(name: str, codec: str, layout: str) -> np.ndarray:
    with av.open(name, "w") as container:
        stream = container.add_stream(codec, rate=48000, layout="mono")
        stream.format = layout
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format=layout, layout="mono")
        frame.sample_rate, frame.pts = 48000, 0
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    with av.open(name) as container:
        return np.concatenate([decoded.to_ndarray().reshape(-1) for decoded in container.decode(audio=0)])

for name, codec, layout, lowest_bits_kept in (
    ("a.flac", "flac", "s32", False),
    ("a.m4a", "alac", "s32p", False),
    ("a.tta", "tta", "s32", False),
    ("a.wv", "wavpack", "s32p", True),
    ("a.wav", "pcm_s32le", "s32", True),
):
    back = through(name, codec, layout)
    print(f"{codec}: {back.dtype}, equal {np.array_equal(back, samples)}, upper 24 bits equal", (back >> 8 == samples >> 8).all())
    assert back.dtype == np.int32 and (back >> 8 == samples >> 8).all()
    assert np.array_equal(back, samples) == lowest_bits_kept
PY
