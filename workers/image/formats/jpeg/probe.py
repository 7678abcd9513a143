"""What the header of a JPEG says."""

from workers.binary.source import ByteSource, damaged, unsupported
from workers.facts import ColorModel, Hdr
from workers.image.formats.codec import Probed
from workers.image.formats.jpeg import container as jpeg
from workers.image.formats.jpeg import quality
from workers.image.metadata import exif
from workers.image.metadata.bundle import Bundle

_MODELS = {1: ColorModel.GREY, 3: ColorModel.RGB, 4: ColorModel.CMYK}
_PROCESSES = frozenset({0, 1, 2, 9, 10})
_CHROMAS = {(1, 1): "444", (2, 1): "422", (2, 2): "420"}


def probe(source: ByteSource, bundle: Bundle) -> Probed:
    """The facts that the container tells. Raises Failure."""
    found: dict[int, tuple[int, ...]] = {}
    frame = None
    for segment in jpeg.segments(source):
        if segment.marker == jpeg.DQT:
            found.update(jpeg.tables(source.at(segment.data_at, segment.size)))
        elif segment.marker in jpeg.FRAMES:
            frame = frame or jpeg.frame(source, segment)
    if frame is None:
        raise damaged("a JPEG without frame header")
    model = _MODELS.get(len(frame.sampling))
    if model is None or frame.bits != 8 or frame.process not in _PROCESSES or frame.height == 0:
        raise unsupported(f"JPEG process {frame.process}, {frame.bits} bits, {len(frame.sampling)} components")
    return Probed(
        width=frame.width,
        height=frame.height,
        orientation=exif.orientation_of(bundle.exif),
        model=model,
        hdr=Hdr.GAIN_MAP if bundle.gain_map else Hdr.NONE,
        quality=quality.of_tables(found),
        chroma=_chroma(frame.sampling),
        progressive=frame.process in (2, 10),
        arithmetic=frame.process in (9, 10),
    )


def _chroma(sampling: tuple[tuple[int, int], ...]) -> str | None:
    if len(sampling) != 3 or sampling[1] != sampling[2] or 0 in sampling[1]:
        return None
    (across, down), (across_chroma, down_chroma) = sampling[:2]
    return _CHROMAS.get((across // across_chroma, down // down_chroma))
