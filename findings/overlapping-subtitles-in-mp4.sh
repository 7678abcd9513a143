#!/usr/bin/env bash
# Guess: subtitles that overlap, a long one and a short one over it, are the same after MP4 (mov_text) as after Matroska.
# Seen: Debian's ffmpeg 5.1.9 writes each until the next begins: the long one ends when the short one starts and does not come
#   back, without a word. In Matroska and WebVTT all times stay. Colour (<font>) and place ({\an8}) are lost in MP4 and WebVTT.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pysubs2==1.8.1
cd "$work"
venv/bin/python - <<'PY'
import subprocess
import pysubs2

LINES = (("00:00:01,000", "00:00:04,000", "long"), ("00:00:02,000", "00:00:03,000", "short"),
         ("00:00:05,000", "00:00:06,000", '<font color="#ff0000">red</font> {\\an8}top'))
with open("a.srt", "w") as file:
    for number, (start, end, text) in enumerate(LINES, 1):
        file.write(f"{number}\n{start} --> {end}\n{text}\n\n")

def through(name: str, codec: str) -> list[tuple[int, int]]:
    subprocess.run(["ffmpeg", "-v", "error", "-i", "a.srt", "-c:s", codec, name], check=True)
    subprocess.run(["ffmpeg", "-v", "error", "-i", name, f"{name}.srt"], check=True)
    with open(f"{name}.srt") as file:
        styled = "#ff0000" in file.read()
    return [(line.start, line.end) for line in pysubs2.load(f"{name}.srt")], styled

seen = {name: through(name, codec) for name, codec in (("a.mkv", "subrip"), ("a.vtt", "webvtt"), ("a.mp4", "mov_text"))}
print("times, red kept:", seen)
whole = [(1000, 4000), (2000, 3000), (5000, 6000)]
assert seen["a.mkv"] == (whole, True) and seen["a.vtt"] == (whole, False)
assert seen["a.mp4"] == ([(1000, 2000), (2000, 3000), (5000, 6000)], False)
PY
