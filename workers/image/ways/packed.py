"""The source's own pixels, packed better."""

from functools import cached_property
from io import BytesIO
from typing import BinaryIO

from msgspec.structs import replace

from workers.image.decode.opening import reading
from workers.image.formats.metadata import embed, read
from workers.image.formats.registry import CODECS
from workers.image.metadata.bundle import Bundle
from workers.image.resolve import carried
from workers.plan import Method, Plan


class Packed:
    """The source's own pixels in place of encoded ones, packed better where that saves something.

    `is_source` is whether they are the very bytes that they were. So is the whole file where metadata that nobody asked
    to change would take more room than they did, as packed texts do.
    """

    def __init__(self, plan: Plan, source: BinaryIO) -> None:
        self.plan = plan if plan.method is not Method.ENCODE else replace(plan, method=Method.REPACK)
        self._source = source
        own = metadata_of(source, plan)
        self.bundle = carried(own, self.plan)
        self._is_true = self.bundle == own and not own.losses
        self.is_source = False

    @cached_property
    def file(self) -> bytes:
        """The file with its metadata."""
        data = whole(self._source)
        pixels = data if self.plan.method is Method.COPY else _repacked(data, self.plan)
        sink = BytesIO()
        embed(BytesIO(pixels), sink, CODECS[self.plan.format], self.bundle)
        made = sink.getvalue()
        self.is_source = pixels is data
        if len(made) <= len(data) or not self._is_true or self.plan.keep_larger:
            return made
        self.is_source = True
        return data


def _repacked(data: bytes, plan: Plan) -> bytes:
    repack = CODECS[plan.format].writer.repack
    return data if repack is None else repack(data)


def whole(file: BinaryIO) -> bytes:
    """All bytes of a file."""
    file.seek(0)
    return file.read()


def metadata_of(source: BinaryIO, plan: Plan) -> Bundle:
    """All metadata that the source has."""
    with reading(plan.peak_bytes):
        return read(source, CODECS[plan.facts.format])
