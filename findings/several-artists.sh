#!/usr/bin/env bash
# Guess: of two artists in a tag's own list both are read, and both are still there after a copy of the packets.
# Seen: FFmpeg (PyAV 18.1.0) reads MP3 and M4A as the first alone, and the copy has lost the second; FLAC's come as one "Ann;Bob"
#   and are written back as one artist of that name. soundfile 0.14.0 tells the first of FLAC and the last of Opus. mutagen
#   1.48.1, tinytag 2.3.2 and TagLib (pytaglib 3.2.0) have both.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 soundfile==0.14.0 mutagen==1.48.1 tinytag==2.3.2 pytaglib==3.2.0 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import av
import mutagen
import mutagen.id3
import numpy as np
import soundfile
import taglib
import tinytag

TONE = (np.sin(np.arange(48_000) / 17) * 12_000).astype(np.int16)
KEYS = {"a.flac": "artist", "a.opus": "artist", "a.m4a": "\xa9ART", "a.mp3": "TPE1"}

def artists(name: str) -> list[str]:
    found = mutagen.File(name).tags[KEYS[f"a.{name.split('.')[1]}"]]
    return list(getattr(found, "text", found))

def make(name: str, codec: str) -> None:
    with av.open(name, "w") as container:
        stream = container.add_stream(codec, rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(TONE.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48_000, 0
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=48_000)
        for piece in (*resampler.resample(frame), *resampler.resample(None), None):
            container.mux(stream.encode(piece))
    file = mutagen.File(name)
    if file.tags is None:
        file.add_tags()
    file.tags[KEYS[name]] = mutagen.id3.TPE1(text=["Ann", "Bob"]) if name == "a.mp3" else ["Ann", "Bob"]
    file.save()

def told(name: str) -> str:
    with av.open(name) as container:
        read = {**container.metadata, **container.streams.audio[0].metadata}
    return next(value for key, value in read.items() if key.lower() == "artist")

def copied(name: str) -> list[str]:
    target = name.replace("a.", "b.")
    with av.open(name) as read, av.open(target, "w") as written:
        stream = written.add_stream_from_template(read.streams.audio[0])
        written.metadata.update(read.metadata)
        for packet in read.demux(audio=0):
            if packet.size:
                packet.stream = stream
                written.mux(packet)
    return artists(target)

for name, codec in (("a.flac", "flac"), ("a.opus", "libopus"), ("a.m4a", "aac"), ("a.mp3", "libmp3lame")):
    make(name, codec)
    tags = tinytag.TinyTag.get(name)
    with taglib.File(name) as file:
        assert artists(name) == file.tags["ARTIST"] == [tags.artist, *tags.other["artist"]] == ["Ann", "Bob"]
ffmpeg = {name: told(name) for name in KEYS}
copies = {name: copied(name) for name in ("a.flac", "a.m4a", "a.mp3")}
single = {name: soundfile.SoundFile(name).artist for name in ("a.flac", "a.opus")}
print("FFmpeg:", ffmpeg, "copied:", copies, "soundfile:", single)
assert ffmpeg == {"a.flac": "Ann;Bob", "a.opus": "Ann;Bob", "a.m4a": "Ann", "a.mp3": "Ann"}
assert copies == {"a.flac": ["Ann;Bob"], "a.m4a": ["Ann"], "a.mp3": ["Ann"]}
assert single == {"a.flac": "Ann", "a.opus": "Bob"}
PY
