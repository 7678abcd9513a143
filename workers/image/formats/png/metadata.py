"""Where a PNG keeps its metadata: eXIf, iCCP, pHYs, colour chunks, and texts, among them XMP and ImageMagick's raw profiles."""

import re
import zlib
from collections.abc import Collection
from typing import BinaryIO

from msgspec.structs import replace

from workers.binary.source import Budget, ByteSource, damaged
from workers.errors import Failure
from workers.formats import SPECS, Format
from workers.image.color import colorimetry, icc
from workers.image.formats.png import container as png
from workers.image.metadata import fitting, iptc, xmp
from workers.image.metadata.bundle import Bundle, Text, TextChunk
from workers.image.metadata.color import implied_profile, is_implied
from workers.plan import Loss

_XMP = "XML:com.adobe.xmp"
_XMP_OF_A_JPEG = b"http://ns.adobe.com/xap/1.0/\0"
_RAW_PROFILE = "Raw profile type "
_RAW_LOSSES = {"exif": Loss.EXIF, "app1": Loss.EXIF, "iptc": Loss.IPTC, "8bim": Loss.IPTC, "xmp": Loss.XMP}
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
COLOR_CHUNKS = (b"cICP", b"sRGB", b"gAMA", b"cHRM", b"sBIT", b"mDCV", b"cLLI", b"mDCv", b"cLLi")
_ICC = b"iCCP"
_CREDENTIALS = b"caBX"
_PIXELS = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"bKGD", b"hIST", b"sPLT", b"acTL", b"fcTL", b"fdAT"))
"""What belongs to the pixels. Of the rest, what we do not know goes along if it calls itself safe to copy (5th bit)."""

_GREY, _PALETTE = frozenset({0, 4}), 3
# 11.3.2.5: how many numbers sBIT has for each colour type, each a count of bits.
_SIGNIFICANT = {0: 1, 2: 3, 3: 3, 4: 2, 6: 4}
_MOST_TEXT = 16 * 2**20
_METRE = 0.0254
_COMMENT = "Comment"
_LONG_PACKET = 20_000


class _PngTexts:
    def __init__(self) -> None:
        self.exif: bytes | None = None
        self.icc: bytes | None = None
        self.packed_icc: bytes | None = None
        self.dpi: tuple[float, float] | None = None
        self.texts: list[Text] = []
        self.comments: list[bytes] = []
        self.profiles: dict[str, bytes] = {}
        self.xmp: bytes | None = None
        self.color: list[TextChunk] = []
        self.others: list[TextChunk] = []
        self.losses: list[Loss] = []
        self._budget = Budget()

    def take(self, name: bytes, data: bytes) -> None:
        if name == b"eXIf":
            self.exif = self.exif or data.removeprefix(b"Exif\0\0")
        elif name == _ICC and self.icc is None:
            self.icc, self.packed_icc = _profile(data), data
            if self.icc is None:
                self.losses.append(Loss.PROFILE)
        elif name == b"pHYs" and len(data) == 9 and data[8] == 1:
            across, down = int.from_bytes(data[:4], "big"), int.from_bytes(data[4:8], "big")
            self.dpi = (across * _METRE, down * _METRE) if across and down else None
        elif name in COLOR_CHUNKS:
            self.color.append(TextChunk(name=name, data=data))
        elif name in _TEXTS:
            self._take_text(name, data)
        elif name == _CREDENTIALS:
            self.losses.append(Loss.CREDENTIALS)
        elif name == b"tIME" or name[3] & 0x20:
            self.others.append(TextChunk(name=name, data=data))

    def _take_text(self, name: bytes, data: bytes) -> None:
        try:
            text = _text(name, data, min(_MOST_TEXT, self._budget.left))
            if not self._budget.allows(len(text.text)):
                raise damaged("too much text")
        except Failure:
            self.losses.append(Loss.TEXT)
            return
        if text.keyword == _XMP:
            self.xmp = self.xmp or text.text.encode()
        elif text.keyword.startswith(_RAW_PROFILE):
            profile = _raw_profile(text.text)
            kind = text.keyword.removeprefix(_RAW_PROFILE).lower()
            if profile is not None and profile.startswith(_XMP_OF_A_JPEG):
                self.profiles["xmp"] = profile.removeprefix(_XMP_OF_A_JPEG)
            elif profile is not None:
                self.profiles[kind] = profile
            elif kind in _RAW_LOSSES:
                self.losses.append(_RAW_LOSSES[kind])
        elif text.keyword == _COMMENT and not text.language:
            self.comments.append(text.text.encode())
        else:
            self.texts.append(text)


