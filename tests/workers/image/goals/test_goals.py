from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.support import pictures
from tests.support.varied import varied
from workers.errors import ErrorCode, Failure
from workers.facts import Facts
from workers.formats import Format
from workers.image.frames import Frame, FrameSequence, still
from workers.image.goals.encode import encode
from workers.image.goals.encoded import Encoded
from workers.image.goals.score import Reference
from workers.image.metadata.bundle import Bundle
from workers.outcome import Stage
from workers.plan import Method, Plan
from workers.recipe import Goal, Lossless, MaxBytes, Metadata, Quality, SameLook, Smaller

LOSSY = [Format.JPEG, Format.WEBP, Format.AVIF]


def _plan(
    image: Image.Image, target: Format, goal: Goal, source_bytes: int = 1_000_000, chroma: str | None = None
) -> Plan:
    facts = Facts(format=Format.JPEG, bytes=source_bytes, width=image.width, height=image.height, chroma=chroma)
    return Plan(
        facts=facts,
        format=target,
        method=Method.ENCODE,
        width=image.width,
        height=image.height,
        goal=goal,
        metadata=Metadata.ALL,
    )


def _encode(image: Image.Image, plan: Plan, part: Path, bundle: Bundle | None = None) -> Encoded:
    return encode(still(Frame(pixels=image)), plan, bundle or Bundle(), part, lambda stage, share: None)


@pytest.mark.parametrize("target", LOSSY)
def test_a_quality_is_used_in_one_encoding(target: Format, tmp_path: Path) -> None:
    image = pictures.photo((320, 240))
    sizes = []
    for quality in (40, 60, 90):
        encoded = _encode(image, _plan(image, target, Quality(quality)), tmp_path / "part")
        assert (encoded.quality, encoded.encodes) == (quality, 1)
        sizes.append((tmp_path / "part").stat().st_size)
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("target", LOSSY)
@pytest.mark.parametrize("limit", [3_500, 7_500, 15_000])
def test_a_number_of_bytes_is_kept_and_used(target: Format, limit: int, tmp_path: Path) -> None:
    image = pictures.photo((400, 300), seed=3)
    encoded = _encode(image, _plan(image, target, MaxBytes(limit)), tmp_path / "part")
    size = (tmp_path / "part").stat().st_size
    assert size <= limit
    # Some steps of a quality number change a sixth of the bytes.
    assert size >= 0.8 * limit or encoded.quality == 95
    assert encoded.encodes <= 4


def test_metadata_count_in_a_number_of_bytes(tmp_path: Path) -> None:
    image = pictures.photo((400, 300))
    _encode(image, _plan(image, Format.JPEG, MaxBytes(30_000)), tmp_path / "part", Bundle(comments=(bytes(15_000),)))
    assert 20_000 < (tmp_path / "part").stat().st_size <= 30_000


@pytest.mark.parametrize("target", [Format.JPEG, Format.PNG])
def test_a_limit_out_of_reach_is_said_with_the_bytes_it_would_take(target: Format, tmp_path: Path) -> None:
    image = pictures.photo((400, 300))
    with pytest.raises(Failure) as failed:
        _encode(image, _plan(image, target, MaxBytes(1_000)), tmp_path / "part")
    assert failed.value.code is ErrorCode.GOAL_OUT_OF_REACH
    assert failed.value.facts.limit == 1_000
    assert (failed.value.facts.bytes_needed or 0) > 1_000


@pytest.mark.parametrize("target", [Format.JPEG, Format.PNG, Format.WEBP])
def test_a_smaller_picture_reaches_a_limit_where_that_was_allowed(target: Format, tmp_path: Path) -> None:
    image = pictures.photo((640, 480))
    encoded = _encode(image, _plan(image, target, MaxBytes(4_000, shrink=True)), tmp_path / "part")
    with Image.open(tmp_path / "part") as found:
        assert encoded.size == found.size
        assert 20 < found.width < 640
        assert found.width / found.height == pytest.approx(4 / 3, rel=0.05)
    assert 2_000 < (tmp_path / "part").stat().st_size <= 4_000


def test_so_many_per_cent_smaller_counts_from_the_source(tmp_path: Path) -> None:
    image = pictures.photo((640, 480))
    _encode(image, _plan(image, Format.JPEG, Smaller(60), source_bytes=100_000), tmp_path / "part")
    assert (tmp_path / "part").stat().st_size <= 40_000


