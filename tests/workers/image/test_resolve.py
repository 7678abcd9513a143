"""A plan is decided once, with a reason for everything and every loss named."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from workers.errors import ErrorCode, Failure
from workers.facts import ColorModel, Facts, Hdr
from workers.formats import SPECS, WRITABLE, Format
from workers.image.metadata.bundle import Bundle, Text
from workers.image.resolve import resolve
from workers.image.resolve.size import Sized, resolve_size
from workers.plan import Choice, Handling, Loss, Method, MostPlays, Plan, Reason, ToBits, ToFormat, Topic
from workers.recipe import (
    AsItIs,
    Box,
    ColorSpace,
    Fit,
    Frames,
    LongEdge,
    Lossless,
    MaxBytes,
    Percent,
    Quality,
    Recipe,
    SameLook,
    ShortEdge,
    Size,
)

SIDE_LIMIT = 2**31

sides = st.integers(1, 60_000)
asked_sides = st.integers(1, 100_000)
sizes = st.one_of(
    st.just(AsItIs()),
    st.builds(LongEdge, asked_sides),
    st.builds(ShortEdge, asked_sides),
    st.builds(Percent, st.floats(0.01, 1000)),
    st.builds(Box, asked_sides, asked_sides, st.sampled_from(Fit)),
    st.builds(lambda px: Box(width=px), asked_sides),
    st.builds(lambda px: Box(height=px), asked_sides),
)


def sized(width: int, height: int, size: Size, *, enlarge: bool = False, max_side: int = SIDE_LIMIT) -> Sized:
    return resolve_size(width, height, size, enlarge=enlarge, max_side=max_side)


@given(sides, sides, sizes)
def test_nothing_is_enlarged_unless_asked(width: int, height: int, size: Size) -> None:
    found = sized(width, height, size)
    part_width, part_height = (found.crop.width, found.crop.height) if found.crop else (width, height)
    assert found.width <= part_width
    assert found.height <= part_height


@given(sides, sides, sizes, st.booleans(), st.integers(1, 70_000))
def test_no_side_is_ever_below_one_pixel_or_above_the_limit(
    width: int, height: int, size: Size, enlarge: bool, max_side: int
) -> None:
    found = sized(width, height, size, enlarge=enlarge, max_side=max_side)
    assert 1 <= found.width <= max_side
    assert 1 <= found.height <= max_side


@given(sides, sides, sizes, st.booleans())
def test_the_shape_is_kept_within_half_a_pixel(width: int, height: int, size: Size, enlarge: bool) -> None:
    found = sized(width, height, size, enlarge=enlarge)
    if found.crop is not None or found.fit is Fit.EXACT or (isinstance(size, Box) and size.fit is Fit.COVER):
        return  # a box that is covered cuts whole pixels, so a picture of a few pixels gives way in its shape
    # One scale must explain both sides, each rounded by at most half a pixel (a side of one pixel may be rounded up to it).
    least = max((found.width - 0.5) / width, (found.height - 0.5) / height)
    most = min(
        (found.width + 0.5) / width if found.width > 1 or width == 1 else float("inf"),
        (found.height + 0.5) / height if found.height > 1 or height == 1 else float("inf"),
    )
    if min(found.width, found.height) > 1:
        assert least <= most + 1e-9


@given(sides, sides, st.builds(Box, asked_sides, asked_sides, st.just(Fit.COVER)))
def test_a_covering_crop_lies_in_the_middle_of_the_picture(width: int, height: int, box: Size) -> None:
    found = sized(width, height, box)
    if found.crop is None:
        return
    crop = found.crop
    assert crop.left >= 0
    assert crop.top >= 0
    assert crop.left + crop.width <= width
    assert crop.top + crop.height <= height
    assert abs(width - crop.width - 2 * crop.left) <= 1
    assert abs(height - crop.height - 2 * crop.top) <= 1
    assert crop.width == width or crop.height == height


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (LongEdge(2000), (2000, 1333)),
        (ShortEdge(1000), (1500, 1000)),
        (Percent(50), (3000, 2000)),
        (Box(width=300), (300, 200)),
        (Box(height=300), (450, 300)),
        (Box(1000, 1000, Fit.INSIDE), (1000, 667)),
        (Box(1000, 1000, Fit.COVER), (1000, 1000)),
        (Box(1000, 200, Fit.EXACT), (1000, 200)),
        (LongEdge(9000), (6000, 4000)),
        (Percent(0.001), (1, 1)),
    ],
)
def test_a_photo_of_24_megapixels_gets_the_size_asked_for(size: Size, expected: tuple[int, int]) -> None:
    found = sized(6000, 4000, size)
    assert (found.width, found.height) == expected


def test_a_covered_box_uses_the_largest_centred_part() -> None:
    found = sized(6000, 4000, Box(1000, 1000, Fit.COVER))
    assert found.crop is not None
    assert (found.crop.left, found.crop.top, found.crop.width, found.crop.height) == (1000, 0, 4000, 4000)


def test_a_picture_smaller_than_a_covered_box_is_cut_to_its_shape_at_its_own_resolution() -> None:
    found = sized(600, 400, Box(1000, 1000, Fit.COVER))
    assert (found.width, found.height, found.reason) == (400, 400, Reason.NEVER_ENLARGED)


def test_enlarging_happens_when_asked() -> None:
    found = sized(600, 400, LongEdge(1200), enlarge=True)
    assert (found.width, found.height) == (1200, 800)


def facts(**changes: object) -> Facts:
    known = {"format": Format.JPEG, "bytes": 5_000_000, "width": 6000, "height": 4000, "quality": 92, "chroma": "420"}
    return Facts(**(known | changes))  # type: ignore[arg-type]


def planned(source: Facts, bundle: Bundle | None = None, **asked: object) -> Plan:
    return resolve(source, Recipe(**asked), bundle or Bundle())  # type: ignore[arg-type]


def reasons(plan: Plan, topic: Topic) -> list[tuple[Choice, Reason]]:
    return [(decision.choice, decision.reason) for decision in plan.decisions if decision.topic is topic]


def test_the_format_stays_the_sources_own() -> None:
    plan = planned(facts())
    assert plan.format is Format.JPEG
    assert reasons(plan, Topic.FORMAT) == [(ToFormat(Format.JPEG), Reason.SAME_AS_SOURCE)]


def test_heic_becomes_what_opens_everywhere() -> None:
    assert planned(facts(format=Format.HEIC)).format is Format.JPEG
    transparent = planned(facts(format=Format.HEIC, alpha=True))
    assert transparent.format is Format.PNG
    assert reasons(transparent, Topic.FORMAT) == [(ToFormat(Format.PNG), Reason.TRANSPARENT)]


def test_a_format_without_its_extra_is_refused_with_the_extras_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.image.resolve.target.find_spec", lambda name: None)
    with pytest.raises(Failure) as caught:
        planned(facts(), format=Format.JXL)
    assert caught.value.code is ErrorCode.FORMAT_NOT_AVAILABLE


def test_a_source_that_nothing_here_reads_is_refused_when_it_is_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    """`explain` once promised what `run` refused without the extra."""
    monkeypatch.setattr("workers.image.resolve.target.find_spec", lambda _: None)
    with pytest.raises(Failure) as caught:
        planned(facts(format=Format.JXL), format=Format.PNG)
    assert caught.value.code is ErrorCode.FORMAT_NOT_AVAILABLE
    assert caught.value.facts.extra == "jxl"
    assert caught.value.facts.extra == "jxl"


@pytest.mark.parametrize("target", [spec for spec in WRITABLE if spec not in {Format.HEIC, Format.JXL}])
def test_the_output_fits_into_its_format(target: Format) -> None:
    plan = planned(facts(width=90_000, height=300), format=target)
    assert max(plan.width, plan.height) <= SPECS[target].max_side


def test_transparency_is_laid_on_white_where_the_target_has_none() -> None:
    plan = planned(facts(format=Format.PNG, alpha=True), format=Format.JPEG)
    assert plan.background == "#ffffff"
    assert Loss.TRANSPARENCY in plan.losses


def test_transparency_laid_on_a_colour_because_it_was_asked_is_no_loss() -> None:
    plan = planned(facts(format=Format.PNG, alpha=True), format=Format.WEBP, flatten=True, background="#102030")
    assert plan.background == "#102030"
    assert Loss.TRANSPARENCY not in plan.losses


def test_soft_edges_are_lost_in_gif() -> None:
    assert Loss.SOFT_EDGES in planned(facts(format=Format.PNG, alpha=True), format=Format.GIF).losses


def test_press_colours_stay_where_the_target_holds_them() -> None:
    press = facts(model=ColorModel.CMYK, profile="FOGRA39", profile_space="CMYK")
    assert not planned(press, size=LongEdge(100)).to_srgb
    there = planned(press, format=Format.WEBP)
    assert there.to_srgb
    assert Loss.PRESS_COLORS in there.losses


def test_a_profile_is_applied_where_the_target_holds_none() -> None:
    wide = facts(profile="Display P3", profile_space="RGB")
    assert planned(wide, format=Format.GIF).to_srgb
    assert not planned(wide, format=Format.PNG).to_srgb


def test_a_grey_profile_is_applied_where_grey_is_stored_as_colour() -> None:
    grey = facts(model=ColorModel.GREY, profile="Dot Gain 20%", profile_space="GRAY")
    assert planned(grey, format=Format.WEBP).to_srgb
    assert not planned(grey, format=Format.PNG).to_srgb


def test_a_profile_that_does_not_fit_is_named() -> None:
    plan = planned(facts(model=ColorModel.GREY, profile="sRGB", profile_space="RGB"), size=LongEdge(10))
    assert (Handling.KEEP, Reason.PROFILE_DOES_NOT_FIT) in reasons(plan, Topic.COLORS)
    assert Loss.PROFILE in plan.losses


def test_16_bit_grey_stays_where_it_can() -> None:
    deep = facts(format=Format.PNG, model=ColorModel.GREY, bits=16)
    assert Loss.DEPTH not in planned(deep, size=LongEdge(100)).losses
    assert Loss.DEPTH not in planned(deep, format=Format.TIFF).losses
    assert Loss.DEPTH in planned(deep, format=Format.WEBP).losses


def test_16_bit_colour_needs_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.image.resolve.colors.is_there", lambda: False)
    plan = planned(facts(format=Format.TIFF, bits=16), size=LongEdge(100))
    assert Loss.DEPTH in plan.losses
    assert reasons(plan, Topic.DEPTH) == [(ToBits(8), Reason.NEEDS_EXTRA)]


def test_deep_colour_that_is_not_touched_keeps_its_bytes() -> None:
    plan = planned(facts(format=Format.TIFF, bits=16, lossless=True))
    assert plan.method is Method.COPY
    assert plan.losses == ()


def test_hdr_is_named_as_a_loss() -> None:
    assert Loss.HDR in planned(facts(format=Format.AVIF, hdr=Hdr.PQ), format=Format.JPEG).losses
    assert Loss.GAIN_MAP in planned(facts(hdr=Hdr.GAIN_MAP), format=Format.WEBP).losses


@pytest.mark.parametrize("goal", [Quality(92), Quality(90), Lossless(), MaxBytes(9_000_000)])
def test_a_jpeg_that_is_good_enough_is_not_encoded_again(goal: object) -> None:
    assert planned(facts(), goal=goal).method is Method.REPACK


@pytest.mark.parametrize("goal", [Quality(80), SameLook(), MaxBytes(100_000)])
def test_a_jpeg_above_the_goal_is_encoded(goal: object) -> None:
    assert planned(facts(), goal=goal).method is Method.ENCODE


@pytest.mark.parametrize(
    "change",
    [{"size": LongEdge(100)}, {"format": Format.WEBP}, {"color": ColorSpace.SRGB}],
)
def test_what_changes_pixels_is_encoded(change: dict[str, Any]) -> None:
    source = facts(quality=50, profile="Display P3", profile_space="RGB")
    assert planned(source, **change).method is Method.ENCODE


def test_a_turned_jpeg_above_the_goal_is_encoded_upright() -> None:
    plan = planned(facts(orientation=6))
    assert plan.method is Method.ENCODE
    assert reasons(plan, Topic.ORIENTATION) == [(Handling.TURNED, Reason.TAGGED)]


def test_a_turned_jpeg_within_the_goal_keeps_its_coefficients_and_its_tag() -> None:
    plan = planned(facts(quality=50, orientation=6))
    assert plan.method is Method.REPACK
    assert reasons(plan, Topic.ORIENTATION) == [(Handling.BY_ITS_TAG, Reason.SAME_AS_SOURCE)]


def test_lossless_cannot_be_had_from_jpeg_and_says_so() -> None:
    plan = planned(facts(format=Format.PNG), format=Format.JPEG, goal=Lossless())
    assert Loss.EXACT_PIXELS in plan.losses


def test_a_png_is_repacked_and_a_gif_copied() -> None:
    assert planned(facts(format=Format.PNG, lossless=True), goal=Lossless()).method is Method.REPACK
    assert planned(facts(format=Format.GIF, lossless=True)).method is Method.COPY


def test_every_frame_goes_along_where_the_target_holds_them() -> None:
    gif = facts(format=Format.GIF, frames=12, alpha=True)
    plan = planned(gif, format=Format.WEBP)
    assert (plan.frames, plan.stills) == (12, 1)
    assert Loss.ANIMATION not in plan.losses


@pytest.mark.parametrize(("target", "most"), [(Format.GIF, 65_536), (Format.WEBP, 65_535), (Format.PNG, 2**31 - 1)])
def test_more_plays_than_a_target_counts_are_named(target: Format, most: int) -> None:
    source = Format.WEBP if target is Format.PNG else Format.PNG
    film = facts(format=source, frames=12, plays=most)
    assert Loss.LOOP not in planned(film, format=target).losses
    plan = planned(replace(film, plays=most + 1), format=target)
    assert Loss.LOOP in plan.losses
    assert MostPlays(most) in [decision.choice for decision in plan.decisions]


def test_frames_and_pages_become_stills_where_the_target_holds_one() -> None:
    frames = planned(facts(format=Format.GIF, frames=12), format=Format.JPEG)
    assert (frames.frames, frames.stills) == (12, 12)
    assert Loss.ANIMATION in frames.losses
    pages = planned(facts(format=Format.TIFF, pages=3), format=Format.PNG)
    assert (pages.frames, pages.stills) == (3, 3)
    assert Loss.PAGES in pages.losses


def test_the_first_page_alone_is_no_loss_when_asked() -> None:
    plan = planned(facts(format=Format.TIFF, pages=3), format=Format.PNG, frames=Frames.FIRST)
    assert (plan.frames, plan.stills) == (1, 1)
    assert plan.losses == ()


def test_metadata_the_target_cannot_hold_is_named() -> None:
    bundle = Bundle(texts=(Text(keyword="Title", text="A hill"),), comments=(b"by me",))
    plan = planned(facts(format=Format.PNG, text=True, comment=True), bundle, format=Format.WEBP)
    assert {Loss.TEXT, Loss.COMMENT} <= set(plan.losses)


def test_memory_grows_with_what_is_decoded_and_not_with_what_draft_leaves_out() -> None:
    small = planned(facts(), size=LongEdge(700))
    large = planned(facts(), size=LongEdge(5000))
    assert small.peak_bytes < large.peak_bytes
    assert planned(facts(format=Format.PNG), size=LongEdge(700)).peak_bytes > 6000 * 4000 * 4
