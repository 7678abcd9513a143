"""A JPEG inside a JPEG XL: its coefficients as they were, its metadata as asked, and the way back."""

import subprocess
from io import BytesIO
from pathlib import Path
from shutil import which

import pytest
from PIL import Image

from tests.support import metadata_samples as samples
from tests.support import pictures
from tests.support.profiles import DISPLAY_P3, rgb_profile
from tests.workers.image.metadata.test_gain_map import hdr_jpeg
from tests.workers.image.steps.test_orient import stored
from workers.errors import ErrorCode, Failure
from workers.formats import Format
from workers.image import pipeline
from workers.image.formats.jxl.holder import jpeg_of
from workers.image.formats.metadata import read
from workers.image.formats.registry import CODECS
from workers.image.goals.encoded import Encoded
from workers.image.verify import verify
from workers.image.ways.transcode import transcode
from workers.outcome import Outcome, Promise, Verdict
from workers.plan import Loss, Method, Plan
from workers.recipe import LongEdge, Lossless, MaxBytes, Metadata, Quality, Recipe, SameLook

pillow_jxl = pytest.importorskip("pillow_jxl", reason="needs the extra jxl")
pytest.importorskip("brotli", reason="needs the extra jxl")

needs_djxl = pytest.mark.skipif(which("djxl") is None, reason="needs djxl")


def _planned(data: bytes, **asked: object) -> Plan:
    recipe = Recipe(**({"format": Format.JXL, "goal": Lossless()} | asked))  # type: ignore[arg-type]
    return pipeline.plan(BytesIO(data), recipe)


def _made(data: bytes, part: Path, **asked: object) -> Outcome:
    part.touch()
    return pipeline.make(_planned(data, **asked), BytesIO(data), part, lambda stage, share: None)


def _verdicts(outcome: Outcome) -> dict[Promise, Verdict]:
    return {checked.promise: checked.verdict for checked in outcome.promises}


def _photo(**arguments: object) -> bytes:
    return pictures.encoded(pictures.photo((320, 240)), "JPEG", **arguments)


@needs_djxl
@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"subsampling": "4:4:4"}, {"keep_rgb": True}])
def test_another_program_makes_the_same_jpeg_of_it_again(how: dict[str, object], tmp_path: Path) -> None:
    source = _photo(icc_profile=pictures.srgb_profile(), comment=b"mine", **how)
    part, back = tmp_path / "part.jxl", tmp_path / "back.jpg"
    outcome = _made(source, part)
    subprocess.run(["djxl", part, back], check=True, capture_output=True)
    assert back.read_bytes() == source
    assert outcome.bytes < 0.95 * len(source)
    assert (outcome.encodes, _verdicts(outcome)[Promise.JPEG]) == (0, Verdict.KEPT)


@needs_djxl
def test_the_location_is_gone_from_both_and_the_rest_is_there(tmp_path: Path) -> None:
    source = _photo(exif=b"Exif\0\0" + samples.exif(size=(320, 240)))
    part, back = tmp_path / "part.jxl", tmp_path / "back.jpg"
    outcome = _made(source, part, metadata=Metadata.NO_LOCATION)
    subprocess.run(["djxl", part, back], check=True, capture_output=True)
    assert b"brob" not in part.read_bytes()  # readers without Brotli pass these boxes over
    inside, outside = (
        read(BytesIO(back.read_bytes()), CODECS[Format.JPEG]),
        read(BytesIO(part.read_bytes()), CODECS[Format.JXL]),
    )
    assert inside.exif is not None
    assert inside.exif == outside.exif
    assert b"Anna Muster" in inside.exif
    assert Image.open(BytesIO(back.read_bytes())).getexif().get_ifd(0x8825) == {}
    assert Image.open(BytesIO(back.read_bytes())).tobytes() == Image.open(BytesIO(source)).tobytes()
    assert _verdicts(outcome)[Promise.LOCATION] is Verdict.REMOVED


