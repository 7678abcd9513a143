"""What happens to the colours of a document whose pages are of several kinds."""

from collections.abc import Iterator

from msgspec import structs
from msgspec.structs import replace

from workers.facts import Facts, Hdr
from workers.formats import Format
from workers.image.resolve.colors import Colors, resolve_colors
from workers.image.resolve.goal import Way
from workers.recipe import Recipe


def resolve_all_colors(facts: Facts, recipe: Recipe, target: Format, way: Way, *, several: bool) -> Colors:
    """The colours of the first picture, or of all that are used where `several` are: what one needs is done to each."""
    found = resolve_colors(facts, recipe, target, way)
    for kind in _kinds(facts) if several else ():
        more = resolve_colors(kind, recipe, target, way)
        found = structs.replace(
            found,
            to_srgb=found.to_srgb or more.to_srgb,
            background=found.background or more.background,
            decisions=tuple(dict.fromkeys((*found.decisions, *more.decisions))),
            losses=tuple(dict.fromkeys((*found.losses, *more.losses))),
        )
    return found


def _kinds(facts: Facts) -> Iterator[Facts]:
    """The facts of each further kind of page, as if it were the first."""
    for kind in facts.others:
        yield replace(
            facts,
            model=kind.model,
            bits=kind.bits,
            alpha=kind.alpha,
            hard_edges=False,
            profile=kind.profile_space,
            profile_space=kind.profile_space,
            hdr=Hdr.NONE,
            others=(),
        )
