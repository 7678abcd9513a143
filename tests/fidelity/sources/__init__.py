"""One generated picture for each property that can be lost, in each format that naturally has it."""

from tests.fidelity.sources import codes, colours, metadata, pixels, several
from tests.fidelity.sources.source import Source

SOURCES: tuple[Source, ...] = (
    *metadata.sources(),
    *colours.sources(),
    *codes.sources(),
    *pixels.sources(),
    *several.sources(),
)