@pytest.mark.parametrize("target", LOSSY)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_look_has_the_score_asked_for(target: Format, seed: int, tmp_path: Path) -> None:
    image = pictures.photo((600, 450), seed)
    encoded = _encode(image, _plan(image, target, SameLook(80)), tmp_path / "part")
    with Image.open(tmp_path / "part") as found:
        score = Reference([image]).score([found])
    assert encoded.encodes == 1
    assert score == pytest.approx(encoded.score or 0, abs=2)
    assert 80 <= score < 84


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.parametrize("target", LOSSY)
@pytest.mark.parametrize("kind", varied((64, 64)))
def test_every_kind_of_picture_has_the_score_asked_for(kind: str, target: Format, tmp_path: Path) -> None:
    image = varied()[kind]
    if image.has_transparency_data and target is Format.JPEG:
        pytest.skip("a JPEG holds no transparency")
    encoded = _encode(image, _plan(image, target, SameLook(80)), tmp_path / "part")
    with Image.open(tmp_path / "part") as found:
        score = Reference([image]).score([found])
    assert score >= 80
    assert encoded.quality is None or score < 85


def test_a_large_picture_is_judged_by_parts(tmp_path: Path) -> None:
    image = pictures.photo((2400, 1600), seed=5)
    encoded = _encode(image, _plan(image, Format.JPEG, SameLook(80)), tmp_path / "part")
    with Image.open(tmp_path / "part") as found:
        assert Reference([image]).score([found]) == pytest.approx(encoded.score or 0, abs=2)


def test_a_graphic_gets_full_chroma_and_is_exact_where_that_takes_fewer_bytes(tmp_path: Path) -> None:
    image = pictures.graphic()
    _encode(image, _plan(image, Format.JPEG, Quality(90), chroma="420"), tmp_path / "part")
    with Image.open(tmp_path / "part") as found:
        assert found.layer[0][1:3] == (1, 1)  # type: ignore[attr-defined]
    encoded = _encode(image, _plan(image, Format.WEBP, Quality(90)), tmp_path / "part")
    assert encoded.quality is None
    with Image.open(tmp_path / "part") as found:
        assert found.convert("RGB").tobytes() == image.tobytes()


def test_a_small_graphic_is_made_both_ways_once_and_the_smaller_one_is_kept(tmp_path: Path) -> None:
    image, part = pictures.with_alpha((96, 96)), tmp_path / "part"
    told: list[float] = []
    plan = _plan(image, Format.WEBP, Quality(82))
    encoded = encode(still(Frame(pixels=image)), plan, Bundle(), part, lambda _, share: told.append(share))
    assert told == [0.0, 0.2, 1.0]
    lossy, exact = BytesIO(), BytesIO()
    image.save(lossy, "WEBP", quality=82)
    image.save(exact, "WEBP", lossless=True)
    assert (encoded.quality is None) == (len(exact.getvalue()) <= len(lossy.getvalue()))
    assert part.stat().st_size <= 1.1 * min(len(lossy.getvalue()), len(exact.getvalue()))


@pytest.mark.parametrize("chroma", ["444", "420"])
def test_a_photo_keeps_the_chroma_of_its_source(chroma: str, tmp_path: Path) -> None:
    image = pictures.photo((320, 240))
    _encode(image, _plan(image, Format.JPEG, Quality(85), chroma=chroma), tmp_path / "part")
    with Image.open(tmp_path / "part") as found:
        assert found.layer[0][1:3] == ((1, 1) if chroma == "444" else (2, 2))  # type: ignore[attr-defined]


def test_lossless_changes_no_pixel(tmp_path: Path) -> None:
    image = pictures.with_alpha()
    encoded = _encode(image, _plan(image, Format.WEBP, Lossless()), tmp_path / "part")
    assert (encoded.quality, encoded.encodes, encoded.opaque) == (None, 1, False)
    with Image.open(tmp_path / "part") as found:
        assert found.convert("RGBA").tobytes() == image.tobytes()


def test_what_was_encoded_is_told() -> None:
    sink = BytesIO()
    canvases = pictures.animation()
    frames = FrameSequence(
        count=len(canvases),
        produce=lambda: (
            Frame(pixels=canvas, duration_ms=duration)
            for canvas, duration in zip(canvases, pictures.DURATIONS_MS, strict=True)
        ),
        animated=True,
    )

    class Part:
        write_bytes = sink.write

    encoded = encode(frames, _plan(canvases[0], Format.PNG, Quality()), Bundle(), Part(), lambda stage, share: None)  # type: ignore[arg-type]
    assert encoded.opaque
    assert encoded.durations_ms == tuple(pictures.DURATIONS_MS)


def test_progress_rises_to_one_and_what_it_raises_ends_the_encoding(tmp_path: Path) -> None:
    image = pictures.photo((640, 480))
    plan = _plan(image, Format.JPEG, MaxBytes(20_000))
    seen: list[float] = []
    encode(still(Frame(pixels=image)), plan, Bundle(), tmp_path / "part", lambda stage, share: seen.append(share))
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0, 1)

    class CancelledError(Exception):
        pass

    def cancel(stage: Stage, share: float) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        encode(still(Frame(pixels=image)), plan, Bundle(), tmp_path / "part", cancel)
