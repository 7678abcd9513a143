#!/usr/bin/env bash
# Guess: soundfile scales between whole numbers and floating point in both directions: 32767 of 16 bits is 1.0 and back.
# Seen: soundfile 0.14.0 (libsndfile inside) scales where the file holds whole numbers only. 16-bit samples written into a
#   WAV of subtype FLOAT stay 32767.0, 90 dB too loud; a FLOAT file with 0.5 read as int16 gives 0.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check soundfile==0.14.0 numpy==2.4.6
"$work/venv/bin/python" - <<'PY'
import io
import numpy as np
import soundfile

def through(samples: np.ndarray, subtype: str, dtype: str) -> list[float]:
    file = io.BytesIO()
    soundfile.write(file, samples, 48000, format="WAV", subtype=subtype)
    file.seek(0)
    return soundfile.read(file, dtype=dtype)[0].tolist()

half, whole = np.array([0.5, -0.5]), np.array([16384, -16384], dtype=np.int16)
seen = {
    "float to PCM_16, read as int16": through(half, "PCM_16", "int16"),
    "int16 to PCM_16, read as float": through(whole, "PCM_16", "float64"),
    "int16 to FLOAT, read as float": through(whole, "FLOAT", "float64"),
    "float to FLOAT, read as int16": through(half, "FLOAT", "int16"),
}
print(seen)
assert list(seen.values()) == [[16384, -16384], [0.5, -0.5], [16384.0, -16384.0], [0, 0]]
PY
