"""What of a source's metadata goes into the output, and what of it has to be set right."""

from collections.abc import Callable
from math import inf
from typing import assert_never

from msgspec.structs import replace

from workers.errors import Failure
from workers.image.metadata import exif, iptc, maker_segments, rights, xmp, xmp_history, xmp_pixels
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.xmp_pixels import Change
from workers.plan import Loss
from workers.recipe import Metadata

_SHORT_HISTORY, _SHARE_OF_HISTORY = 64_000, 0.1
"""Bytes that nobody minds, and the share of the picture's from which on a history outweighs it."""


def apply(
    bundle: Bundle,
    policy: Metadata,
    *,
    change: Change | None,
    quarter: bool = False,
    tag: int | None = 1,
    holds_gain_map: bool = True,
    coded_anew: bool = False,
    picture_bytes: float = inf,
) -> Bundle:
    """The bundle as the output carries it: chosen by the policy, and true of its pixels after `change`.

    Where that is None, what it says of its size stays as it is, right or wrong: nobody asked about that. `tag` is the
    orientation it states, 1 for upright pixels; another one is stated whatever the policy, for without it the picture would
    lie on its side; None leaves what there is, where something else turns the picture. `quarter` says that across and down
    change places; `coded_anew`, that of the pictures beside the first only the bundle's gain map comes along. `picture_bytes`
    is about what the pixels take: a history that outweighs them goes. The MakerNote keeps its place, and every byte that
    names none. A part that has to be changed but cannot be read is left out and named in `losses`. The colour profile and the
    colour chunks are no metadata and stay.
    """
    if quarter:
        bundle = _with_sides_changed(bundle)
    bundle = _promoted(bundle)
    match policy:
        case Metadata.ALL:
            chosen = bundle
        case Metadata.NO_LOCATION:
            chosen = _without_location(bundle)
        case Metadata.COPYRIGHT:
            chosen = rights.only(bundle, tag)
        case Metadata.NONE:
            chosen = _nothing(bundle, tag)
        case _:
            assert_never(policy)
    is_promise_false = coded_anew if chosen.gain_map is None else not holds_gain_map
    if is_promise_false:
        chosen = without_gain_map(chosen)
    if Loss.MOTION in chosen.losses and chosen.xmp is not None:
        chosen = _without_motion(chosen)
    return _set_right(_without_long_history(chosen, picture_bytes), tag=tag, change=change)


def resized(bundle: Bundle, before: tuple[int, int], after: tuple[int, int]) -> Bundle:
    """A bundle that an output carries, set right for another size in pixels."""
    return _set_right(bundle, tag=None, change=Change(before=before, after=after))


def _without_long_history(bundle: Bundle, picture_bytes: float) -> Bundle:
    """The bundle without what only records its history, where that has more than a tenth of the picture's bytes."""
    try:
        packets = [packet for packet in (bundle.xmp, bundle.xmp_extended) if packet]
        count = sum(map(xmp_history.size, packets))
        if count <= max(_SHORT_HISTORY, picture_bytes * _SHARE_OF_HISTORY):
            return bundle
        main, extended = (packet and xmp_history.without(packet) for packet in (bundle.xmp, bundle.xmp_extended))
    except Failure:
        return bundle
    return replace(bundle, xmp=main, xmp_extended=extended, losses=(*bundle.losses, Loss.HISTORY))


def _with_sides_changed(bundle: Bundle) -> Bundle:
    block = exif.opened(bundle.exif)
    if block is not None and block.dpi is not None:
        block.set_dpi(block.dpi[::-1])
    return replace(bundle, exif=bytes(block) if block else bundle.exif, dpi=bundle.dpi[::-1] if bundle.dpi else None)


def _promoted(bundle: Bundle) -> Bundle:
    """The bundle with an XMP packet that stands in the EXIF block alone in its usual place."""
    block = exif.opened(bundle.exif) if bundle.xmp is None else None
    packet = block.xmp if block else None
    return replace(bundle, xmp=packet) if packet else bundle


def _nothing(bundle: Bundle, tag: int | None) -> Bundle:
    promise = _patched(bundle.xmp, xmp.only_gain_map, []) if bundle.gain_map else None
    losses = tuple(loss for loss in bundle.losses if loss in rights.OF_PIXELS)
    return Bundle(
        exif=rights.spell({}, tag),
        icc=bundle.icc,
        color_chunks=bundle.color_chunks,
        gain_map=bundle.gain_map,
        xmp=promise,
        losses=losses,
    )


