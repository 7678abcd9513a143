from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.formats import Format
from workers.image.formats.registry import CODECS
from workers.image.goals.search import largest_within, lowest_reaching


class ScriptedEncoder:
    """Sizes that grow with the quality, as an encoder's do; the sample is smaller and not quite proportional."""

    def __init__(self, smallest: int, largest: int, bend: float = 1.0, crooked: float = 0.0) -> None:
        self.smallest, self.largest, self.bend, self.crooked = smallest, largest, bend, crooked
        self.encoded: list[int] = []
        self.sampled: list[int] = []

    def size(self, quality: int) -> int:
        share = (quality / 95) ** self.bend
        return round(exp(log(self.smallest) * (1 - share) + log(self.largest) * share))

    def encode(self, quality: int) -> bytes:
        self.encoded.append(quality)
        return bytes(self.size(quality))

    def sample_size(self, quality: int) -> int:
        self.sampled.append(quality)
        return round(self.size(quality) / 20 * (1 + self.crooked * (quality - 50) / 50)) + 300


encoders = st.builds(
    ScriptedEncoder,
    smallest=st.integers(2_000, 20_000),
    largest=st.integers(40_000, 400_000),
    bend=st.floats(0.5, 2.5),
    crooked=st.floats(-0.3, 0.3),
)


@given(encoder=encoders, limit=st.integers(1_000, 500_000), scale=st.sampled_from([None, 20.0, 15.0, 30.0]))
def test_what_fits_is_within_the_limit_and_what_does_not_is_the_smallest(
    encoder: ScriptedEncoder, limit: int, scale: float | None
) -> None:
    found = largest_within(limit, encoder.encode, encoder.sample_size, scale=scale)
    assert found.fits == (len(found.data) <= limit)
    assert found.fits == (encoder.size(1) <= limit)
    assert found.encodes == len(encoder.encoded) <= 5
    assert len(found.data) == encoder.size(found.quality or 0)
    if not found.fits:
        assert found.quality == 1


@given(encoder=encoders, quality=st.integers(15, 94))
def test_the_limit_is_used(encoder: ScriptedEncoder, quality: int) -> None:
    limit = encoder.size(quality)
    found = largest_within(limit, encoder.encode, encoder.sample_size, scale=20.0)
    assert found.quality is not None
    assert len(found.data) >= 0.9 * limit or abs(found.quality - quality) <= 3


def test_a_good_model_needs_one_or_two_encodings() -> None:
    encodes = []
    for limit in range(20_000, 300_000, 7_000):
        encoder = ScriptedEncoder(5_000, 300_000, bend=1.4, crooked=0.1)
        encodes.append(largest_within(limit, encoder.encode, encoder.sample_size, scale=20.0).encodes)
    assert sum(encodes) / len(encodes) <= 3


def test_a_wide_limit_takes_the_highest_quality_at_once() -> None:
    encoder = ScriptedEncoder(5_000, 300_000)
    found = largest_within(10**7, encoder.encode, encoder.sample_size, scale=20.0)
    assert (found.quality, found.encodes) == (95, 1)


def test_nothing_below_the_lowest_quality_is_tried() -> None:
    encoder = ScriptedEncoder(50_000, 300_000)
    found = largest_within(10_000, encoder.encode, encoder.sample_size, scale=20.0, lowest=30)
    assert not found.fits
    assert min(encoder.encoded) == found.quality == 30


CURVES = {
    target: codec.encoder.curve
    for target, codec in CODECS.items()
    if codec.encoder is not None and codec.encoder.curve is not None
}
CURVE = CURVES[Format.JPEG]


@given(
    target=st.floats(50, 88),
    shift=st.floats(-12, 8),
    tilt=st.floats(0.7, 1.4),
    flattery=st.floats(-1.5, 1.5),
)
def test_a_score_is_reached_with_a_glance_and_a_look(target: float, shift: float, tilt: float, flattery: float) -> None:
    looks: list[int] = []
    glances: list[int] = []

    def true_score(quality: int) -> float:
        below = max(point for point in CURVE if point[0] <= quality)
        above = min(point for point in CURVE if point[0] >= quality)
        share = 0 if above == below else (quality - below[0]) / (above[0] - below[0])
        return 80 + ((below[1] * (1 - share) + above[1] * share) - 80) * tilt + shift

    def look(quality: int) -> float:
        looks.append(quality)
        return true_score(quality)

    def glance(quality: int) -> float:
        glances.append(quality)
        return true_score(quality) + flattery

    found = lowest_reaching(target, look, CURVE, glance=glance)
    assert len(looks) == 1
    assert len({*glances, *looks}) <= 2
    assert CURVE[0][0] <= found.quality <= CURVE[-1][0]
    if found.reached:
        assert true_score(found.quality) >= target - 4
    else:
        assert found.quality == CURVE[-1][0]


def test_an_expected_score_is_looked_at_where_it_was_glanced_at() -> None:
    curve = ((60, 70.0), (80, 80.0), (95, 90.0))
    found = lowest_reaching(
        80, lambda quality: dict(curve)[quality], curve, glance=lambda quality: dict(curve)[quality]
    )
    assert found.quality == 80
    assert found.reached


def test_a_steep_fall_below_what_was_seen_is_not_guessed_at() -> None:
    def score(quality: int) -> float:
        return 96.0 if quality > 20 else 30.0

    assert lowest_reaching(80, score, CURVE, glance=score).quality > 20


@pytest.mark.parametrize("target", CURVES)
def test_every_curve_rises(target: Format) -> None:
    qualities, scores = zip(*CURVES[target], strict=True)
    assert list(qualities) == sorted(set(qualities))
    assert list(scores) == sorted(scores)
