"""Folders of photos as a camera leaves them: real sizes, camera-like noise, and no two files the same."""

from collections.abc import Sequence
from pathlib import Path

from tests.support import pictures

_COMMENT = b"\xff\xfe"  # a JPEG's comment segment (ITU-T T.81, B.2.4.5)


def album(
    folder: Path, count: int, *, sizes: Sequence[pictures.Size] = pictures.PHOTO_SIZES, different: int = 1
) -> list[Path]:
    """So many photos in a new folder, the sizes in turn; `different` pictures of each size, the others told apart by a comment.

    Making 24 megapixels of noise takes a second; what is proven here does not depend on what they show.
    """
    folder.mkdir(parents=True)
    return [_photo(folder, number, sizes, different) for number in range(count)]


def _photo(folder: Path, number: int, sizes: Sequence[pictures.Size], different: int) -> Path:
    kind = number % (len(sizes) * different)
    data = pictures.photo_jpeg(sizes[kind % len(sizes)], seed=kind)
    comment = f"DSC {number}".encode()
    path = folder / f"DSC_{number:04}.jpg"
    path.write_bytes(data[:2] + _COMMENT + (len(comment) + 2).to_bytes(2, "big") + comment + data[2:])
    return path
