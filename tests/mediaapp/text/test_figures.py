"""Sizes, durations and counts in words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaapp import text


@pytest.mark.parametrize(
    ("n_bytes", "words"),
    [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 KB"), (640_400, "640 KB"), (999_499, "999 KB"),
        (999_500, "1.0 MB"), (9_800_000, "9.8 MB"), (10_000_000, "10 MB"), (10_200_000, "10.2 MB"), (41_200_000, "41 MB"),
        (999_700_000, "1.0 GB"), (64e9, "64 GB"), (5e15, "5.0 PB"), (5e18, "5,000 PB"),
    ],
)  # fmt: skip
def test_sizes(n_bytes: float, words: str) -> None:
    assert text.size(int(n_bytes)) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0.00 s"), (0.0031, "4 ms"), (0.04, "0.04 s"),
        (0.31, "0.31 s"), (1, "1.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.6, "1 min"),
        (330, "5 min 30 s"), (3600, "1 h"), (7500, "2 h 5 min"), (200_000, "2 d 7 h"),
    ],
)  # fmt: skip
def test_durations(seconds: float, words: str) -> None:
    assert text.duration(seconds) == words


def test_pixels_and_counts() -> None:
    assert text.pixels(6000, 4000) == "6000 × 4000"
    assert text.pixels(60_000, 4_000) == "60,000 × 4,000"
    assert text.megapixels(6000, 4016) == "24.1 MP"
    assert text.megapixels(20_000, 20_600) == "412 MP"
    assert text.count(8412) == "8,412"
    assert text.place("/home/ann/Photos/June/Web shop") == "June/Web shop"
    assert text.place("/") == "/"


def test_savings() -> None:
    assert text.smaller(9_800_000, 612_000) == "94% smaller"
    assert text.smaller(100, 103) == "3% larger"
    assert text.smaller(1000, 999) == "same size"
    assert text.smaller(1000, 1001) == "a little larger"
    assert text.grown(1000, 1001) == "a little larger than the original"
    assert text.grown(100, 103) == "3% larger than the original"
    assert text.grown(100, 100) == text.grown(100, 90) == text.grown(0, 10) == ""
    assert text.smaller(0, 10) == ""


@given(st.integers(0, 10**21))
def test_a_size_is_short_and_never_reaches_a_thousand_of_its_unit(n_bytes: int) -> None:
    number, unit = text.size(n_bytes).split(" ")
    assert unit == "PB" or float(number.replace(",", "")) < 1000


@given(st.floats(0, 1e9))
def test_a_duration_never_shows_sixty_of_anything(seconds: float) -> None:
    assert not re.search(r"(?<![.\d])(60 (s|min)|24 h)\b", text.duration(seconds))
