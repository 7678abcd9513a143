"""What a file holds, as programs say that share no line with ours: exiftool, libvips, libavif, and a walk over PNG chunks."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.fidelity import vips
from tests.support.profiles import DISPLAY_P3, rgb_profile

TOOLS = ("exiftool", "vips", "avifdec", "convert", "jxlinfo")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
needs_judges = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")

Corners = tuple[tuple[int, ...], ...]
"""The colours in the middle of a picture's four quarters, clockwise from the top left."""
Tags = Mapping[str, Any]
_NO_END_S = 1e15
# Grey and RGB of 8 and 16 bits, by vips' numbers.
_AS_THEY_ARE = frozenset((1, 17, 22, 25, 26))
_SRGB_CHRM = b"".join(value.to_bytes(4, "big") for value in (31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000))
_LAB = frozenset((13, 16))
_UNSAID, _DISPLAY_P3, _HDR = 2, (12, 13), frozenset((16, 18))
_VIPS_TYPES = {0: np.uint8, 2: np.uint16, 6: np.float32}
_PLACE = re.compile(r"gps|latitude|longitude|altitude|city|country|state$|province|location", re.IGNORECASE)
_PLACE_GROUPS = ("IPTC", "XMP", "Composite")


@dataclass(frozen=True, kw_only=True)
class Sequence_:  # noqa: N801 - a name that is taken
    """How many pictures follow one another, how long each is shown in milliseconds, and how often all are (0: for ever)."""

    count: int
    durations_ms: tuple[float, ...] = ()
    plays: int | None = None


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One file as the judges see it.

    `tags` are exiftool's by `Group:Name`. `looks` is what a viewer with colour management shows, upright, RGBA in sRGB.
    `stored` are the decoded numbers as they stand, height x width x bands. Both are None where nobody asked. `codes` are the
    primaries and the transfer characteristics of Rec. ITU-T H.273 that it says.
    """

    path: Path
    tags: Tags
    several: Sequence_
    pages: int = 1
    codes: tuple[int, int] | None = None
    bits: int | None = None
    dpi: float | None = None
    looks: NDArray[np.float64] | None = None
    stored: NDArray[Any] | None = field(default=None, repr=False)

    def group(self, *names: str) -> dict[str, Any]:
        """The tags of some groups by their names alone; a name that ends in '*' is a beginning."""
        found = {}
        for key, value in self.tags.items():
            group, _, name = key.partition(":")
            if any(group == one or (one.endswith("*") and group.startswith(one[:-1])) for one in names):
                found[name] = value
        return found

    @property
    def profiled(self) -> bool:
        """Whether a colour profile is embedded."""
        return _has_profile(self.tags) or (self.path.suffix == ".pdf" and b"/ICCBased" in self.path.read_bytes())

    @property
    def transfer(self) -> int | None:
        """The transfer characteristics that it says."""
        return self.codes[1] if self.codes else None

    @property
    def described(self) -> bool:
        """Whether it says what its numbers mean where they are not sRGB's: by a profile, code points, or chunks."""
        return self.profiled or _has_other_colors(self)

    @staticmethod
    def names_place(key: str) -> bool:
        """Whether a tag `Group:Name` names a place."""
        group, _, name = key.partition(":")
        return group == "GPS" or (group.startswith(_PLACE_GROUPS) and bool(_PLACE.search(name)))

    @property
    def places(self) -> dict[str, Any]:
        """Every tag that names a place."""
        return {key: value for key, value in self.tags.items() if self.names_place(key)}


def tags_of(paths: Sequence[Path]) -> dict[Path, Tags]:
    """Exiftool's tags of many files, in one run: starting it costs more than reading."""
    listed = "\n".join(map(str, paths))
    done = run_judge(["exiftool", "-j", "-a", "-G1:4", "-s", "-n", "-@", "-"], input=listed.encode())
    return {
        Path(found["SourceFile"]): {key: value for key, value in found.items() if not key.startswith("System:")}
        for found in json.loads(done.stdout or "[]", object_pairs_hook=_repeated)
    }


