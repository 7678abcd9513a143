"""Check that an output's size, direction, colours, depth and transparency are as planned."""

from collections.abc import Iterator

from workers.facts import ColorModel, Facts, Hdr
from workers.formats import SPECS, Alpha
from workers.image.formats.registry import CODECS
from workers.image.goals.encoded import Encoded
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.color import is_implied
from workers.image.verify.broken import Broken
from workers.outcome import Checked, Promise, Verdict
from workers.plan import Loss, Method, Plan
from workers.recipe import Lossless

_SPACES = {
    ColorModel.GREY: "GRAY",
    ColorModel.BILEVEL: "GRAY",
    ColorModel.FLOAT: "GRAY",
    ColorModel.CMYK: "CMYK",
    ColorModel.LAB: "Lab",
}


def check_size(plan: Plan, facts: Facts, told: Encoded, *, is_first: bool) -> Checked:
    """Width and height; later pages of a document may have sizes of their own."""
    planned = told.size or (plan.width, plan.height)
    if (facts.width, facts.height) != planned and (is_first or plan.facts.pages == 1):
        raise Broken(Promise.SIZE, f"{facts.width}x{facts.height} instead of {planned[0]}x{planned[1]}")
    same = planned == plan.view
    return Checked(promise=Promise.SIZE, verdict=Verdict.KEPT if same else Verdict.CHANGED)


def check_upright(plan: Plan, facts: Facts) -> Checked:
    """The pixels are upright and no tag turns them again, or those of the source are still turned by the same one."""
    expected = 1 if plan.turns else plan.facts.orientation
    if facts.orientation != expected:
        raise Broken(Promise.UPRIGHT, f"orientation {facts.orientation} instead of {expected}")
    return Checked(promise=Promise.UPRIGHT, verdict=Verdict.CHANGED if plan.turns else Verdict.KEPT)


def check_colors(plan: Plan, bundle: Bundle, facts: Facts, written: Bundle, told: Encoded) -> Checked:
    """The profile is the one that the pixels are in, and fits them."""
    # A packer may make grey of it, for which the same chunks imply another profile.
    by_chunks = is_implied(bundle) and written.color_chunks == bundle.color_chunks
    is_same = (written.icc or None) == (bundle.icc or None) or by_chunks
    if SPECS[plan.format].icc and Loss.PROFILE not in plan.losses and not is_same:
        raise Broken(Promise.COLORS, f"a profile of {len(written.icc or b'')} bytes, not {len(bundle.icc or b'')}")
    if plan.facts.hdr in {Hdr.PQ, Hdr.HLG} and Loss.HDR not in plan.losses and written.codes != bundle.codes:
        raise Broken(Promise.COLORS, f"{written.codes} instead of {bundle.codes}")
    if facts.profile_space is not None and facts.profile_space != _SPACES.get(facts.model, "RGB"):
        raise Broken(Promise.COLORS, f"a profile for {facts.profile_space} on {facts.model} pixels")
    if SPECS[plan.format].gain_map and written.gain_map != bundle.gain_map:
        raise Broken(Promise.COLORS, "another gain map" if written.gain_map else "no gain map")
    if {Loss.COLORS, Loss.PRESS_COLORS, Loss.PROFILE, Loss.HDR, Loss.GAIN_MAP} & set(plan.losses):
        return Checked(promise=Promise.COLORS, verdict=Verdict.LOST)
    is_changed = plan.to_srgb or told.colors is not None
    return Checked(promise=Promise.COLORS, verdict=Verdict.CHANGED if is_changed else Verdict.KEPT)


def check_depth(plan: Plan, facts: Facts) -> Iterator[Checked]:
    """Deep channels stay deep unless their loss was announced."""
    if plan.facts.bits <= 8:
        return
    if Loss.DEPTH in plan.losses:
        yield Checked(promise=Promise.DEPTH, verdict=Verdict.LOST)
    elif facts.bits < plan.facts.bits:
        raise Broken(Promise.DEPTH, f"{facts.bits} bits instead of {plan.facts.bits}")
    else:
        yield Checked(promise=Promise.DEPTH, verdict=Verdict.KEPT)


def check_transparency(plan: Plan, facts: Facts, told: Encoded) -> Iterator[Checked]:
    """What was transparent still is, or lies on the background that was asked for."""
    if not plan.facts.alpha:
        return
    if plan.background is not None:
        # An icon always has a mask.
        if facts.alpha and not CODECS[plan.format].writer.always_alpha:
            raise Broken(Promise.TRANSPARENCY, "transparent in spite of a background")
        lost = Loss.TRANSPARENCY in plan.losses
        yield Checked(promise=Promise.TRANSPARENCY, verdict=Verdict.LOST if lost else Verdict.CHANGED)
        return
    if not facts.alpha and plan.method is Method.ENCODE and not told.opaque:
        raise Broken(Promise.TRANSPARENCY, "no transparency")
    yield Checked(promise=Promise.TRANSPARENCY, verdict=_transparency(plan))


def _transparency(plan: Plan) -> Verdict:
    if Loss.SOFT_EDGES in plan.losses:
        return Verdict.LOST
    is_exact = isinstance(plan.goal, Lossless) or SPECS[plan.format].alpha is not Alpha.LIKE_COLORS
    return Verdict.KEPT if is_exact or plan.method is not Method.ENCODE else Verdict.NEARLY
