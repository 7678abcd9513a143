"""Check that what was to go along with the pixels is there, and what was to go is gone."""

from collections.abc import Iterator

from workers.facts import Facts
from workers.formats import SPECS
from workers.image.formats.metadata import fit
from workers.image.formats.registry import CODECS
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.exif import opened
from workers.image.verify.broken import Broken
from workers.outcome import Checked, Promise, Verdict
from workers.plan import Loss, Plan
from workers.recipe import Metadata

_ORIENTATION = 0x0112
_RESOLUTION = frozenset(("first", tag) for tag in (0x011A, 0x011B, 0x0128))
_DESCRIPTION_LOSSES = frozenset({Loss.XMP, Loss.IPTC, Loss.COMMENT, Loss.TEXT})


def check_metadata(plan: Plan, bundle: Bundle, facts: Facts, written: Bundle) -> Iterator[Checked]:
    """Camera data (EXIF), description (XMP, IPTC, comments, texts) and location."""
    wanted = fit(bundle, CODECS[plan.format])
    yield from _camera_data(plan, wanted, written)
    yield from _description(plan, wanted, written)
    yield from _location(plan, facts)


def _camera_data(plan: Plan, wanted: Bundle, written: Bundle) -> Iterator[Checked]:
    can_hold = SPECS[plan.format].exif and Loss.EXIF not in plan.losses
    if wanted.exif is not None and can_hold:
        # A TIFF's resolution is its own, and right where that of the block is none.
        _compare_exif(
            wanted.exif, written.exif, _RESOLUTION if CODECS[plan.format].writer.own_resolution else frozenset()
        )
        if not plan.facts.exif:  # a resolution that has no other place
            return
        is_tag_alone = plan.metadata is Metadata.NONE  # which turns the picture
        yield Checked(promise=Promise.CAMERA_DATA, verdict=Verdict.REMOVED if is_tag_alone else Verdict.KEPT)
    elif plan.facts.exif:
        gone = Verdict.REMOVED if wanted.exif is None else Verdict.LOST
        yield Checked(promise=Promise.CAMERA_DATA, verdict=gone)


def _compare_exif(wanted: bytes, written: bytes | None, own: frozenset[tuple[str, int]]) -> None:
    if written == wanted:
        return
    expected, found = opened(wanted), opened(written)
    if expected is None:
        return
    if found is None:
        if expected.values().keys() <= own:
            return
        raise Broken(Promise.CAMERA_DATA, "no EXIF")
    if found.maker_note != expected.maker_note:
        raise Broken(Promise.CAMERA_DATA, "another MakerNote")
    values = found.values()
    for key, value in expected.values().items():
        if key[1] != _ORIENTATION and key not in own and values.get(key) != value:
            raise Broken(Promise.CAMERA_DATA, f"tag {key[1]:#06x} of {key[0]}")


def _description(plan: Plan, wanted: Bundle, written: Bundle) -> Iterator[Checked]:
    spec, lost = SPECS[plan.format], set(plan.losses)
    parts = (
        ("XMP", spec.xmp and Loss.XMP not in lost, wanted.xmp, written.xmp),
        (
            "extended XMP",
            CODECS[plan.format].writer.extended_xmp and Loss.XMP not in lost,
            wanted.xmp_extended,
            written.xmp_extended,
        ),
        ("IPTC", spec.iptc and Loss.IPTC not in lost, wanted.photoshop, written.photoshop),
        ("a text", spec.text and Loss.TEXT not in lost, wanted.texts, written.texts),
    )
    for name, can_hold, expected, found in parts:
        if can_hold and expected and found != expected:
            raise Broken(Promise.DESCRIPTION, f"{name} is another one" if found else f"no {name}")
    before = plan.facts
    if not (before.xmp or before.iptc or before.comment or before.text):
        return
    if lost & _DESCRIPTION_LOSSES:
        yield Checked(promise=Promise.DESCRIPTION, verdict=Verdict.LOST)
    elif not any((wanted.xmp, wanted.photoshop, wanted.comments, wanted.texts)):
        yield Checked(promise=Promise.DESCRIPTION, verdict=Verdict.REMOVED)
    else:
        yield Checked(promise=Promise.DESCRIPTION, verdict=Verdict.KEPT)


def _location(plan: Plan, facts: Facts) -> Iterator[Checked]:
    if plan.metadata is not Metadata.ALL and facts.location:
        raise Broken(Promise.LOCATION, "the location is still in it")
    if not plan.facts.location:
        return
    if plan.metadata is not Metadata.ALL:
        yield Checked(promise=Promise.LOCATION, verdict=Verdict.REMOVED)
    else:
        yield Checked(promise=Promise.LOCATION, verdict=Verdict.KEPT if facts.location else Verdict.LOST)