def _profile(data: bytes) -> bytes | None:
    name, _, rest = data.partition(b"\0")
    try:
        return png.inflate(rest[1:], _MOST_TEXT) if len(name) < 80 and rest[:1] == b"\0" else None
    except Failure:
        return None


def _text(name: bytes, data: bytes, most: int) -> Text:
    """Read a text chunk of any of the three kinds. Raises Failure DAMAGED."""
    keyword, _, rest = data.partition(b"\0")
    word = keyword.decode("latin-1")
    if name == b"tEXt":
        return Text(keyword=word, text=rest.decode("latin-1"))
    if name == b"zTXt":
        return Text(keyword=word, text=png.inflate(rest[1:], most).decode("latin-1"))
    packed = rest[:1] == b"\1"
    language, _, rest = rest[2:].partition(b"\0")
    _, _, body = rest.partition(b"\0")
    plain = png.inflate(body, most) if packed else body
    return Text(keyword=word, text=plain.decode("utf-8", "replace"), language=language.decode("latin-1"))


def _raw_profile(text: str) -> bytes | None:
    """ImageMagick's raw profile: a name, the length, then hexadecimal digits, each on its own lines."""
    match = re.match(r"\s*[^\n]{1,80}\n\s*(\d+)\s+([0-9a-fA-F\s]*)$", text)
    if match is None:
        return None
    try:
        data = bytes.fromhex("".join(match[2].split()))
    except ValueError:
        return None
    return data if len(data) == int(match[1][:12]) else None


def _overrules_a_profile(chunks: Collection[TextChunk]) -> bool:
    """Whether code points stand there that count more than iCCP does (PNG 3rd edition, 4.3). HDR is told beside it."""
    codes = Bundle(color_chunks=tuple(chunks)).codes
    return codes is not None and not codes.hdr and colorimetry.of_codes(codes) is not None


def read(source: ByteSource) -> Bundle:
    """The metadata of a PNG. Raises Failure where its chunks cannot be walked."""
    found, budget = _PngTexts(), Budget()
    for chunk in png.chunks(source):
        if chunk.name not in _PIXELS and budget.allows(chunk.size):
            found.take(chunk.name, source.at(chunk.data_at, chunk.size))
    profiles = found.profiles
    exif = found.exif or next((profiles[name] for name in ("exif", "app1") if name in profiles), None)
    raw_iptc = profiles.get("8bim") or profiles.get("iptc")
    if raw_iptc is not None and raw_iptc[:1] == b"\x1c":
        raw_iptc = iptc.of_iim(raw_iptc)
    profile = found.icc or profiles.get("icc") or profiles.get("icm")
    if profile is not None and _overrules_a_profile(found.color):
        profile = None
        if found.packed_icc is not None:
            found.color.append(TextChunk(name=_ICC, data=found.packed_icc))
    return Bundle(
        exif=exif.removeprefix(b"Exif\0\0") if exif else None,
        xmp=found.xmp or profiles.get("xmp"),
        photoshop=raw_iptc.removeprefix(b"Photoshop 3.0\0") if raw_iptc else None,
        icc=profile or implied_profile(found.color, grey=png.header(source).color in _GREY),
        comments=tuple(found.comments),
        texts=tuple(dict.fromkeys(found.texts)),
        dpi=found.dpi,
        color_chunks=tuple(found.color),
        others=tuple(found.others),
        losses=tuple(dict.fromkeys(found.losses)),
    )


