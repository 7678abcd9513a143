"""A JPEG is judged by its pixels: untidy but whole is done and told, cut is cut, and damage inside is damage."""

import random
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.support.pictures import encoded, photo
from workers.errors import ErrorCode, Failure
from workers.facts import Flaw
from workers.formats import Format
from workers.image import pipeline
from workers.image.decode import decode
from workers.image.formats.tidy import tidied
from workers.image.thumbnail import preview
from workers.outcome import Outcome
from workers.plan import Reason, TakenAs, Topic
from workers.recipe import LongEdge, Lossless, Metadata, Quality, Recipe

END = b"\xff\xd9"
KINDS: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "progressive": {"progressive": True},
    "restarts": {"restart_marker_rows": 2},
    "small restarts": {"restart_marker_blocks": 7},
    "grey": {"mode": "L"},
    "progressive grey": {"mode": "L", "progressive": True},
    "cmyk": {"mode": "CMYK"},
}
Change = Callable[[bytes], bytes]


def jpeg(kind: str, size: tuple[int, int] = (640, 480), *, grey_foot: bool = False) -> bytes:
    arguments = dict(KINDS[kind])
    image = photo(size).convert(str(arguments.pop("mode", "RGB")))
    if grey_foot:
        image.paste((128,) * len(image.getbands()), (0, size[1] * 9 // 10, *size))
    return encoded(image, quality=85, **arguments)


def chance(count: int, seed: int = 1) -> bytes:
    """Bytes by chance without FF."""
    choose = random.Random(seed)
    return bytes(choose.randrange(255) for _ in range(count))


def pixels(data: bytes, edge: int = 10_000) -> np.ndarray:
    plan = pipeline.plan(BytesIO(data), Recipe(size=LongEdge(edge)))
    return np.asarray(decode(tidied(BytesIO(data))[0], plan).first().image)


def made(data: bytes, part: Path, recipe: Recipe) -> Outcome:
    part.write_bytes(b"")
    return pipeline.make(pipeline.plan(BytesIO(data), recipe), BytesIO(data), part, lambda stage, share: None)


def failure_of(data: bytes) -> Failure:
    with pytest.raises(Failure) as caught:
        pixels(data, 300)
    return caught.value


@pytest.mark.parametrize("grey_foot", [False, True], ids=["", "grey foot"])
@pytest.mark.parametrize("kind", KINDS)
def test_at_every_scale_it_is_the_picture_of_the_full_size_scaled_down(kind: str, grey_foot: bool) -> None:
    source = jpeg(kind, (600, 400), grey_foot=grey_foot)
    with Image.open(BytesIO(source)) as whole:
        whole.load()
    for edge in [*range(30, 600, 90), 600]:
        plan = pipeline.plan(BytesIO(source), Recipe(size=LongEdge(edge)))
        image = decode(BytesIO(source), plan).first().image
        assert image.mode == whole.mode
        assert image.width >= edge
        size = (plan.width, plan.height)
        seen, expected = (np.asarray(one.resize(size, Image.Resampling.LANCZOS)).astype(int) for one in (image, whole))
        assert np.abs(seen - expected).mean() < 1.5, edge


UNTIDY: Mapping[str, tuple[Change, set[Flaw]]] = {
    "200 bytes before the end": (lambda data: data[:-2] + b"\x55" * 200 + END, {Flaw.STRAY_BYTES}),
    "200 bytes by chance": (lambda data: data[:-2] + chance(200) + END, {Flaw.STRAY_BYTES}),
    "3,000 bytes by chance": (lambda data: data[:-2] + chance(3000) + END, {Flaw.STRAY_BYTES}),
    "words": (lambda data: data[:-2] + b"made by hand " * 40 + END, {Flaw.STRAY_BYTES}),
    "no end": (lambda data: data[:-2], {Flaw.NO_END}),
    "half an end": (lambda data: data[:-1], {Flaw.NO_END}),
    "a trailer and no end": (lambda data: data[:-2] + b"SEFT" + chance(500), {Flaw.NO_END, Flaw.STRAY_BYTES}),
    "a trailer that looks like markers": (lambda data: data[:-2] + b"\xff\x37\xff\xc4" + chance(500), {Flaw.FOREIGN_END}),
    "a length of 0": (lambda data: data[:2] + b"\xff\xe5\0\0" + data[2:], {Flaw.WRONG_LENGTH}),
    "a length of 1": (lambda data: data[:2] + b"\xff\xfe\0\1" + data[2:], {Flaw.WRONG_LENGTH}),
    "a zero behind the start": (lambda data: data[:2] + b"\0" + data[2:], {Flaw.STRAY_BYTES}),
    "zeros behind the start": (lambda data: data[:2] + bytes(20) + data[2:], {Flaw.STRAY_BYTES}),
}  # fmt: skip


@pytest.mark.parametrize("name", UNTIDY)
@pytest.mark.parametrize("kind", KINDS)
def test_what_every_reader_reads_is_done_and_told(kind: str, name: str, tmp_path: Path) -> None:
    change, flaws = UNTIDY[name]
    source = jpeg(kind, (160, 120))
    untidy = change(source)
    assert np.array_equal(pixels(untidy), pixels(source))
    outcome = made(untidy, tmp_path / "part", Recipe(size=LongEdge(100), goal=Quality(80)))
    assert set(outcome.flaws) == flaws
    preview(BytesIO(untidy), 100)


@pytest.mark.parametrize("name", UNTIDY)
@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(goal=Lossless(), metadata=Metadata.ALL),
        Recipe(goal=Quality(100), metadata=Metadata.ALL),
        Recipe(goal=Lossless(), format=Format.JXL),
    ],
    ids=["packed", "kept", "transcoded"],
)
@pytest.mark.parametrize("kind", ["plain", "progressive"])
def test_pixels_that_go_along_unchanged_end_in_a_tidy_file(
    kind: str, recipe: Recipe, name: str, tmp_path: Path
) -> None:
    if recipe.format is Format.JXL:
        pytest.importorskip("pillow_jxl")
    source = jpeg(kind, (160, 120))
    part = tmp_path / "part"
    made(UNTIDY[name][0](source), part, recipe)
    result = part.read_bytes()
    plan = pipeline.plan(BytesIO(result), Recipe(goal=Quality(80), size=LongEdge(150)))
    again = made(result, tmp_path / "again", Recipe(goal=Quality(80), size=LongEdge(150)))
    assert (plan.facts.flaws, again.flaws) == ((), ())
    if recipe.format is not Format.JXL:
        assert result.endswith(END)
        assert np.array_equal(pixels(result), pixels(source)) or recipe.goal == Quality(100)


