"""Read a JPEG no larger than needed, and notice the damage that libjpeg only warns of."""

from io import BytesIO
from math import ceil
from typing import BinaryIO

from PIL import ImageFile

from workers.binary.source import ByteSource
from workers.facts import Flaw
from workers.image.formats.codec import Loaded
from workers.image.formats.jpeg.coding import JpegCoding, coding
from workers.image.formats.jpeg.extent import MARK_OF_THE_END, Extent, extent
from workers.image.formats.jpeg.huffman import reads_as_picture
from workers.image.formats.jpeg.missing import LOST, Held, all_scans, damaged, ends_early, failure_of, takes_more
from workers.image.formats.jpeg.opening import open_jpeg
from workers.image.formats.jpeg.rows import Scale, Short, Watched, load_rows, set_scale
from workers.image.formats.jpeg.strict import Warned, strictly

# The eighths that libjpeg scales to quickly, and what Pillow's decoder divides by for each.
_SCALES = ((1, 8), (2, 4), (3, 3), (4, 2))
# libjpeg counts a stuffed byte once or twice, so that some are still left after the first cut.
_MOST_CUTS = 4
# What some cameras write too much is not worth a word.
_USUAL_EXCESS = 16


def load_jpeg(source: BinaryIO, needed: tuple[int, int] | None, flaws: tuple[Flaw, ...] = ()) -> Loaded:
    """The stored picture at the smallest of the scales 1, 1/2, 3/8, 1/4, 1/8 that still has `needed` pixels.

    `source` is a file put in order, `flaws` what was untidy in it. Raises Failure ENDS_EARLY or DAMAGED also where libjpeg
    fills the missing part with grey; to be used inside `reading`.
    """
    found, kind = extent(ByteSource(source)), coding(ByteSource(source))
    watched = Watched(source, sum(found.scans[-1]))
    opened = open_jpeg(watched)  # type: ignore[arg-type]  # all that Pillow asks of a file
    scale = _scale(opened.size, needed)
    if kind.shows_gaps_in_rows and not _is_open(flaws):
        short = _short(opened, watched, scale)
        if short is not None:
            raise failure_of(_held(source, opened.mode, found, kind, flaws), short)
        if watched.was_read_to_the_end:
            return Loaded(opened=opened, image=opened, file=source)
    held = _held(source, opened.mode, found, kind, flaws)
    if kind.is_arithmetic and Flaw.NO_END in flaws:
        # Zeros at the end are left out by the encoder, so that there is no telling what is missing.
        raise failure_of(held, None)
    loaded = _loaded_strictly(source, opened, held, scale)
    if not kind.is_one_scan and not all_scans(held):
        raise ends_early(held, None)
    return loaded


def _is_open(flaws: tuple[Flaw, ...]) -> bool:
    return Flaw.NO_END in flaws or Flaw.FOREIGN_END in flaws


def _scale(stored: tuple[int, int], needed: tuple[int, int] | None) -> Scale:
    for eighths, divisor in _SCALES if needed is not None else ():
        width, height = (ceil(side * eighths / 8) for side in stored)
        if needed is not None and width >= needed[0] and height >= needed[1]:
            return Scale((width, height), divisor)
    return Scale(stored, 1)


def _short(opened: ImageFile.ImageFile, watched: Watched, scale: Scale) -> Short | None:
    try:
        load_rows(opened, watched, scale)
    except Short as short:
        return short
    return None


def _held(source: BinaryIO, mode: str, found: Extent, kind: JpegCoding, flaws: tuple[Flaw, ...]) -> Held:
    source.seek(0)
    return Held(data=source.read(found.end), mode=mode, extent=found, coding=kind, flaws=flaws)


def _loaded_strictly(source: BinaryIO, opened: ImageFile.ImageFile, held: Held, scale: Scale) -> Loaded:
    try:
        image = strictly(held.data, held.mode, scale.size)
    except Warned as warned:
        if warned.excess is None:
            raise failure_of(held, _short_of_one_scan(held)) from warned
        return _without_excess(source, opened, held, scale, warned.excess)
    except ValueError:
        image = open_jpeg(BytesIO(held.data))
        set_scale(image, scale)
        image.load()
        # The encoder leaves zeros at the end of arithmetic coding out, so that anything in their place is taken.
        if not held.coding.is_arithmetic and takes_more(held, scale, image):
            raise failure_of(held, _short_of_one_scan(held)) from None
    return Loaded(opened=opened, image=image, file=source)


def _short_of_one_scan(held: Held) -> Short | None:
    if not held.coding.is_one_scan or held.coding.is_arithmetic:
        return None
    watched = Watched(BytesIO(held.data), sum(held.extent.scans[-1]))
    opened = open_jpeg(watched)  # type: ignore[arg-type]
    return _short(opened, watched, _scale(opened.size, (1, 1)))


def _without_excess(source: BinaryIO, opened: ImageFile.ImageFile, held: Held, scale: Scale, excess: int) -> Loaded:
    """The picture without the bytes before EOI that it does not need. Raises Failure DAMAGED where they are a part of it."""
    end_of_scan = end = sum(held.extent.scans[-1])
    for _ in range(_MOST_CUTS):
        end -= excess
        data = held.data[:end] + MARK_OF_THE_END
        try:
            image = strictly(data, held.mode, scale.size)
            break
        except Warned as warned:
            if warned.excess is None:
                raise damaged(held, None) from warned
            excess = warned.excess
    else:
        raise damaged(held, None)
    left = held.data[end:end_of_scan]
    is_told = len(left) > _USUAL_EXCESS
    if is_told and _is_of_the_picture(held, left):
        raise damaged(held, None)
    source.seek(held.extent.end)
    file = BytesIO(data + source.read())
    return Loaded(opened=opened, image=image, file=file, flaws=(Flaw.STRAY_BYTES,) if is_told else ())


def _is_of_the_picture(held: Held, left: bytes) -> bool:
    if held.coding.is_one_scan and not held.coding.is_arithmetic:
        return reads_as_picture(ByteSource.of(held.data), held.coding, left)
    return LOST in held.last_scan[: -len(left)]
