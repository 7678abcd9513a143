"""The frames of an animation as Pillow's writers take them, one after the other."""

from collections.abc import Collection, Iterator

from PIL import Image

from workers.formats import Clock
from workers.image.frames import FrameSequence
from workers.image.pixels.modes import in_mode
from workers.image.timing import timed


class Reel(Image.Image):
    """One picture that goes from frame to frame; a list of frames would be held in memory all at once.

    `durations` are the milliseconds of the frames so far, as the writers look them up: after they have taken the frame.
    """

    def __init__(self, frames: FrameSequence, clock: Clock, modes: Collection[str]) -> None:
        super().__init__()
        self.n_frames = frames.count
        self.is_animated = True
        self.durations: list[int] = []
        self._frames, self._clock, self._modes = frames, clock, modes
        self._left: Iterator[Image.Image] = iter(())
        self._at = -1
        self.seek(0)

    def seek(self, frame: int) -> None:
        """Show the next frame, or the first one again. Raises EOFError behind the last one."""
        if frame == self._at:
            return
        if frame >= self.n_frames:
            raise EOFError
        if frame == 0:
            self.durations.clear()
            self._left = self._pictures()
        picture = next(self._left)
        self.im, self._mode, self._size, self._at = picture.im, picture.mode, picture.size, frame

    def tell(self) -> int:
        """The number of the frame that is shown."""
        return self._at

    def _pictures(self) -> Iterator[Image.Image]:
        for frame, time_ms in timed(self._frames, self._clock):
            self.durations.append(int(time_ms))
            yield in_mode(frame.image, self._modes)
