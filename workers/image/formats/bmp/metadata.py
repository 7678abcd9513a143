"""Where a Windows bitmap keeps its metadata: the resolution, and what its colours are."""

from typing import BinaryIO

from workers.binary.source import ByteSource
from workers.image.color import colorimetry
from workers.image.color.matrix_profile import profile_of
from workers.image.formats.bmp import container as bmp
from workers.image.metadata.bundle import Bundle
from workers.plan import Loss

_METRE = 0.0254
_SAME_GAMMA = 0.05


def read(source: ByteSource) -> Bundle:
    """The metadata of a bitmap. Raises Failure."""
    head = bmp.header(source)
    across, down = head.per_metre
    profile, is_lost = _profile(source, head)
    return Bundle(
        dpi=(across * _METRE, down * _METRE) if across and down else None,
        icc=profile,
        losses=(Loss.PROFILE,) if is_lost else (),
    )


def _profile(source: ByteSource, head: bmp.BmpHeader) -> tuple[bytes | None, bool]:
    """The profile in the file, or one of the numbers that stand for one; and whether something is said that we cannot carry."""
    at, size = head.profile
    if size:
        return (source.at(at, size), False) if at + size <= source.size else (None, True)
    gammas = head.gammas
    if head.is_linked or (gammas is not None and max(gammas) - min(gammas) > _SAME_GAMMA):
        return None, True
    gamma = sum(gammas) / len(gammas) if gammas else None
    if gamma is not None and gamma < 1:  # no screen's: some programs write the exponent from light to numbers
        gamma = 1 / gamma
    space = colorimetry.of_points(head.points, gamma)
    return (None if space is None or space.is_srgb(grey=False) else profile_of(space, grey=False)), False


def write(encoded: ByteSource, out: BinaryIO, bundle: Bundle) -> None:
    """Copy a bitmap with the bundle's resolution in its header, or none. Raises Failure."""
    head = bmp.header(encoded)
    if head.info_size < 40:
        encoded.copy_to(out, 0, encoded.size)
        return
    at = bmp.FILE_HEADER + 24
    across, down = (
        (min(max(round(value / _METRE), 1), 2**31 - 1) for value in bundle.dpi or (0, 0)) if bundle.dpi else (0, 0)
    )
    encoded.copy_to(out, 0, at)
    out.write(across.to_bytes(4, "little") + down.to_bytes(4, "little"))
    encoded.copy_to(out, at + 8, encoded.size - at - 8)