def _repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A tag that comes more than once has all its values, one a line."""
    found: dict[str, Any] = {}
    for copy, value in pairs:
        key = re.sub(r":Copy\d+", "", copy)
        found[key] = f"{found[key]}\n{value}" if key in found else value
    return found


def see(paths: Sequence[Path], looked_at: Iterable[Path] = ()) -> dict[Path, Seen]:
    """What the judges see of many files; the pixels only of those that are `looked_at`."""
    tags, looked = tags_of(paths), frozenset(looked_at)
    with ThreadPoolExecutor(2) as pool:
        seen = pool.map(lambda path: _seen(path, tags.get(path, {}), looked=path in looked), paths)
        return dict(zip(paths, seen, strict=True))


def _seen(path: Path, tags: Tags, *, looked: bool) -> Seen:
    kind = str(tags.get("File:FileType", ""))
    if b"avi" in path.read_bytes()[4:40]:  # exiftool calls one with frames MP4
        kind = "AVIF"
    avif = _text("avifdec", "--info", path) if kind == "AVIF" else ""
    if path.suffix == ".jxl" and "ICC profile" in _text("jxlinfo", path):
        tags = {**tags, "ICC_Profile:ProfileDescription": "in the codestream, where exiftool does not look"}
    dpi = _dpi(path, kind, tags)
    opened = f"{path}[dpi={dpi}]" if kind == "PDF" else str(path)
    out = path.with_name(path.name + ".v")
    stored = _vips(opened, out, "copy") if looked else None
    codes = _codes(path, kind, tags, avif)
    return Seen(
        path=path,
        tags=tags,
        several=_sequence(path, kind, tags, avif),
        pages=_pages(path, kind, tags),
        codes=codes,
        bits=_bits(kind, tags, avif, stored),
        dpi=dpi,
        looks=_looks(stored, opened, out, _reading(tags, codes, out)) if looked else None,
        stored=stored.pixels if stored else None,
    )


def looks(path: Path, *, profiled: bool = False, options: str = "") -> NDArray[np.float64] | None:
    """The `looks` of one file alone, by its embedded profile where it is `profiled`; None where libvips cannot read it.

    `options` are those of its reader in brackets, such as "[n=-1]".
    """
    out = path.with_name(path.name + ".v")
    reading = "embedded" if profiled else ""
    return _looks(_vips(f"{path}{options}", out, "autorot"), f"{path}{options}", out, reading)


def without_places(seen: Seen) -> Seen:
    """The same file without the tags that name a place."""
    return replace(seen, tags={key: value for key, value in seen.tags.items() if not seen.names_place(key)})


def quadrants(paths: Sequence[Path]) -> dict[Path, Corners]:
    """The corners' colours of many files, turned by no tag (the boxes of an AVIF or HEIC are part of decoding).

    One run of ImageMagick, which draws no PDF and no JPEG XL; these are libvips'.
    """
    drawn = [path for path in paths if path.suffix not in {".pdf", ".jxl"}]
    command = ["convert", *(f"{path}[0]" for path in drawn), "-alpha", "off", "-sample", "2x2!", "-depth", "8", "rgb:-"]
    done = run_judge(command)
    if len(done.stdout) != 12 * len(drawn):
        raise ValueError(f"{len(done.stdout) // 12} of {len(drawn)} pictures decoded: {done.stderr.decode()[:300]}")
    found = {path: _clockwise(list(done.stdout[12 * at : 12 * at + 12])) for at, path in enumerate(drawn)}
    for path in set(paths) - set(drawn):
        picture = _vips(str(path), path.with_name(path.name + ".v"), "copy")
        if picture is None:
            raise ValueError(f"{path} is not decoded")
        height, width = picture.pixels.shape[:2]
        rows, columns = (height // 4, height * 3 // 4), (width // 4, width * 3 // 4)
        found[path] = _clockwise(
            [int(value) for row in rows for at in columns for value in picture.pixels[row, at, :3]]
        )
    return found


def _clockwise(values: list[int]) -> Corners:
    first, second, third, fourth = (tuple(values[at : at + 3]) for at in (0, 3, 6, 9))
    return first, second, fourth, third


def _has_other_colors(seen: Seen) -> bool:
    if seen.codes is not None and seen.codes[0] != _UNSAID:
        return seen.codes[0] != 1 and seen.codes[1] not in _HDR
    if "PNG" not in str(seen.tags.get("File:FileType")):
        return False
    found = dict(chunks(seen.path))
    white_and_red = found.get(b"cHRM", _SRGB_CHRM)[:16]
    return white_and_red != _SRGB_CHRM[:16] and b"sRGB" not in found


def _has_profile(tags: Tags) -> bool:
    return any(key.startswith("ICC_Profile:") for key in tags)


def run_judge(command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
    """A judge on its own."""
    return subprocess.run(command, capture_output=True, check=False, timeout=120, **options)


def _text(*command: object) -> str:
    done = run_judge([str(part) for part in command])
    return done.stdout.decode("utf-8", "replace")


def _sequence(path: Path, kind: str, tags: Tags, avif: str) -> Sequence_:
    if kind == "AVIF":
        shown = tuple(1000 * float(found) for found in re.findall(r"\[duration ([0-9.]+)", avif))
        return Sequence_(count=max(1, len(shown)), durations_ms=shown, plays=_avif_plays(tags) if shown else None)
    if kind in {"PNG", "APNG"}:
        return _apng(path)
    if kind == "GIF" or "WEBP" in kind:
        if (tags.get("GIF:FrameCount") or 1) == 1 and "RIFF:AnimationLoopCount" not in tags:
            return Sequence_(count=1)
        head = vips.header(path, "n-pages", "delay", "loop")
        shown = tuple(float(part) for part in head.get("delay", "").split())
        return Sequence_(count=int(head.get("n-pages", 1)), durations_ms=shown, plays=int(head.get("loop", 1)))
    return Sequence_(count=1)


def _avif_plays(tags: Tags) -> int:
    """How often the pictures of a track fill its time; a track without an end has all bits set."""
    whole, once = (float(str(tags.get(f"Track1:{name}Duration", 0)).split("\n")[0]) for name in ("Track", "Media"))
    return round(whole / once) if once and whole < _NO_END_S else 0


def chunks(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """Names and contents of a PNG's chunks."""
    data, at = path.read_bytes(), 8
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += 12 + size


