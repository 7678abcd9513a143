"""Times and plays of an animation come out as near as the target counts them, and the plan says so before."""

import json
import shutil
import struct
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mediaapp import text
from tests.support.pictures import encoded
from workers.binary.source import ByteSource
from workers.formats import GIF_CLOCK, PNG_CLOCK, SPECS, WEBP_CLOCK, Format
from workers.image.decode import decode
from workers.image.formats.gif import container as gif
from workers.image.formats.png import container as png
from workers.image.pipeline import make, plan
from workers.image.probe import probe
from workers.image.timing import TimesSeen, as_seconds, counted
from workers.outcome import Promise, Verdict
from workers.plan import Loss, Plan
from workers.recipe import LongEdge, Lossless, Quality, Recipe

MOVING = (Format.WEBP, Format.PNG, Format.GIF, Format.AVIF)
Part = tuple[int, int]


def shades(count: int) -> list[Image.Image]:
    return [
        Image.new("RGB", (32, 24), (200 * number // max(1, count - 1), 9, 240 - 90 * (number % 2)))
        for number in range(count)
    ]


def gif_of(delays: Sequence[int], loop: int | None = None) -> bytes:
    """A GIF of frames shown for these hundredths of a second, with Netscape's count of repeats."""
    first, *rest = shades(len(delays))
    whole = encoded(first, "GIF", save_all=True, append_images=rest, duration=100, optimize=False)
    source, body, left = ByteSource.of(whole), b"", list(delays)
    for block in gif.blocks(source):
        data = bytearray(source.at(block.at, block.end - block.at))
        if block.label == gif.CONTROL:
            data[4:6] = struct.pack("<H", left.pop(0))
        body += b"" if block.label == gif.APPLICATION else bytes(data)
    again = b"" if loop is None else b"\x21\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", loop) + b"\0"
    return whole[: gif.header(source).blocks_at] + again + body


def apng_of(times: Sequence[Part], plays: int = 0, frames: Sequence[Image.Image] | None = None) -> bytes:
    """An APNG of frames shown for these fractions of a second; by default no two are equal."""
    made, sequence = png.SIGNATURE, 0
    for number, (image, time) in enumerate(zip(frames or shades(len(times)), times, strict=True)):
        still = encoded(image, "PNG")
        data = {
            chunk.name: still[chunk.data_at : chunk.data_at + chunk.size] for chunk in png.chunks(ByteSource.of(still))
        }
        if number == 0:
            made += png.spell(b"IHDR", data[b"IHDR"]) + png.spell(b"acTL", struct.pack(">II", len(times), plays))
        made += png.spell(b"fcTL", struct.pack(">IIIIIHHH", sequence, *image.size, 0, 0, *time, 0))
        first = number == 0
        made += png.spell(
            *((b"IDAT", data[b"IDAT"]) if first else (b"fdAT", struct.pack(">I", sequence + 1) + data[b"IDAT"]))
        )
        sequence += 1 if first else 2
    return made + png.spell(b"IEND", b"")


def webp_of(times: Sequence[int], plays: int = 0) -> bytes:
    first, *rest = shades(len(times))
    return encoded(first, "WEBP", save_all=True, append_images=rest, duration=list(times), loop=plays)


def avif_of(times: Sequence[int]) -> bytes:
    first, *rest = shades(len(times))
    return encoded(first, "AVIF", save_all=True, append_images=rest, duration=list(times))


@dataclass(frozen=True)
class Made:
    plan: Plan
    data: bytes
    verdict: Verdict
    frames: int

    @property
    def times(self) -> list[float]:
        """What each frame of the result is shown for, read as a source again."""
        again = plan(BytesIO(self.data), Recipe(format=Format.PNG, goal=Lossless(), size=LongEdge(16)))
        return [frame.duration_ms for frame in decode(BytesIO(self.data), again)]

    @property
    def plays(self) -> int:
        return probe(BytesIO(self.data)).plays

    @property
    def said(self) -> str:
        return "; ".join((*map(text.decision, self.plan.decisions), *map(text.loss, self.plan.losses)))


def converted(data: bytes, target: Format | None, folder: Path, size: int = 16) -> Made:
    planned = plan(BytesIO(data), Recipe(format=target, goal=Quality(80), size=LongEdge(size), keep_larger=True))
    part = folder / f"made.{target}"
    part.write_bytes(b"")
    outcome = make(planned, BytesIO(data), part, lambda _stage, _share: None)
    found = {checked.promise: checked.verdict for checked in outcome.promises}
    return Made(planned, part.read_bytes(), found[Promise.FRAMES], outcome.frames)


LOOPS = {"loops_65535.gif": gif_of([10] * 3, 65_535), "loops_100000.png": apng_of([(1, 10)] * 3, 100_000)}


@pytest.mark.parametrize("target", MOVING)
@pytest.mark.parametrize("name", LOOPS)
def test_a_count_of_plays_is_kept_or_cut_and_told(name: str, target: Format, tmp_path: Path) -> None:
    made = converted(LOOPS[name], target, tmp_path)
    asked, clock = probe(BytesIO(LOOPS[name])).plays, SPECS[target].animation
    assert clock is not None
    assert asked == {"loops_65535.gif": 65_536, "loops_100000.png": 100_000}[name]
    assert made.plays == min(asked, clock.most_plays)
    assert (Loss.LOOP in made.plan.losses) == (made.plays != asked) == (made.verdict is Verdict.LOST)
    assert (f"shown {made.plays:,} times, as far as the format goes" in made.said) == (made.plays != asked)


@pytest.mark.parametrize("target", MOVING)
@pytest.mark.parametrize("plays", [0, 1, 2, 7])
@pytest.mark.parametrize("source", ["gif", "png", "webp", "avif"])
def test_plays_come_out_as_they_were(source: str, plays: int, target: Format, tmp_path: Path) -> None:
    loop = None if plays == 1 else max(0, plays - 1)
    data = {"gif": gif_of([10, 20], loop), "png": apng_of([(1, 10)] * 2, plays), "webp": webp_of([100, 70], plays)}
    film = data[source] if source in data else converted(data["webp"], Format.AVIF, tmp_path, 32).data
    assert probe(BytesIO(film)).plays == plays
    made = converted(film, target, tmp_path)
    assert made.plays == plays
    assert Loss.LOOP not in made.plan.losses


@pytest.mark.parametrize("target", MOVING)
def test_a_frame_of_20_seconds_stays_one(target: Format, tmp_path: Path) -> None:
    made = converted(apng_of([(20, 1), (1, 10), (1, 10)]), target, tmp_path)
    assert made.times == [20_000, 100, 100]
    assert Loss.FRAME_TIMES not in made.plan.losses


@pytest.mark.parametrize("target", MOVING)
def test_what_viewers_of_a_gif_slow_down_comes_out_as_they_show_it(target: Format, tmp_path: Path) -> None:
    made = converted(gif_of([0, 1, 2, 7]), target, tmp_path)
    assert made.times == [100, 100, 20, 70]
    assert "frames of up to 10 ms last 100 ms, as viewers show them" in made.said
    assert Loss.FRAME_TIMES not in made.plan.losses


def test_a_gif_whose_pixels_stay_keeps_its_times(tmp_path: Path) -> None:
    data = gif_of([0, 1, 2, 7])
    made = converted(data, None, tmp_path, size=32)
    assert made.data == data
    assert "100 ms" not in made.said


@pytest.mark.parametrize(
    "data",
    [apng_of([(1, 100), (0, 1), (1, 64), (3, 100)]), webp_of([10, 0, 16, 30]), avif_of([10, 1, 16, 30])],
    ids=["png", "webp", "avif"],
)
def test_a_gif_gets_no_time_that_viewers_would_slow_down(data: bytes, tmp_path: Path) -> None:
    made = converted(data, Format.GIF, tmp_path)
    assert made.times == [20, 20, 20, 30]
    assert "no frame is shorter than 20 ms, viewers slow shorter ones down" in made.said
    assert Loss.FRAME_TIMES in made.plan.losses


@pytest.mark.parametrize(
    ("target", "times", "said"),
    [
        (Format.GIF, [655_350, 100], "no frame is longer than 655 seconds, as far as the format goes"),
        (Format.WEBP, [16_777_215, 100], "no frame is longer than 16,777 seconds, as far as the format goes"),
        (Format.AVIF, [65_535_000, 100], ""),
        (Format.PNG, [65_535_000, 100], ""),
    ],
)
def test_the_longest_time_is_kept_or_cut_and_told(target: Format, times: list[int], said: str, tmp_path: Path) -> None:
    made = converted(apng_of([(65_535, 1), (1, 10)]), target, tmp_path)
    assert made.times == times
    assert (Loss.FRAME_TIMES in made.plan.losses) == bool(said)
    assert said in made.said


def test_a_time_that_no_fraction_of_an_apng_names_is_rounded_and_told(tmp_path: Path) -> None:
    made = converted(webp_of([16_777_215, 70_500, 100]), Format.PNG, tmp_path)
    assert made.times == pytest.approx([16_777_333.3, 70_500, 100], abs=0.1)
    assert Loss.FRAME_TIMES in made.plan.losses
    assert Loss.FRAME_TIMES not in converted(webp_of([70_500, 100]), Format.PNG, tmp_path).plan.losses


@pytest.mark.parametrize("part", [(1001, 30_000), (1001, 24_000), (1, 60), (1, 30), (1, 0)])
@pytest.mark.parametrize("target", MOVING)
def test_fractions_of_a_second_add_up_to_the_same(part: Part, target: Format, tmp_path: Path) -> None:
    made, count = converted(apng_of([part] * 30), target, tmp_path), 30
    whole_ms = 1000 * count * part[0] / (part[1] or 100)
    if part == (1, 0):
        whole_ms = 20 * count if target is Format.GIF else whole_ms
    elif part == (1, 60) and target is Format.GIF:
        whole_ms = 20 * 30  # of which none is left below 20 ms
    clock = SPECS[target].animation
    assert clock is not None
    assert sum(made.times) == pytest.approx(whole_ms, abs=max(1, clock.unit_ms))


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="needs ffprobe")
@pytest.mark.parametrize("plays", [0, 1, 3])
def test_another_reader_finds_the_times_of_a_gif(plays: int, tmp_path: Path) -> None:
    made = converted(apng_of([(1, 4), (2, 1), (1, 100), (1, 10)], plays), Format.GIF, tmp_path)
    file = tmp_path / "film.gif"
    file.write_bytes(made.data)
    asked = ("ffprobe", "-v", "error", "-show_packets", "-of", "json", "-min_delay", "0", str(file))
    packets = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)["packets"]
    starts = [float(packet["pts_time"]) for packet in packets]
    assert [round(after - before, 3) for before, after in pairwise(starts)] == [0.25, 2.0, 0.02]


