"""Frames of a WebP animation: encoded both ways only where keeping every pixel may win, and then it does."""

from io import BytesIO

import pytest
from PIL import Image

from tests.support import pictures
from workers.image.formats.encoder import EncoderSettings
from workers.image.formats.webp.encode import encode_webp
from workers.image.frames import Frame, FrameSequence


def _film(frames: list[Image.Image]) -> FrameSequence:
    held = [Frame(pixels=frame, duration_ms=100.0) for frame in frames]
    return FrameSequence(count=len(held), produce=lambda: iter(held), animated=True)


def _graphics() -> list[Image.Image]:
    frames = [pictures.graphic((240, 160)) for _ in range(4)]
    for number, frame in enumerate(frames):
        frame.paste((200, 30, 30), (10 + 20 * number, 50, 60 + 20 * number, 75))
    return frames


def _by_pillow(frames: list[Image.Image], *, mixed: bool) -> bytes:
    sink = BytesIO()
    frames[0].save(
        sink, "WEBP", save_all=True, append_images=frames[1:], duration=100, loop=0, quality=82, allow_mixed=mixed
    )
    return sink.getvalue()


@pytest.mark.parametrize("mixed", [True, False])
def test_photos_take_as_few_bytes_as_either_way(mixed: bool) -> None:
    photos = [pictures.photo((240, 160), seed) for seed in range(4)]
    made = encode_webp(_film(photos), EncoderSettings(quality=82))
    assert len(made) <= len(_by_pillow(photos, mixed=mixed))


def test_graphics_are_smaller_than_lossy_frames_alone() -> None:
    graphics = _graphics()
    made = encode_webp(_film(graphics), EncoderSettings(quality=82))
    assert len(made) < len(_by_pillow(graphics, mixed=False))


def test_photos_are_tried_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = dict[str, object]()
    save = Image.Image.save

    def watched(image: Image.Image, sink: BytesIO, kind: str, **arguments: object) -> None:
        asked.update(arguments)
        save(image, sink, kind, **arguments)

    monkeypatch.setattr(Image.Image, "save", watched)
    encode_webp(_film([pictures.photo((240, 160), seed) for seed in range(3)]), EncoderSettings(quality=82))
    assert asked["allow_mixed"] is False
    encode_webp(_film(_graphics()), EncoderSettings(quality=82))
    assert asked["allow_mixed"] is True
