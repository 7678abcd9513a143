#!/usr/bin/env bash
# Guess: a stream made from another's template (add_stream_from_template) and fed its packets is the same film, aspect and all.
# Seen: with PyAV 18.1.0 pixels of 4:3 come out square where the codec's own data do not tell them: VP9 in Matroska and WebM,
#   FFV1 in Matroska and NUT. H.264 keeps them. The same copy by Debian's ffmpeg 5.1.9 (-c copy) keeps them throughout.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PY'
import subprocess
import av

def ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments], check=True)

def aspect(name: str) -> str:
    with av.open(name) as container:
        return str(container.streams.video[0].sample_aspect_ratio)

def copies(source: str, target: str) -> tuple[str, str]:
    with av.open(source) as read, av.open(target, "w") as written:
        stream = written.add_stream_from_template(read.streams.video[0])
        for packet in read.demux(video=0):
            if packet.size:
                packet.stream = stream
                written.mux(packet)
    by_pyav = aspect(target)
    ffmpeg("-i", source, "-c", "copy", target)
    return by_pyav, aspect(target)

for codec in ("ffv1", "vp9", "libx264"):
    source = "testsrc=s=120x96:d=0.2,setsar=4/3,format=yuv420p"
    ffmpeg("-f", "lavfi", "-i", source, "-c:v", codec, f"{codec}.mkv")
    assert aspect(f"{codec}.mkv") == "4/3"
    seen = {target: copies(f"{codec}.mkv", target) for target in ("a.mkv", "a.webm" if codec == "vp9" else "a.nut")}
    print(codec, "by PyAV, by ffmpeg:", seen)
    for by_pyav, by_ffmpeg in seen.values():
        assert (by_pyav == "4/3") == (codec == "libx264") and by_ffmpeg == "4/3"
PY