def _without_location(bundle: Bundle) -> Bundle:
    lost: list[Loss] = []
    block = exif.opened(bundle.exif)
    if block is not None:
        block.drop_location()
    elif bundle.exif:
        lost.append(Loss.EXIF)
    main = _patched(bundle.xmp, xmp.without_location, lost)
    extended = _patched(bundle.xmp_extended, xmp.without_location, lost) if main else None
    photoshop = iptc.without_location(bundle.photoshop) if bundle.photoshop else None
    others = maker_segments.without_places(
        bundle.others, block.texts((exif.MAKE,)).get(exif.MAKE, b"") if block else b""
    )
    if len(others) < len(bundle.others):
        lost.append(Loss.OTHER)
    return replace(
        bundle,
        exif=bytes(block) if block else None,
        xmp=main,
        xmp_extended=extended,
        photoshop=photoshop or None,
        texts=tuple(text for text in bundle.texts if not xmp.names_place(text.keyword)),
        others=others,
        losses=(*bundle.losses, *lost),
    )


def _patched(packet: bytes | None, patch: Callable[[bytes], bytes | None], lost: list[Loss]) -> bytes | None:
    if packet is None:
        return None
    try:
        return patch(packet)
    except Failure:
        lost.append(Loss.XMP)
        return None


def without_gain_map(bundle: Bundle) -> Bundle:
    """The bundle without a gain map, which is a loss where it has one, and without what promises it."""
    lost = [Loss.GAIN_MAP] if bundle.gain_map is not None else []
    main = _patched(bundle.xmp, xmp.without_gain_map, lost)
    return replace(bundle, gain_map=None, xmp=main, losses=(*bundle.losses, *lost))


def _without_motion(bundle: Bundle) -> Bundle:
    lost: list[Loss] = []
    main = _patched(bundle.xmp, xmp.without_motion, lost)
    return replace(bundle, xmp=main, losses=(*bundle.losses, *lost))


def _set_right(bundle: Bundle, *, tag: int | None, change: Change | None) -> Bundle:
    block = exif.opened(bundle.exif)
    lost: list[Loss] = []
    if block is not None:
        if tag is not None:
            block.set_orientation(tag)
        block.drop_copies()
        if change is not None and _follows(block, change):
            lost.append(Loss.PLACES)
    main = _patched(bundle.xmp, lambda packet: _true_packet(packet, tag, change, lost), lost)
    extended = bundle.xmp_extended if main else None
    if extended and change is not None:
        extended = _patched(extended, lambda packet: _true_packet(packet, tag, change, lost), lost)
    if main and extended:
        main = _patched(main, lambda packet: xmp.named(packet, extended), lost)
    photoshop = bundle.photoshop
    return replace(
        bundle,
        exif=bytes(block) if block else bundle.exif,
        xmp=main,
        xmp_extended=extended if main else None,
        photoshop=(iptc.of_other_pixels(photoshop) or None) if change is not None and photoshop else photoshop,
        losses=tuple(dict.fromkeys((*bundle.losses, *lost))),
    )


def _follows(block: exif.Exif, change: Change) -> bool:
    """Set right what EXIF says in pixels; whether something of it had to go."""
    block.set_size(*change.after)
    block.drop_thumbnail()
    if not change.same_view:
        return block.drop_subject()
    block.move_subject(*change.factors)
    return False


def _true_packet(packet: bytes, tag: int | None, change: Change | None, lost: list[Loss]) -> bytes:
    try:
        true = xmp_pixels.stating(packet, tag, change)
        if change is None:
            return true
        kept = xmp_pixels.without_places(true, change)
    except Failure:
        return packet  # not XML at all: carried as it is, it cannot say anything wrong to an XML reader
    if len(kept) < len(true):
        lost.append(Loss.PLACES)
    return xmp_pixels.with_moved_places(kept, change)


def has_location(bundle: Bundle) -> bool:
    """Whether EXIF, XMP, IPTC or the name of a text name a place."""
    block = exif.opened(bundle.exif)
    if block is not None and block.has_location:
        return True
    try:
        if xmp.has_location(bundle.xmp) or xmp.has_location(bundle.xmp_extended):
            return True
    except Failure:
        pass
    return iptc.has_location(bundle.photoshop) or any(xmp.names_place(text.keyword) for text in bundle.texts)