@pytest.mark.parametrize(
    ("asked", "method"),
    [
        ({"goal": Lossless()}, Method.TRANSCODE),
        ({"goal": Quality(92)}, Method.TRANSCODE),
        ({"goal": Quality(75)}, Method.ENCODE),
        ({"goal": SameLook()}, Method.ENCODE),
        ({"goal": MaxBytes(10_000_000)}, Method.TRANSCODE),
        ({"goal": MaxBytes(5_000)}, Method.ENCODE),
        ({"size": LongEdge(100)}, Method.ENCODE),
    ],
    ids=str,
)
def test_it_is_done_where_nothing_is_asked_of_the_pixels(asked: dict[str, object], method: Method) -> None:
    assert _planned(_photo(quality=92), **asked).method is method


def test_a_poor_jpeg_is_not_encoded_anew_for_the_same_look() -> None:
    assert _planned(_photo(quality=60), goal=SameLook()).method is Method.TRANSCODE


@pytest.mark.parametrize(
    "source",
    [
        pictures.encoded(pictures.cmyk()),
        _photo(exif=b"Exif\0\0" + samples.exif(orientation=6)),
        _photo().replace(b"\xff\xc0", b"\xff\xc9", 1),
    ],
    ids=["cmyk", "lying on its side", "arithmetic"],
)
def test_what_jpeg_xl_does_not_take_in_is_encoded(source: bytes) -> None:
    assert _planned(source).method is Method.ENCODE


def test_what_the_library_refuses_is_encoded_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.image.ways.transcode.transcode", lambda *_: None)
    outcome = _made(_photo(), tmp_path / "part.jxl")
    assert outcome.encodes == 1


def test_another_jpeg_inside_is_found(tmp_path: Path) -> None:
    plan, part = _planned(_photo()), tmp_path / "part.jxl"
    made, other = transcode(_photo(), plan), transcode(_photo(quality=80), plan)
    assert made is not None
    assert other is not None
    part.write_bytes(other.data)
    with pytest.raises(Failure) as failed:
        verify(plan, made.bundle, part, Encoded(jpeg=made.jpeg))
    assert (failed.value.code, failed.value.facts.promise) == (ErrorCode.CHECK_FAILED, Promise.JPEG)


def test_a_gain_map_stays_behind_with_its_promise_and_is_named(tmp_path: Path) -> None:
    source = hdr_jpeg()
    part = tmp_path / "part.jxl"
    assert Loss.GAIN_MAP in _planned(source, metadata=Metadata.ALL).losses
    _made(source, part, metadata=Metadata.ALL)
    back = jpeg_of(part.read_bytes())
    assert back is not None
    assert b"hdrgm:Version" not in back
    assert b'Semantic="GainMap"' not in back


def _jxl(jpeg: bytes) -> bytes:
    """As other programs make it of a JPEG: everything in it, and lying on its side if that does."""
    with Image.open(BytesIO(jpeg)) as image:
        return bytes(pillow_jxl.Encoder(mode="RGB", lossless=True)(jpeg, *image.size, jpeg_encode=True))


def test_a_copy_gives_the_same_jpeg_and_one_without_location_its_own(tmp_path: Path) -> None:
    jpeg = _photo(exif=b"Exif\0\0" + samples.exif(size=(320, 240)))
    source = _jxl(jpeg)
    _made(source, tmp_path / "all.jxl", metadata=Metadata.ALL)
    _made(source, tmp_path / "no.jxl", metadata=Metadata.NO_LOCATION)
    assert jpeg_of((tmp_path / "all.jxl").read_bytes()) == jpeg
    without = jpeg_of((tmp_path / "no.jxl").read_bytes())
    assert without is not None
    assert Image.open(BytesIO(without)).getexif().get_ifd(0x8825) == {}
    assert Image.open(BytesIO(without)).getexif()[0x013B]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("target", [Format.PNG, Format.JXL])