def _apng(path: Path) -> Sequence_:
    shown, plays = [], None
    for name, data in chunks(path):
        if name == b"acTL":
            plays = int.from_bytes(data[4:8], "big")
        elif name == b"fcTL":
            over = int.from_bytes(data[22:24], "big") or 100
            shown.append(1000 * int.from_bytes(data[20:22], "big") / over)
    return Sequence_(count=max(1, len(shown)), durations_ms=tuple(shown), plays=plays)


def _pages(path: Path, kind: str, tags: Tags) -> int:
    if kind == "PDF":
        return int(tags.get("PDF:PageCount", 1))
    if kind == "TIFF":
        found = [key for key in tags if re.fullmatch(r"IFD\d+:StripOffsets|IFD\d+:TileOffsets", key)]
        return max(1, len(found))
    if kind in {"HEIC", "HEIF"}:
        return max(1, len(re.findall(r"^image: ", _text("heif-info", path), re.MULTILINE)))
    return 1


def _codes(path: Path, kind: str, tags: Tags, avif: str) -> tuple[int, int] | None:
    if kind in {"PNG", "APNG"}:
        return next(((data[0], data[1]) for name, data in chunks(path) if name == b"cICP"), None)
    if kind in {"HEIC", "HEIF"}:
        said = tags.get("QuickTime:ColorPrimaries"), tags.get("QuickTime:TransferCharacteristics")
        return (int(str(said[0]).split()[0]), int(str(said[1]).split()[0])) if None not in said else None
    primaries, transfer = (re.search(rf"{name} *: (\d+)", avif) for name in ("Color Primaries", r"Transfer Char\."))
    return (int(primaries[1]), int(transfer[1])) if primaries and transfer else None


