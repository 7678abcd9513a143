"""Frames are decoded when they are asked for, once or again."""

from collections.abc import Iterator

from PIL import Image

from workers.image.frames import Frame, FrameSequence, still


def counting(made: list[int]) -> FrameSequence:
    def produce() -> Iterator[Frame]:
        for number in range(3):
            made.append(number)
            yield Frame(pixels=Image.new("L", (1, 1), number), duration_ms=10.0 * number)

    return FrameSequence(count=3, produce=produce, animated=True, plays=2)


def test_nothing_is_decoded_before_it_is_asked_for() -> None:
    made: list[int] = []
    frames = counting(made)
    assert made == []
    assert frames.first().image.getpixel((0, 0)) == 0
    assert made == [0]
    assert [frame.image.getpixel((0, 0)) for frame in frames] == [0, 1, 2]
    assert made == [0, 0, 1, 2]


def test_kept_frames_are_decoded_once() -> None:
    made: list[int] = []
    kept = counting(made).kept()
    assert [frame.duration_ms for frame in kept] == [frame.duration_ms for frame in kept]
    assert made == [0, 1, 2]
    assert (kept.count, kept.animated, kept.plays) == (3, True, 2)


def test_a_change_is_made_to_each_frame_as_it_comes() -> None:
    changed = counting([]).each(lambda frame: Frame(pixels=frame.image.resize((2, 2)), duration_ms=frame.duration_ms))
    assert {frame.image.size for frame in changed} == {(2, 2)}
    assert (changed.count, changed.plays) == (3, 2)


def test_a_still_is_one_frame_as_often_as_it_is_asked_for() -> None:
    frame = Frame(pixels=Image.new("L", (1, 1)))
    frames = still(frame)
    assert frames.count == 1
    assert not frames.animated
    assert [*frames, *frames] == [frame, frame]
