"""What an output lacks that its source had, found by comparing what the judges see."""

# ruff: noqa: SIM905 - lists of tags
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.fidelity.judges import Seen
from workers.plan import Loss

_CAMERA = ("IFD0", "ExifIFD", "InteropIFD", "GPS", "Canon")
# How exiftool names in XMP what it names otherwise in IPTC.
_AS_XMP = {
    "Caption-Abstract": "Description", "By-line": "Creator", "By-lineTitle": "AuthorsPosition", "CopyrightNotice": "Rights",
    "Country-PrimaryLocationCode": "CountryCode", "Country-PrimaryLocationName": "Country", "Keywords": "Subject",
    "ObjectName": "Title", "OriginalTransmissionReference": "TransmissionReference", "Province-State": "State",
    "SpecialInstructions": "Instructions", "Sub-location": "Location", "Writer-Editor": "CaptionWriter",
}  # fmt: skip
_DATES = {"DateCreated": ("TimeCreated", "DateCreated"), "DigitalCreationDate": ("DigitalCreationTime", "CreateDate")}
_OF_IIM = frozenset(("CodedCharacterSet", "EnvelopeRecordVersion", "ApplicationRecordVersion"))
# What says how the pixels are stored, not what the camera saw; and what is set right in every output.
_OF_THE_FILE = frozenset(
    """
    ImageWidth ImageHeight BitsPerSample Compression PhotometricInterpretation FillOrder StripOffsets
    SamplesPerPixel RowsPerStrip StripByteCounts PlanarConfiguration Predictor ExtraSamples SampleFormat
    SubfileType PageNumber ColorMap T4Options T6Options YCbCrSubSampling YCbCrPositioning
    TransferFunction ReferenceBlackWhite InkSet NumberofInks TileWidth TileLength TileOffsets
    TileByteCounts MinSampleValue MaxSampleValue JPEGTables NewSubfileType Orientation ExifImageWidth
    ExifImageHeight RelatedImageWidth RelatedImageHeight ApplicationNotes XResolution YResolution
    ResolutionUnit
    """.split()
)
_OF_THE_PACKET = frozenset(("Orientation", "ExifImageWidth", "ExifImageHeight", "HasExtendedXMP", "XMPToolkit"))
_OF_A_FILM = frozenset(("MicroVideo", "MicroVideoVersion", "MicroVideoOffset", "MotionPhoto", "MotionPhotoVersion"))
_COMMENTS = ("File:Comment", "GIF:Comment", "PNG:Comment", "IFD0:ImageDescription")
# What exiftool shows of a PNG's other chunks.
_NO_TEXTS = frozenset(
    """
    ImageWidth ImageHeight BitDepth ColorType Compression Filter Interlace AnimationFrames AnimationPlays
    Gamma SRGBRendering Palette Transparency SignificantBits BackgroundColor WhitePointX WhitePointY RedX
    RedY GreenX GreenY BlueX BlueY ModifyDate ProfileName Comment ImageOffset
    """.split()
)
_PRESS_BANDS = 4
_HDR_TRANSFERS = frozenset({16, 18})
OF_PIXELS = frozenset(
    (Loss.PRESS_COLORS, Loss.DEPTH, Loss.TRANSPARENCY, Loss.SOFT_EDGES, Loss.COLORS, Loss.EXACT_PIXELS)
)
"""What nobody can judge who has not looked at the pixels."""
_UNTOLD_DPI = (72.0, 96.0)


def lost(before: Seen, after: Seen, *, exactly: bool = False) -> set[Loss]:
    """Every loss that the judges find between a source and its output; `exactly` also compares each pixel."""
    found = set(_metadata(before, after)) | set(_several(before, after)) | set(_of_pixels(before, after))
    if exactly and not _same_pixels(before, after, on_white=Loss.TRANSPARENCY in found):
        found.add(Loss.EXACT_PIXELS)
    return found


def _missing(before: Mapping[str, Any], after: Mapping[str, Any], ignored: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in before.items() if key not in ignored and after.get(key) != value}


def _metadata(before: Seen, after: Seen) -> Iterator[Loss]:
    parts = (
        (Loss.EXIF, _CAMERA, _OF_THE_FILE),
        (Loss.XMP, ("XMP-*",), _OF_THE_PACKET | _OF_A_FILM),
    )
    for loss, groups, ignored in parts:
        if _missing(before.group(*groups), after.group(*groups), ignored):
            yield loss
    yield from _of_the_press(before, after)
    comments = " ".join(str(after.tags.get(key, "")) for key in _COMMENTS)
    if any(line not in comments for line in _comments(before)):
        yield Loss.COMMENT
    texts, there = before.group("PNG"), after.group("PNG")
    if _missing(texts, there, _NO_TEXTS):
        yield Loss.TEXT
    if (
        before.dpi
        and round(before.dpi) not in _UNTOLD_DPI
        and (not after.dpi or abs(after.dpi / before.dpi - 1) > 0.01)
    ):
        yield Loss.DPI
    if before.described and not after.described:
        yield Loss.PROFILE
    if _has_gain_map(before) and not _has_gain_map(after):
        yield Loss.GAIN_MAP
    if _moves(before) and not _moves(after):
        yield Loss.MOTION
    if before.transfer in _HDR_TRANSFERS and after.transfer != before.transfer:
        yield Loss.HDR


def _of_the_press(before: Seen, after: Seen) -> Iterator[Loss]:
    if _missing(before.group("IPTC"), after.group("IPTC"), frozenset()) and not _says_as_xmp(before, after):
        yield Loss.IPTC


