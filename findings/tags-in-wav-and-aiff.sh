#!/usr/bin/env bash
# Guess: title and artist in a WAV or AIFF that one library wrote are found by the others.
# Seen: a WAV by FFmpeg (PyAV 18.1.0) or soundfile 0.14.0 has them in LIST INFO, where mutagen 1.48.1 sees none; mutagen writes
#   ID3, where soundfile sees none. AIFF by soundfile is empty for mutagen and TagLib (pytaglib 3.2.0), and FFmpeg writes no
#   artist into AIFF at all. tinytag 2.3.2 finds what there is, and only TagLib writes a WAV that all of them read.
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

def encoded(name: str, codec: str, tags: dict[str, str]) -> None:
    with av.open(name, "w") as container:
        stream = container.add_stream(codec, rate=48_000, layout="mono")
        container.metadata.update(tags)
        frame = av.AudioFrame.from_ndarray(TONE.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48_000, 0
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=48_000)
        for piece in (*resampler.resample(frame), *resampler.resample(None), None):
            container.mux(stream.encode(piece))

def write(writer: str, name: str) -> None:
    if writer == "FFmpeg":
        encoded(name, "pcm_s16le" if name.endswith("wav") else "pcm_s16be", {"title": "Tale", "artist": "Ann"})
        return
    with soundfile.SoundFile(name, "w", 48_000, 1) as file:
        if writer == "soundfile":
            file.title, file.artist = "Tale", "Ann"
        file.write(TONE)
    if writer == "mutagen":
        tagged = mutagen.File(name)
        tagged.add_tags()
        tagged.tags.add(mutagen.id3.TIT2(text="Tale"))
        tagged.tags.add(mutagen.id3.TPE1(text="Ann"))
        tagged.save()
    if writer == "TagLib":
        with taglib.File(name, save_on_exit=True) as file:
            file.tags |= {"TITLE": ["Tale"], "ARTIST": ["Ann"]}

def read(name: str) -> dict[str, bool]:
    with av.open(name) as container:
        by_ffmpeg = {container.metadata.get(key) for key in ("title", "artist", "author")}
    with taglib.File(name) as file:
        by_taglib = {value for values in file.tags.values() for value in values}
    with soundfile.SoundFile(name) as file:
        by_soundfile = {file.title, file.artist}
    by_mutagen = {str(frame) for frame in (mutagen.File(name).tags or {}).values()}
    tags = tinytag.TinyTag.get(name)
    found = {"FFmpeg": by_ffmpeg, "mutagen": by_mutagen, "soundfile": by_soundfile, "TagLib": by_taglib,
             "tinytag": {tags.title, tags.artist}}
    return {reader: {"Tale", "Ann"} <= values for reader, values in found.items()}

blind = {}
for kind in ("wav", "aiff"):
    for writer in ("FFmpeg", "soundfile", "mutagen", "TagLib"):
        name = f"{writer}.{kind}"
        write(writer, name)
        blind[name] = {reader for reader, both in read(name).items() if not both}
        print(name, "is not read in full by", sorted(blind[name]))
assert blind["FFmpeg.wav"] == blind["soundfile.wav"] == {"mutagen"}
assert blind["mutagen.wav"] == blind["mutagen.aiff"] == blind["TagLib.aiff"] == {"soundfile"}
assert blind["TagLib.wav"] == set()
assert blind["FFmpeg.aiff"] == {"FFmpeg", "mutagen", "soundfile", "TagLib", "tinytag"}
assert blind["soundfile.aiff"] == {"mutagen", "TagLib"}
PY
