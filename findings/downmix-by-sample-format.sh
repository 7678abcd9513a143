#!/usr/bin/env bash
# Guess: how loud a downmix comes out does not hang on whether the samples are whole numbers or floating point.
# Seen: FFmpeg's resampler (PyAV 18.1.0) scales the matrix down so that whole numbers cannot overflow, and leaves it for floats:
#   5.1 of 0.25 in each channel becomes 0.25 in stereo for s16 and s32, 0.6 for flt and dbl, 7.7 dB louder and soon above 1.0.
#   Mono to stereo loses 3 dB in either; stereo to mono gains 3 in floats alone.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6
"$work/venv/bin/python" - <<'PY'
import av
import numpy as np

WIDTHS = {"s16": (np.int16, 2**15), "s32": (np.int32, 2**31), "flt": (np.float32, 1), "dbl": (np.float64, 1)}

def mixed(form: str, source: str, target: str) -> float:
    dtype, one = WIDTHS[form]
    channels = len(av.AudioLayout(source).channels)
    frame = av.AudioFrame.from_ndarray(np.full((1, 480 * channels), one * 0.25).astype(dtype), format=form, layout=source)
    frame.sample_rate, frame.pts = 48_000, 0
    mix = av.AudioResampler(format=form, layout=target, rate=48_000).resample(frame)[0]
    return round(float(mix.to_ndarray()[0, 200]) / one, 2)

for source, target, expected in (
    ("5.1", "stereo", [0.25, 0.25, 0.6, 0.6]),
    ("stereo", "mono", [0.25, 0.25, 0.35, 0.35]),
    ("mono", "stereo", [0.18, 0.18, 0.18, 0.18]),
):
    seen = [mixed(form, source, target) for form in WIDTHS]
    print(f"0.25 from {source} to {target}:", dict(zip(WIDTHS, seen)))
    assert seen == expected
PY
