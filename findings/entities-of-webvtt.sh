#!/usr/bin/env bash
# Guess: a reader of WebVTT gives the text that is shown: &amp; and &lt; are & and < (WebVTT, 4.2.2), as a reader of XML does.
# Seen: pysubs2 1.8.1 and webvtt-py 0.6.0 (its `text` too, which has lost the tags) leave them, so that an SRT made of it shows
#   "R&amp;B", where SRT knows no entities. FFmpeg (Debian's 5.1.9) writes R&B.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pysubs2==1.8.1 webvtt-py==0.6.0
cd "$work"
venv/bin/python - <<'PY'
import subprocess
import pysubs2
import webvtt

with open("a.vtt", "w") as file:
    file.write("WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann>R&amp;B, <c.loud>3 &lt; 4</c>\n\n")
srt = pysubs2.load("a.vtt").to_string("srt")
text = webvtt.read("a.vtt")[0].text
ffmpeg = subprocess.run(["ffmpeg", "-v", "error", "-i", "a.vtt", "-f", "srt", "-"], check=True, capture_output=True, text=True).stdout
print([one.strip().splitlines()[-1] for one in (srt, text, ffmpeg)])
assert "R&amp;B, 3 &lt; 4" in srt and text == "R&amp;B, 3 &lt; 4"
assert "R&B, 3 < 4" in ffmpeg
PY