def test_the_plan_tells_what_a_header_can_know() -> None:
    plan = pipeline.plan(BytesIO(jpeg("plain")[:-2]), Recipe())
    told = [one for one in plan.decisions if one.topic is Topic.FILE]
    assert [(one.choice, one.reason) for one in told] == [(TakenAs(Flaw.NO_END), Reason.HARMLESS_IF_WHOLE)]
    assert not [one for one in pipeline.plan(BytesIO(jpeg("plain")), Recipe()).decisions if one.topic is Topic.FILE]


def without(data: bytes, first: bytes, behind: bytes) -> bytes:
    return data[: data.index(first)] + data[data.index(behind) :]


def flipped(data: bytes) -> bytes:
    choose, broken = random.Random(7), bytearray(data)
    for _ in range(20):
        broken[choose.randrange(len(data) // 4, len(data) * 3 // 4)] ^= 1 << choose.randrange(8)
    return bytes(broken)


BROKEN: Mapping[str, Change] = {
    "a zeroed sector": lambda data: data[: len(data) // 2] + bytes(512) + data[len(data) // 2 + 512 :],
    "a zeroed cluster": lambda data: data[: len(data) // 2] + bytes(4096) + data[len(data) // 2 + 4096 :],
    "a lost part": lambda data: data[: len(data) // 2] + data[len(data) // 2 + 2000 :],
    "flipped bits": flipped,
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "progressive grey"])
def test_what_breaks_inside_is_damaged(kind: str, name: str) -> None:
    assert failure_of(BROKEN[name](jpeg(kind))).code is ErrorCode.DAMAGED


def test_a_lost_restart_interval_is_damage_at_its_line() -> None:
    """Three intervals of two rows of 16 lines stand before the one that is not there."""
    failure = failure_of(without(jpeg("restarts"), b"\xff\xd2", b"\xff\xd3"))
    assert (failure.code, failure.facts.line, failure.facts.lines) == (ErrorCode.DAMAGED, 64, 480)


def test_a_restart_interval_that_lacks_a_part_is_damaged() -> None:
    source = jpeg("restarts")
    at = source.index(b"\xff\xd3")
    assert failure_of(source[: at - 40] + source[at:]).code is ErrorCode.DAMAGED


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("missing", [1, 3, 40])
def test_a_file_that_lacks_its_last_coded_bytes_ends_early(kind: str, missing: int) -> None:
    assert failure_of(jpeg(kind)[: -2 - missing]).code is ErrorCode.ENDS_EARLY


def test_data_of_the_picture_that_are_left_over_are_damage_and_no_stray_bytes() -> None:
    whole, shorter = jpeg("plain"), jpeg("plain", (640, 400))
    spliced = shorter[: shorter.index(b"\xff\xda")] + whole[whole.index(b"\xff\xda") :]
    assert failure_of(spliced).code is ErrorCode.DAMAGED


def test_the_mark_of_the_end_stands_behind_the_header_of_a_scan_that_is_missing() -> None:
    data = jpeg("plain")
    scan = data.index(b"\xff\xda")
    end = scan + 2 + int.from_bytes(data[scan + 2 : scan + 4], "big")
    tidy, flaws = tidied(BytesIO(data[: end - 1] + b"\xff" * 4))
    assert flaws == (Flaw.NO_END,)
    assert tidied(tidy)[1] == ()
