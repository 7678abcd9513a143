"""Encode pictures so that the goal is met."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import cast

from msgspec.structs import replace
from PIL import Image

from workers.formats import SPECS, Alpha
from workers.image.formats.codec import Codec
from workers.image.formats.encoder import Encode, EncoderSettings
from workers.image.formats.metadata import embed, save_arguments
from workers.image.formats.registry import CODECS
from workers.image.frames import Frame, FrameSequence
from workers.image.goals.encoded import Encoded, Sample
from workers.image.goals.pursue import pursue
from workers.image.goals.task import Task
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.policy import resized
from workers.image.pixels.content import is_graphic
from workers.image.pixels.miniature import Miniature
from workers.image.pixels.modes import OPAQUE_FROM
from workers.outcome import Stage
from workers.plan import Plan
from workers.recipe import Lossless, MaxBytes, Quality, SameLook, Smaller

_MOST_ENCODES = 5
_FINE_QUALITY = 90


def encode(
    frames: FrameSequence,
    plan: Plan,
    bundle: Bundle,
    part: Path,
    progress: Callable[[Stage, float], None],
    *,
    threads: int = 1,
    packed: Callable[[], bytes] | None = None,
) -> Encoded:
    """Write `frames` to `part` as `plan` says, its goal met, or what `packed` makes, the source's own pixels, if that does.

    `progress` gets 0 to 1 within the encoding, and may raise to end it between two encodings. `threads` is how many a codec
    may use. Raises Failure.
    """
    codec = CODECS[plan.format]
    watched = _Watched(frames, hard_edges=SPECS[plan.format].alpha is Alpha.ONE_BIT)
    image = frames.first().image
    graphic = is_graphic(image)
    done = 0

    def step() -> None:
        nonlocal done
        progress(Stage.COMPRESSING, done / _MOST_ENCODES)
        done = min(done + 1, _MOST_ENCODES)

    task = Task(
        frames=watched.frames,
        codec=codec,
        encode=_encode(codec, plan),
        settings=EncoderSettings(
            quality=None,
            chroma=_chroma(plan, image, is_graphic=graphic),
            small=plan.fewer_colors or isinstance(plan.goal, Lossless | SameLook | MaxBytes | Smaller),
            threads=threads,
            bits=plan.deep_bits or 8,
            extra=save_arguments(codec, bundle),
        ),
        is_graphic=graphic,
        finished=lambda data, size: _with_metadata(data, codec, of_size(bundle, plan, size)),
        step=step,
        packed=packed,
        fewer_colors=plan.fewer_colors,
    )
    data, encoded = pursue(plan.goal, task, plan.facts.bytes)
    part.write_bytes(data)
    progress(Stage.COMPRESSING, 1.0)
    return replace(encoded, opaque=watched.opaque, durations_ms=watched.durations_ms, samples=watched.samples)


def _encode(codec: Codec, plan: Plan) -> Encode:
    writer = codec.writer
    return writer.encode if plan.deep_bits is None or writer.encode_deep is None else writer.encode_deep


def of_size(bundle: Bundle, plan: Plan, size: tuple[int, int] | None) -> Bundle:
    """The bundle as it is true of a picture that came out smaller than planned, None: it did not."""
    planned = plan.width, plan.height
    return bundle if size is None or size == planned else resized(bundle, planned, size)


class _Watched:
    """Frames that leave word of what an encoder was given of them."""

    def __init__(self, frames: FrameSequence, *, hard_edges: bool) -> None:
        self._source = frames
        self.frames = FrameSequence(
            count=frames.count, produce=self._pass_on, animated=frames.animated, plays=frames.plays
        )
        self.opaque = False
        self.durations_ms: tuple[float, ...] = ()
        self.samples: tuple[Sample, ...] = ()
        self._hard_edges = hard_edges
        self._sampled = {0, frames.count // 2, frames.count - 1}

    def _pass_on(self) -> Iterator[Frame]:
        if self.samples:  # those of an earlier pass, whose frames were the same
            yield from self._source
            return
        durations: list[float] = []
        samples: list[Sample] = []
        opaque = True
        for frame in self._source:
            if len(durations) in self._sampled:
                samples.append(self._sample(frame, durations))
            opaque = opaque and _is_opaque(frame.image, OPAQUE_FROM if self._hard_edges else 255)
            durations.append(frame.duration_ms)
            if len(durations) == self._source.count:
                self.opaque = opaque
                self.durations_ms = tuple(durations) if self._source.animated else ()
                self.samples = tuple(samples)
            yield frame

    def _sample(self, frame: Frame, before: list[float]) -> Sample:
        look = Miniature(frame.image, hard_edges=self._hard_edges)
        return Sample(number=len(before), at_ms=sum(before) + frame.duration_ms / 2, look=look)


def _is_opaque(image: Image.Image, least: int) -> bool:
    if not image.has_transparency_data:
        return True
    alpha = image if image.mode in {"LA", "RGBA"} else image.convert("RGBA")
    lowest = cast("tuple[int, int]", alpha.getchannel("A").getextrema())[0]
    return lowest >= least


def _chroma(plan: Plan, image: Image.Image, *, is_graphic: bool) -> str:
    """Full for graphics, for soft transparent edges and where every detail counts; else as in the source."""
    goal = plan.goal
    if is_graphic or image.has_transparency_data or isinstance(goal, Lossless):
        return "444"
    if plan.facts.chroma is not None:
        return plan.facts.chroma
    lossless_source = not SPECS[plan.facts.format].lossy or plan.facts.lossless
    return "444" if lossless_source and isinstance(goal, Quality) and goal.quality >= _FINE_QUALITY else "420"


def _with_metadata(data: bytes, codec: Codec, bundle: Bundle) -> bytes:
    sink = BytesIO()
    embed(BytesIO(data), sink, codec, bundle)
    return sink.getvalue()
