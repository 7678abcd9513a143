"""A good output passes with every promise; each way to break one is found."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image, ImageSequence

from tests.support import containers, pictures
from workers.errors import ErrorCode, Failure
from workers.formats import Format
from workers.image.formats.metadata import embed, read
from workers.image.formats.png.assemble import assemble
from workers.image.formats.registry import CODECS
from workers.image.frames import Frame, FrameSequence
from workers.image.goals.encoded import Encoded, Sample
from workers.image.metadata.bundle import Bundle
from workers.image.pipeline import make, plan
from workers.image.pixels.miniature import Miniature
from workers.image.resolve import carried
from workers.image.verify import verify
from workers.outcome import Promise, Verdict
from workers.plan import Loss, Plan
from workers.recipe import Frames as Used
from workers.recipe import LongEdge, Metadata, Quality, Recipe

_XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="image/jpeg"/></rdf:RDF></x:xmpmeta>'
)


def _exif(*, orientation: int = 1, located: bool = True) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x013B] = "Maker", orientation, "Somebody"
    exif.get_ifd(0x8769)[0x927C] = b"maker's own notes" * 4
    if located:
        exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 3.0, 0.0), 3: "E", 4: (8.0, 18.0, 0.0)})
    return exif.tobytes()


def _camera_jpeg(orientation: int = 1) -> bytes:
    return pictures.encoded(
        pictures.photo((240, 160)),
        exif=_exif(orientation=orientation),
        xmp=_XMP,
        icc_profile=pictures.srgb_profile(),
        comment=b"mine",
    )


class Made:
    """An output of the engine, and what was promised of it."""

    def __init__(self, source: bytes, recipe: Recipe, folder: Path) -> None:
        self.plan: Plan = plan(BytesIO(source), recipe)
        self.part = folder / "part"
        self.part.mkdir() if self.plan.stills > 1 else self.part.touch()
        outcome = make(self.plan, BytesIO(source), self.part, lambda stage, share: None)
        self.verdicts = {checked.promise: checked.verdict for checked in outcome.promises}
        self.bundle: Bundle = carried(read(BytesIO(source), CODECS[self.plan.facts.format]), self.plan)

    def broken(self) -> Promise:
        """The promise that the check finds broken in what the part holds now."""
        with pytest.raises(Failure) as failed:
            verify(self.plan, self.bundle, self.part)
        assert failed.value.code is ErrorCode.CHECK_FAILED
        assert failed.value.facts.detail
        return Promise(failed.value.facts.promise or "")


def test_a_photo_made_smaller_keeps_what_was_promised(tmp_path: Path) -> None:
    made = Made(_camera_jpeg(orientation=6), Recipe(size=LongEdge(120)), tmp_path)
    assert made.verdicts == {
        Promise.OPENS: Verdict.KEPT,
        Promise.SIZE: Verdict.CHANGED,
        Promise.UPRIGHT: Verdict.CHANGED,
        Promise.COLORS: Verdict.KEPT,
        Promise.CAMERA_DATA: Verdict.KEPT,
        Promise.DESCRIPTION: Verdict.KEPT,
        Promise.LOCATION: Verdict.REMOVED,
    }


def test_every_loss_that_was_announced_is_told_afterwards(tmp_path: Path) -> None:
    """For each, in any output: what explain names before and the result does not tell after was lost in silence."""
    made = Made(_camera_jpeg(), Recipe(), tmp_path)
    beside = {Loss.DPI, Loss.EXACT_PIXELS, Loss.MOTION, Loss.CREDENTIALS, Loss.PICTURES, Loss.AUXILIARY, Loss.OTHER}
    for loss in beside:
        told = verify(replace(made.plan, losses=(loss,)), made.bundle, made.part)
        assert [checked.verdict for checked in told].count(Verdict.LOST) == 1, loss


@pytest.mark.parametrize("target", [Format.JPEG, Format.PNG, Format.WEBP, Format.AVIF, Format.TIFF])
def test_metadata_and_profile_are_kept_in_every_format_that_holds_them(target: Format, tmp_path: Path) -> None:
    made = Made(_camera_jpeg(), Recipe(format=target, metadata=Metadata.ALL), tmp_path)
    assert made.verdicts[Promise.CAMERA_DATA] is Verdict.KEPT
    assert made.verdicts[Promise.LOCATION] is Verdict.KEPT
    assert made.verdicts[Promise.COLORS] is Verdict.KEPT


def test_metadata_that_were_not_wanted_are_told_as_removed(tmp_path: Path) -> None:
    made = Made(_camera_jpeg(), Recipe(format=Format.WEBP, metadata=Metadata.NONE), tmp_path)
    for promise in (Promise.CAMERA_DATA, Promise.DESCRIPTION, Promise.LOCATION):
        assert made.verdicts[promise] is Verdict.REMOVED


def test_what_a_format_cannot_hold_is_told_as_lost(tmp_path: Path) -> None:
    made = Made(_camera_jpeg(), Recipe(format=Format.BMP), tmp_path)
    assert made.verdicts[Promise.CAMERA_DATA] is Verdict.LOST
    assert made.verdicts[Promise.DESCRIPTION] is Verdict.LOST


@pytest.mark.parametrize(
    ("target", "verdict"), [(Format.PNG, Verdict.KEPT), (Format.GIF, Verdict.LOST), (Format.JPEG, Verdict.LOST)]
)
def test_transparency_is_kept_or_lost_as_announced(target: Format, verdict: Verdict, tmp_path: Path) -> None:
    source = pictures.encoded(pictures.with_alpha(), "WEBP", lossless=True)
    assert Made(source, Recipe(format=target), tmp_path).verdicts[Promise.TRANSPARENCY] is verdict


def test_an_alpha_channel_that_is_opaque_everywhere_may_be_left_out(tmp_path: Path) -> None:
    source = pictures.encoded(pictures.photo((80, 60)).convert("RGBA"), "PNG")
    assert Made(source, Recipe(format=Format.WEBP), tmp_path).verdicts[Promise.TRANSPARENCY] is Verdict.KEPT


@pytest.mark.parametrize(("target", "verdict"), [(Format.PNG, Verdict.KEPT), (Format.JPEG, Verdict.LOST)])
def test_depth_is_kept_or_lost_as_announced(target: Format, verdict: Verdict, tmp_path: Path) -> None:
    source = pictures.encoded(pictures.grey_16(), "TIFF")
    assert Made(source, Recipe(format=target), tmp_path).verdicts[Promise.DEPTH] is verdict


@pytest.mark.parametrize("target", [Format.GIF, Format.PNG, Format.WEBP])
@pytest.mark.parametrize("source", ["GIF", "PNG", "WEBP"])
def test_animations_are_kept(source: str, target: Format, tmp_path: Path) -> None:
    made = Made(pictures.animated(source, plays=3), Recipe(format=target), tmp_path)
    assert made.verdicts[Promise.FRAMES] is Verdict.KEPT


def test_the_first_frame_that_was_asked_for_is_a_change_and_stills_are_a_loss(tmp_path: Path) -> None:
    source = pictures.animated("GIF")
    (tmp_path / "first").mkdir()
    first = Made(source, Recipe(format=Format.PNG, frames=Used.FIRST), tmp_path / "first")
    assert first.verdicts[Promise.FRAMES] is Verdict.CHANGED
    assert Made(source, Recipe(format=Format.JPEG), tmp_path).verdicts[Promise.FRAMES] is Verdict.LOST


def _image(**arguments: object) -> Callable[[Made], None]:
    def sabotage(made: Made) -> None:
        image = pictures.photo((made.plan.width, made.plan.height))
        made.part.write_bytes(pictures.encoded(image, made.plan.format.upper(), **arguments))

    return sabotage


def _truncate(made: Made) -> None:
    made.part.write_bytes(made.part.read_bytes()[:-200])


def _other_format(made: Made) -> None:
    made.part.write_bytes(pictures.encoded(pictures.photo((240, 160)), "BMP"))


def _other_size(made: Made) -> None:
    made.part.write_bytes(pictures.encoded(pictures.photo((241, 160)), "PNG"))


@pytest.mark.parametrize("target", [Format.JPEG, Format.PNG, Format.WEBP, Format.AVIF, Format.TIFF])
@pytest.mark.parametrize("sabotage", [_truncate, _other_format])
def test_a_file_that_does_not_open_is_found(target: Format, sabotage: Callable[[Made], None], tmp_path: Path) -> None:
    made = Made(_camera_jpeg(), Recipe(format=target), tmp_path)
    sabotage(made)
    assert made.broken() is Promise.OPENS


def test_the_start_of_a_file_is_not_the_file(tmp_path: Path) -> None:
    made = Made(_camera_jpeg(), Recipe(size=LongEdge(200)), tmp_path)
    data = made.part.read_bytes()
    made.part.write_bytes(data[: len(data) * 2 // 3])
    assert made.broken() is Promise.OPENS


_WHOLE = {"exif": _exif(located=False), "xmp": _XMP, "icc_profile": pictures.srgb_profile()}


@pytest.mark.parametrize(
    ("sabotage", "promise"),
    [
        (_image(**_WHOLE | {"exif": _exif(orientation=3, located=False)}), Promise.UPRIGHT),
        (_image(**_WHOLE | {"icc_profile": None}), Promise.COLORS),
        (_image(**_WHOLE | {"icc_profile": pictures.srgb_profile()[:-4] + b"abcd"}), Promise.COLORS),
        (_image(**_WHOLE | {"exif": b""}), Promise.CAMERA_DATA),
        (_image(**_WHOLE | {"exif": Image.Exif().tobytes()}), Promise.CAMERA_DATA),
        (_image(**_WHOLE | {"xmp": b""}), Promise.DESCRIPTION),
        (_image(**_WHOLE | {"xmp": _XMP.replace(b"jpeg", b"tiff")}), Promise.DESCRIPTION),
    ],
    ids=["turned", "no profile", "another profile", "no exif", "empty exif", "no xmp", "another xmp"],
)
def test_what_is_not_as_promised_is_found(sabotage: Callable[[Made], None], promise: Promise, tmp_path: Path) -> None:
    made = Made(_camera_jpeg(), Recipe(format=Format.WEBP), tmp_path)
    sabotage(made)
    assert made.broken() is promise


def test_a_location_that_stayed_is_found(tmp_path: Path) -> None:
    made = Made(_camera_jpeg(), Recipe(format=Format.WEBP, metadata=Metadata.NONE), tmp_path)
    _image(exif=_exif(), icc_profile=pictures.srgb_profile())(made)
    assert made.broken() is Promise.LOCATION


def test_another_size_is_found(tmp_path: Path) -> None:
    made = Made(pictures.encoded(pictures.photo((240, 160)), "BMP"), Recipe(format=Format.PNG), tmp_path)
    _other_size(made)
    assert made.broken() is Promise.SIZE


def test_a_gain_map_that_is_gone_is_found(tmp_path: Path) -> None:
    made = Made(containers.gain_map_jpeg(), Recipe(goal=Quality(80), metadata=Metadata.ALL), tmp_path)
    whole = BytesIO(made.part.read_bytes())
    with made.part.open("wb") as part:
        embed(whole, part, CODECS[Format.JPEG], replace(made.bundle, gain_map=None))
    assert made.broken() is Promise.COLORS


def test_transparency_and_depth_that_are_gone_are_found(tmp_path: Path) -> None:
    sources = {
        Promise.TRANSPARENCY: pictures.encoded(pictures.with_alpha((240, 160)), "WEBP", lossless=True),
        Promise.DEPTH: pictures.encoded(pictures.grey_16((240, 160)), "TIFF"),
    }
    for promise, source in sources.items():
        (tmp_path / promise).mkdir()
        made = Made(source, Recipe(format=Format.PNG), tmp_path / promise)
        _image()(made)
        assert made.broken() is promise


def test_frames_that_are_gone_are_found(tmp_path: Path) -> None:
    made = Made(pictures.animated("GIF"), Recipe(format=Format.PNG), tmp_path)
    made.part.write_bytes(pictures.encoded(pictures.animation()[0], "PNG"))
    assert made.broken() is Promise.FRAMES


def test_another_number_of_plays_is_found(tmp_path: Path) -> None:
    made = Made(pictures.animated("GIF", plays=3, clear=True), Recipe(format=Format.WEBP), tmp_path)
    made.part.write_bytes(pictures.animated("WEBP", plays=2, clear=True))
    assert made.broken() is Promise.FRAMES


def test_a_pdf_is_looked_at_too(tmp_path: Path) -> None:
    made = Made(_camera_jpeg(), Recipe(format=Format.PDF), tmp_path)
    assert made.verdicts[Promise.SIZE] is Verdict.KEPT
    _truncate(made)
    assert made.broken() is Promise.OPENS


def test_a_still_that_is_missing_in_the_folder_is_found(tmp_path: Path) -> None:
    made = Made(pictures.animated("GIF"), Recipe(format=Format.JPEG), tmp_path)
    sorted(made.part.iterdir())[-1].unlink()
    assert made.broken() is Promise.FRAMES


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
@pytest.mark.parametrize("wrong", [0, 2, 4])
def test_a_frame_that_shows_something_else_is_found(kind: str, wrong: int, tmp_path: Path) -> None:
    made = Made(pictures.animated("GIF"), Recipe(format=Format(kind.lower())), tmp_path)
    starts = [sum(pictures.DURATIONS_MS[:number]) for number in range(5)]
    canvases = [
        canvas.convert("RGBA") for canvas in ImageSequence.Iterator(Image.open(BytesIO(made.part.read_bytes())))
    ]
    told = Encoded(
        opaque=True,
        durations_ms=tuple(map(float, pictures.DURATIONS_MS)),
        samples=tuple(Sample(number=at, at_ms=starts[at] + 1, look=Miniature(canvases[at])) for at in (0, 2, 4)),
    )
    assert verify(made.plan, made.bundle, made.part, told)
    canvases[wrong] = canvases[wrong].transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    canvases[wrong].paste((0, 0, 255, 255), (40, 40, 110, 80))
    first, *rest = canvases
    made.part.write_bytes(
        pictures.encoded(first, kind, save_all=True, append_images=rest, duration=list(pictures.DURATIONS_MS), loop=0)
    )
    with pytest.raises(Failure) as failed:
        verify(made.plan, made.bundle, made.part, told)
    assert failed.value.facts.promise is Promise.FRAMES
    assert "looks different" in (failed.value.facts.detail or "")


@pytest.mark.parametrize("size", [(240, 160), (900, 600)], ids=["whole", "in parts"])
@pytest.mark.parametrize("target", [Format.JPEG, Format.PNG, Format.WEBP, Format.AVIF, Format.TIFF, Format.GIF])
def test_another_picture_in_its_place_is_found(target: Format, size: tuple[int, int], tmp_path: Path) -> None:
    image = pictures.photo(size)
    made = Made(pictures.encoded(image), Recipe(format=target, goal=Quality(80)), tmp_path)
    told = Encoded(quality=80, samples=(Sample(number=0, at_ms=0.0, look=Miniature(image)),))
    assert verify(made.plan, made.bundle, made.part, told)
    made.part.write_bytes(pictures.encoded(image.transpose(Image.Transpose.FLIP_TOP_BOTTOM), target.upper()))
    with pytest.raises(Failure) as failed:
        verify(made.plan, made.bundle, made.part, told)
    assert "looks different" in (failed.value.facts.detail or "")


def test_a_flat_picture_of_the_lowest_quality_passes(tmp_path: Path) -> None:
    flat = pictures.encoded(Image.new("RGB", (900, 600), (90, 17, 201)), "PNG")
    assert Made(flat, Recipe(format=Format.JPEG, goal=Quality(1)), tmp_path).verdicts[Promise.OPENS] is Verdict.KEPT


@pytest.mark.parametrize("kind", [Format.GIF, Format.PNG, Format.WEBP, Format.AVIF, Format.TIFF])
def test_equal_neighbours_and_low_qualities_pass(kind: Format, tmp_path: Path) -> None:
    canvas, other, *_ = pictures.animation(clear=True)
    frames = [canvas, canvas, other, other, canvas, canvas]
    source = assemble(
        FrameSequence(
            count=6,
            produce=lambda: (Frame(pixels=image, duration_ms=50) for image in frames),
            animated=True,
        )
    )
    assert Made(source, Recipe(format=kind, goal=Quality(1)), tmp_path).verdicts[Promise.FRAMES] in Verdict