@pytest.mark.skipif(shutil.which("avifdec") is None, reason="needs avifdec")
@pytest.mark.parametrize("plays", [0, 1, 3, 100_000])
def test_libavif_reads_an_avif_that_plays_a_number_of_times(plays: int, tmp_path: Path) -> None:
    film = converted(apng_of([(1, 10), (1, 4), (2, 1)], plays), Format.AVIF, tmp_path)
    file = tmp_path / "film.avif"
    file.write_bytes(film.data)
    told = subprocess.run(("avifdec", "--info", str(file)), capture_output=True, check=True, text=True).stdout
    assert film.plays == plays
    assert "2.35 seconds (2350 timescales), 3 frames" in told


times = st.lists(st.floats(0, 70_000_000), min_size=1, max_size=40)


@given(times)
def test_rounding_never_adds_up(asked: list[float]) -> None:
    for clock in (GIF_CLOCK, WEBP_CLOCK):
        got = list(counted(asked, clock))
        assert all(clock.least_ms <= time <= clock.most_ms and time % clock.unit_ms == 0 for time in got)
        inside = [min(max(time, clock.least_ms), clock.most_ms) for time in asked]
        if inside == asked:
            assert abs(sum(got) - sum(asked)) <= clock.unit_ms


def test_an_endless_run_of_long_frames_stays_within_what_libwebp_adds_up() -> None:
    got = list(counted([16_777_215.0] * 200, WEBP_CLOCK))
    assert sum(got) == 2**31 - 1
    assert got[0] == 16_777_215
    assert got[-1] == 0