def _says_as_xmp(before: Seen, after: Seen) -> bool:
    """Whether all that a file says as IPTC stands in the other's XMP."""
    said, there = before.group("IPTC"), after.group("XMP-*")
    for date, (time, name) in _DATES.items():
        if date in said:
            said |= {date: " ".join(said.pop(part) for part in (date, time) if part in said)}
            there |= {date: there.get(name)}
    texts = {_AS_XMP.get(name, name): str(value) for name, value in said.items() if name not in _OF_IIM}
    return all(name in there and str(there[name]) == text for name, text in texts.items())


def _comments(seen: Seen) -> list[str]:
    found = [seen.tags[key] for key in _COMMENTS[:3] if key in seen.tags]
    return [line for text in found for line in str(text).splitlines() if line]


def _has_gain_map(seen: Seen) -> bool:
    return any(key.endswith(":MPImageLength") for key in seen.tags) or any("hdrgm" in key for key in seen.tags)


def _moves(seen: Seen) -> bool:
    return any(name in seen.group("XMP-GCamera") for name in ("MicroVideo", "MotionPhoto"))


def _several(before: Seen, after: Seen) -> Iterator[Loss]:
    first, then = before.several, after.several
    if first.count > 1 and then.count == 1:
        yield Loss.ANIMATION
        return
    if before.pages > 1 and after.pages != before.pages:
        yield Loss.PAGES
    if first.count == 1:
        return
    if (then.count != first.count and abs(sum(then.durations_ms) - sum(first.durations_ms)) > 1) or (
        then.count == first.count
        and any(abs(a - b) > 1 for a, b in zip(first.durations_ms, then.durations_ms, strict=True))
    ):
        yield Loss.FRAME_TIMES
    # Nobody's AVIF says how often; it is shown for ever.
    if (first.plays or 0) != (then.plays or 0):
        yield Loss.LOOP


def _of_pixels(before: Seen, after: Seen) -> Iterator[Loss]:
    if before.stored is None or after.stored is None:
        return
    if _is_press(before) and not _is_press(after):
        yield Loss.PRESS_COLORS
    fewer_bits = (after.bits or 0) < (before.bits or 0)
    if _levels(before.stored) > 256 and (fewer_bits or _levels(after.stored) <= 256):
        yield Loss.DEPTH
    first, then = _alpha(before), _alpha(after)
    if first is not None and first.min() < 250:
        if then is None or then.min() > 250:
            yield Loss.TRANSPARENCY
        elif _is_soft(first) and not _is_soft(then):
            yield Loss.SOFT_EDGES
    if _colours(before.looks) > 256 and _colours(after.looks) <= 256 and not _is_grey(before.looks):
        yield Loss.COLORS


def _is_press(seen: Seen) -> bool:
    kind = seen.tags.get("IFD0:PhotometricInterpretation")
    if seen.path.suffix == ".pdf":
        return b"/DeviceCMYK" in seen.path.read_bytes()
    return kind in {5, 8, 9} or seen.tags.get("File:ColorComponents") == _PRESS_BANDS


def _levels(pixels: NDArray[Any]) -> int:
    return max(len(np.unique(pixels[:, :, band])) for band in range(pixels.shape[2]))


def _alpha(seen: Seen) -> NDArray[np.float64] | None:
    if seen.looks is None or seen.stored is None or seen.stored.shape[2] not in {2, 4} or _is_press(seen):
        return None
    return seen.looks[:, :, 3]


def _is_soft(alpha: NDArray[np.float64]) -> bool:
    return bool(((alpha > 10) & (alpha < 245)).any())


def _colours(looks: NDArray[np.float64] | None) -> int:
    return 0 if looks is None else len(np.unique(np.round(looks[:, :, :3]).reshape(-1, 3), axis=0))


def _is_grey(looks: NDArray[np.float64] | None) -> bool:
    return looks is not None and bool((np.ptp(looks[:, :, :3], axis=2) < 1).all())


def _same_pixels(before: Seen, after: Seen, *, on_white: bool) -> bool:
    first, then = before.stored, after.stored
    if first is None or then is None:
        return False
    if on_white and before.looks is not None and after.looks is not None:
        # Each rounds half a level its own way.
        return bool((abs(_on_white(before.looks) - _on_white(after.looks)) <= 1).all())
    if first.shape[2] == 3 and then.shape[2] == 4 and (then[:, :, 3] == 255).all():
        then = then[:, :, :3]
    return first.shape == then.shape and bool((first == then).all())


def moved(before: Seen, after: Seen) -> float | None:
    """How far the looks differ: the mean of the levels on white, and of the transparency where it was kept.

    Where soft edges became hard ones, only what is opaque in both can be compared.
    """
    if before.looks is None or after.looks is None:
        return None
    if before.looks.shape != after.looks.shape:
        return 255.0
    first, then = before.looks, after.looks
    clear = then[:, :, 3].min() < 250
    if clear and _is_soft(first[:, :, 3]) and not _is_soft(then[:, :, 3]):
        firm = (first[:, :, 3] > 250) & (then[:, :, 3] > 250)
        return float(abs(first - then)[:, :, :3][firm].mean()) if firm.any() else 0.0
    difference = abs(_on_white(first) - _on_white(then)).mean()
    return float(max(difference, abs(first[:, :, 3] - then[:, :, 3]).mean() if clear else 0.0))


def _on_white(looks: NDArray[np.float64]) -> NDArray[np.float64]:
    share = looks[:, :, 3:] / 255
    return looks[:, :, :3] * share + 255 * (1 - share)
