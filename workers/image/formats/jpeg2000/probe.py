"""What the header of a JPEG 2000 says."""

from workers.binary.bmff import IsoBox
from workers.binary.source import ByteSource, damaged, unsupported
from workers.facts import ColorModel
from workers.image.formats.codec import Probed
from workers.image.formats.jpeg2000 import container as jpeg2000
from workers.image.metadata.bundle import Bundle

_PALETTE, _COLORS = b"pclr", b"colr"
# ISO/IEC 15444-1, table I.10, and 15444-2, table M.25: the colours that its decoder here turns into RGB, grey or inks.
_ENUMERATED, _INKS = 1, 12
_KNOWN = frozenset({_INKS, 16, 17, 18})
_MODELS = {1: ColorModel.GREY, 2: ColorModel.GREY, 3: ColorModel.RGB, 4: ColorModel.RGB}


def probe(source: ByteSource, _: Bundle) -> Probed:
    """The facts that boxes and codestream tell. Raises Failure."""
    head, said = jpeg2000.header(source), jpeg2000.described(source)
    if not jpeg2000.is_bare(source):
        _check_agreement(source, said, head)
    if head.components not in _MODELS or head.is_signed or head.bits > 16:
        raise unsupported(f"JPEG 2000 of {head.components} components, {head.bits} bits")
    model, space = _MODELS[head.components], _space(source, said)
    if space is not None and space not in _KNOWN:
        raise unsupported(f"JPEG 2000 in the colours {space}")
    alpha = head.components in (2, 4) and space != _INKS
    if space == _INKS:
        model = ColorModel.CMYK
    elif _PALETTE in said:
        model, alpha = ColorModel.PALETTE, source.number(said[_PALETTE].data_at + 2, 1) == 4
    return Probed(
        width=head.width,
        height=head.height,
        model=model,
        bits=8 if model is ColorModel.PALETTE else max(8, head.bits),
        alpha=alpha,
    )


def _check_agreement(source: ByteSource, said: dict[bytes, IsoBox], head: jpeg2000.Jpeg2000Header) -> None:
    """The box `ihdr` (I.5.3.1) has to say what the codestream says: the decoder believes both."""
    box = said.get(b"ihdr")
    told = source.at(box.data_at, 10) if box is not None else b""
    if told != b"".join(
        (head.height.to_bytes(4, "big"), head.width.to_bytes(4, "big"), head.components.to_bytes(2, "big"))
    ):
        raise damaged("boxes that say another picture than the codestream")


def _space(source: ByteSource, said: dict[bytes, IsoBox]) -> int | None:
    """The number of the colours; None where a profile says them, or nothing does."""
    box = said.get(_COLORS)
    if box is None or source.number(box.data_at, 1) != _ENUMERATED:
        return None
    return source.number(box.data_at + 3, 4)