@given(st.integers(0, 65_535), st.integers(1, 65_535))
def test_a_fraction_of_an_apng_comes_out_as_it_is(over: int, under: int) -> None:
    assert as_seconds(1000 * over / under) * under == over


@given(st.floats(0, 1e12))
def test_every_time_is_a_fraction_that_an_apng_can_hold(duration_ms: float) -> None:
    found = as_seconds(duration_ms)
    assert 0 <= found.numerator <= 65_535
    assert 1 <= found.denominator <= 65_535
    assert float(found) * 1000 <= PNG_CLOCK.most_ms


@pytest.mark.parametrize("target", MOVING)
def test_equal_frames_last_as_long_together(target: Format, tmp_path: Path) -> None:
    canvas, other = shades(2)
    whole = apng_of([(10_000, 1), (9_000, 1), (1, 50), (1, 10)], frames=[canvas, canvas, canvas, other])
    made = converted(whole, target, tmp_path)
    clock = SPECS[target].animation
    assert clock is not None
    assert sum(made.times) == sum(min(time, clock.most_ms) for time in (10_000_000, 9_000_000, 20, 100))
    assert made.frames == len(made.times)
    assert (len(made.times) < 4) == (target is Format.WEBP)  # libwebp makes one frame of several


def test_times_of_nothing() -> None:
    assert TimesSeen().times() is None


@pytest.mark.parametrize(
    ("ms", "whole_ms", "in_parts"),
    [(40, 40, True), (Fraction(9_001_000, 90_000), None, True), (16_777_215, 16_777_215, False), (0, 0, True)],
)
def test_which_clock_has_a_time(ms: Fraction | int, whole_ms: int | None, in_parts: bool) -> None:
    seen = TimesSeen()
    seen.add(ms, 2)
    times = seen.times()
    assert times is not None
    assert (times.grain_ms, times.in_parts, times.total_ms) == (whole_ms, in_parts, 2 * float(ms))