def test_one_made_of_a_jpeg_on_its_side_is_upright_with_its_camera_data(
    orientation: int, target: Format, tmp_path: Path
) -> None:
    mark = pictures.upright_mark()
    turned = stored(mark, orientation)
    jpeg = pictures.encoded(turned, exif=b"Exif\0\0" + samples.exif(orientation=orientation, size=turned.size))
    outcome = _made(_jxl(jpeg), tmp_path / "part", format=target, metadata=Metadata.ALL)
    with Image.open(tmp_path / "part") as image:
        assert image.size == mark.size
        red = image.convert("RGB").getchannel("R")
        corners = ((20, 20), (100, 20), (100, 60), (20, 60))
        assert [red.getpixel(at) > 128 for at in corners] == [True, False, False, True]  # type: ignore[operator]
        assert image.getexif().get(0x0112, 1) == 1
    assert _verdicts(outcome)[Promise.CAMERA_DATA] is Verdict.KEPT


def test_a_resolution_is_said_outside_and_leaves_the_jpeg_as_it_was(tmp_path: Path) -> None:
    source, part = _photo(dpi=(300, 300)), tmp_path / "part.jxl"
    assert Loss.DPI not in _planned(source).losses
    _made(source, part)
    assert read(BytesIO(part.read_bytes()), CODECS[Format.JXL]).dpi == (300, 300)
    assert jpeg_of(part.read_bytes()) == source


def test_a_profile_is_no_loss(tmp_path: Path) -> None:
    source, part = _photo(icc_profile=rgb_profile(DISPLAY_P3)), tmp_path / "part.jxl"
    assert Loss.PROFILE not in _planned(source).losses
    assert _verdicts(_made(source, part))[Promise.COLORS] is Verdict.KEPT
    with Image.open(part) as image:
        assert image.info["icc_profile"] == rgb_profile(DISPLAY_P3)


@needs_djxl
@pytest.mark.parametrize("header", [b"http://ns.adobe.com/xap/1.0/\0", b"XMP\0://ns.adobe.com/xap/1.0/\0"])
def test_iptc_and_a_packet_behind_a_spoiled_header_are_shown_and_the_jpeg_stays(header: bytes, tmp_path: Path) -> None:
    plain = _photo()
    for app, body in ((0xED, b"Photoshop 3.0\0" + samples.photoshop()), (0xE1, header + samples.xmp(gps=False))):
        source = plain[:2] + bytes((0xFF, app)) + (len(body) + 2).to_bytes(2, "big") + body + plain[2:]
        part, back = tmp_path / f"{app}.jxl", tmp_path / f"{app}.jpg"
        outcome = _made(source, part, metadata=Metadata.ALL)
        subprocess.run(["djxl", part, back], check=True, capture_output=True)
        assert back.read_bytes() == source
        assert _verdicts(outcome)[Promise.DESCRIPTION] is Verdict.KEPT
        assert samples.OWNER.encode() in (read(BytesIO(part.read_bytes()), CODECS[Format.JXL]).xmp or b"")


def test_exif_in_two_segments_is_shown_whole(tmp_path: Path) -> None:
    block, plain = samples.exif(gps=False), _photo()
    cut = samples.exif(gps=False).index(samples.OWNER.encode())
    parts = b"".join(
        b"\xff\xe1" + (len(part) + 8).to_bytes(2, "big") + b"Exif\0\0" + part for part in (block[:cut], block[cut:])
    )
    part = tmp_path / "part.jxl"
    outcome = _made(plain[:2] + parts + plain[2:], part, metadata=Metadata.ALL)
    assert _verdicts(outcome)[Promise.CAMERA_DATA] is Verdict.KEPT
    assert samples.OWNER.encode() in (read(BytesIO(part.read_bytes()), CODECS[Format.JXL]).exif or b"")