def _bits(kind: str, tags: Tags, avif: str, stored: "_Picture | None") -> int | None:
    """Bits a channel: what the container says where decoders spread them over 16, else of the decoded numbers."""
    said = re.search(r"Bit Depth +: (\d+)", avif)
    if said:
        return int(said[1])
    if kind in {"HEIC", "HEIF"}:
        return int(str(tags.get("QuickTime:BitDepthLuma", 8)).split()[0])
    return None if stored is None else 8 * stored.pixels.dtype.itemsize


def _dpi(path: Path, kind: str, tags: Tags) -> float | None:
    if kind == "PDF":
        width = tags.get("File:ImageWidth")
        points = re.search(r"/MediaBox \[ ?0 0 ([0-9.]+)", path.read_bytes().decode("latin-1"))
        drawn = re.search(r"/Width (\d+)", path.read_bytes().decode("latin-1"))
        return 72 * int(drawn[1]) / float(points[1]) if points and drawn else width
    scale = {2: 1.0, 3: 2.54}
    if tags.get("PNG-pHYs:PixelUnits") == 1:
        return float(tags["PNG-pHYs:PixelsPerUnitX"]) * 0.0254
    if kind == "BMP" and tags.get("File:PixelsPerMeterX"):
        return float(tags["File:PixelsPerMeterX"]) * 0.0254
    if tags.get("JFIF:ResolutionUnit") in {1, 2}:
        return float(tags["JFIF:XResolution"]) * {1: 1.0, 2: 2.54}[tags["JFIF:ResolutionUnit"]]
    unit = tags.get("IFD0:ResolutionUnit", 2)
    return float(tags["IFD0:XResolution"]) * scale[unit] if "IFD0:XResolution" in tags and unit in scale else None


@dataclass(frozen=True, kw_only=True)
class _Picture:
    pixels: NDArray[Any]
    space: int


def _vips(opened: str, out: Path, operation: str, *arguments: str, options: str = "") -> _Picture | None:
    """The pixels that a vips operation writes: its own format has a header of 64 bytes, little-endian here."""
    if not vips.run(operation, opened, str(out), *arguments, options=options):
        return None
    data = out.read_bytes()
    out.unlink()
    width, height, bands, _, kind, _, space = (int.from_bytes(data[at : at + 4], "little") for at in range(4, 32, 4))
    pixels = np.frombuffer(data, _VIPS_TYPES[kind], width * height * bands, 64)
    return _Picture(pixels=pixels.reshape(height, width, bands), space=space)


def _reading(tags: Tags, codes: tuple[int, int] | None, out: Path) -> str:
    """The options with which vips reads the colours: the file's profile, or that of its code points."""
    if _has_profile(tags):
        return "embedded"
    if codes != _DISPLAY_P3:
        return ""
    profile = out.with_name("display-p3.icc")
    profile.write_bytes(rgb_profile(DISPLAY_P3))
    return f"input_profile={profile}"


def _looks(stored: _Picture | None, opened: str, out: Path, reading: str) -> NDArray[np.float64] | None:
    """What a colour-managed viewer shows; numbers that nothing is said of are taken for sRGB."""
    picture = stored
    if reading and stored is not None and stored.space not in _LAB:
        picture = _vips(opened, out, "icc_transform", "srgb", options=f"{reading},intent=relative")
    elif stored is not None and stored.space not in _AS_THEY_ARE:
        picture = _vips(opened, out, "colourspace", "srgb")
    if picture is None:
        return None
    shown = picture.pixels.astype(float) / (257 if picture.pixels.dtype == np.uint16 else 1)
    if shown.shape[2] in {1, 2}:
        shown = np.concatenate([shown[:, :, :1]] * 3 + [shown[:, :, 1:]], axis=2)
    if shown.shape[2] == 3:
        shown = np.concatenate([shown, np.full((*shown.shape[:2], 1), 255.0)], axis=2)
    return shown