def write(encoded: ByteSource, out: BinaryIO, bundle: Bundle) -> None:
    """Copy a PNG with the bundle in place of whatever metadata it has. Raises Failure."""
    head = png.header(encoded)
    bundle = replace(bundle, color_chunks=tuple(one for one in bundle.color_chunks if _is_true_of(head, one)))
    out.write(png.SIGNATURE)
    for chunk in png.chunks(encoded):
        if chunk.name not in _PIXELS:
            continue
        encoded.copy_to(out, chunk.at, chunk.end - chunk.at)
        if chunk.name == b"IHDR":
            # All of ours are allowed before PLTE, where the colour chunks have to be.
            out.write(b"".join(_chunks(bundle)))


def _is_true_of(head: png.PngHeader, chunk: TextChunk) -> bool:
    """Whether a colour chunk can stand before these pixels: an encoder or a packer may have changed their type."""
    if chunk.name == b"sBIT":
        depth = 8 if head.color == _PALETTE else head.bits
        return len(chunk.data) == _SIGNIFICANT[head.color] and all(0 < count <= depth for count in chunk.data)
    if chunk.name == _ICC:
        profile = icc.describe(_profile(chunk.data) or b"")
        return profile is not None and profile.space == ("GRAY" if head.color in _GREY else "RGB")
    return True


def _chunks(bundle: Bundle) -> list[bytes]:
    made = []
    if bundle.icc is not None and not is_implied(bundle):
        made.append(png.spell(_ICC, b"ICC profile\0\0" + zlib.compress(bundle.icc, 9)))
    color = (chunk for chunk in bundle.color_chunks if chunk.name != b"sRGB" or bundle.icc is None)
    made += [png.spell(chunk.name, chunk.data) for chunk in color]
    if bundle.dpi is not None:
        across, down = (min(max(round(value / _METRE), 1), 2**31 - 1) for value in bundle.dpi)
        made.append(png.spell(b"pHYs", across.to_bytes(4, "big") + down.to_bytes(4, "big") + b"\1"))
    if bundle.exif is not None:
        made.append(png.spell(b"eXIf", bundle.exif))
    if bundle.xmp is not None:
        made.append(_spell_text(Text(keyword=_XMP, text=bundle.xmp.decode("utf-8", "replace"))))
    if bundle.photoshop:
        digits = bundle.photoshop.hex()
        lines = "\n".join(digits[at : at + 72] for at in range(0, len(digits), 72))
        body = f"\niptc\n{len(bundle.photoshop):8}\n{lines}\n".encode()
        made.append(png.spell(b"zTXt", b"Raw profile type iptc\0\0" + zlib.compress(body)))
    made += [png.spell(other.name, other.data) for other in bundle.others if len(other.name) == 4]
    comments = [Text(keyword=_COMMENT, text=_decoded(comment)) for comment in bundle.comments]
    made += [_spell_text(text) for text in (*comments, *bundle.texts)]
    return made


def _decoded(comment: bytes) -> str:
    try:
        return comment.decode("utf-8")
    except UnicodeDecodeError:
        return comment.decode("latin-1")


def _spell_text(text: Text) -> bytes:
    """A text as it takes fewer bytes, packed or not; a packet as it is, for readers that look for it, unless it is long."""
    keyword = text.keyword.encode("latin-1", "replace")
    if text.keyword != _XMP and not text.language:
        try:
            plain = text.text.encode("latin-1")
        except UnicodeEncodeError:
            pass
        else:
            packed = zlib.compress(plain, 9)
            is_short = len(plain) <= len(packed) + 1
            return (
                png.spell(b"tEXt", keyword + b"\0" + plain)
                if is_short
                else png.spell(b"zTXt", keyword + b"\0\0" + packed)
            )
    language = text.language.encode("latin-1", "replace")
    plain = text.text.encode()
    packed = zlib.compress(plain, 9) if len(plain) > _LONG_PACKET or text.keyword != _XMP else plain
    flags, body = (b"\0\0\0", plain) if len(packed) >= len(plain) else (b"\0\1\0", packed)
    return png.spell(b"iTXt", keyword + flags + language + b"\0\0" + body)


def fit(bundle: Bundle) -> Bundle:
    """With XMP in UTF-8, as a text must be, and without what would make it larger than it was."""
    return fitting.in_shape(bundle, SPECS[Format.PNG], packet=_in_utf8)


def _in_utf8(packet: bytes) -> bytes:
    plain = xmp.plain(packet)
    plain.decode()
    return plain
