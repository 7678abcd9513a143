"""What a recipe does, in words: its name where nobody gave it one, its card, its summary and its folded groups."""

from typing import assert_never

from mediaapp.text.choices import ROTATIONS
from mediaapp.text.figures import count, number, pixels
from mediaapp.text.language import tr
from workers.formats import SPECS, Format
from workers.recipe import (
    AsItIs,
    AspectRatio,
    Automatic,
    BesideEach,
    Box,
    ColorSpace,
    CropArea,
    Destination,
    Fit,
    Frames,
    Goal,
    InFolder,
    LongEdge,
    Lossless,
    MaxBytes,
    OnExists,
    Percent,
    Quality,
    Recipe,
    Rectangle,
    ReplaceOriginals,
    Rotation,
    SameLook,
    ShortEdge,
    Size,
    Smaller,
)

WHITE = "#ffffff"


def format_name(target: Format | None) -> str:
    """The format as people say it."""
    return tr("Same format") if target is None else SPECS[target].label


def shape_words(recipe: Recipe) -> str:
    """How pictures are turned, cut and scaled, in a few words; '' where nothing of that is asked."""
    return ", ".join(filter(None, (_turned(recipe), crop_words(recipe.crop), size_words(recipe.size))))


def _turned(recipe: Recipe) -> str:
    return "" if recipe.rotate is Rotation.NONE else tr(ROTATIONS[recipe.rotate])


def crop_words(area: CropArea | None) -> str:
    """What is cut out, in a few words, '' for all of it."""
    match area:
        case None:
            return ""
        case Rectangle():
            return tr("{part} cut out", part=pixels(area.width, area.height))
        case AspectRatio():
            return tr("cut to {width}:{height}", width=area.width, height=area.height)
        case _:
            assert_never(area)


def size_words(size: Size) -> str:
    """The size in a few words, '' for the size it has."""
    match size:
        case AsItIs():
            return ""
        case LongEdge(px=px):
            return tr("{px} px", px=px)
        case ShortEdge(px=px):
            return tr("short side {px} px", px=px)
        case Box():
            return _box_words(size)
        case Percent(percent=percent):
            return tr("{percent}% of its size", percent=number(percent))
        case _:
            assert_never(size)


def _box_words(box: Box) -> str:
    if box.width is None:
        return tr("{px} px high", px=box.height)
    if box.height is None:
        return tr("{px} px wide", px=box.width)
    match box.fit:
        case Fit.INSIDE:
            return tr("inside {width} × {height}", width=box.width, height=box.height)
        case Fit.COVER:
            return tr("cut to {width} × {height}", width=box.width, height=box.height)
        case Fit.EXACT:
            return tr("exactly {width} × {height}", width=box.width, height=box.height)
        case _:
            assert_never(box.fit)


def goal_words(goal: Goal) -> str:
    """The goal in a few words."""
    match goal:
        case SameLook():
            return tr("same look")
        case Quality(quality=quality):
            return tr("quality {quality}", quality=quality)
        case Lossless():
            return tr("no pixel changed")
        case MaxBytes(bytes=limit):
            return tr("at most {limit}", limit=limit_words(limit))
        case Smaller(percent=percent):
            return tr("{percent}% smaller", percent=number(percent))
        case _:
            assert_never(goal)


def limit_words(limit: int) -> str:
    """A limit in bytes, in the unit that needs the fewest digits."""
    if limit % 1_000_000 == 0:
        return tr("{n} MB", n=count(limit // 1_000_000))
    return tr("{n} KB", n=number(limit / 1000))


def described(recipe: Recipe) -> str:
    """A name for a recipe that nobody named: 'AVIF, 1600 px, same look'."""
    return ", ".join(filter(None, (format_name(recipe.format), shape_words(recipe), goal_words(recipe.goal))))


def card_words(recipe: Recipe) -> str:
    """What comes out, for a card: at most two short lines."""
    if recipe.format is None and not shape_words(recipe):
        return tr("Same size and format")
    parts = [format_name(recipe.format), shape_words(recipe) or tr("same size")]
    if isinstance(recipe.goal, MaxBytes):
        parts.append(goal_words(recipe.goal))
    elif recipe.flatten:
        parts.append(background_words(recipe.background))
    return ",\n".join((", ".join(parts[:2]), *parts[2:]))


def background_words(color: str | None) -> str:
    """What stands behind transparent parts."""
    if color is None or color == WHITE:
        return tr("white background")
    return tr("background {color}", color=color)


def summary(recipe: Recipe) -> str:
    """What the recipe does, in one sentence."""
    if recipe.format is None and not shape_words(recipe):
        if isinstance(recipe.goal, SameLook):
            return tr("Same pixels, same format, same look, fewer bytes.")
        return tr("Same pixels, same format, {goal}.", goal=goal_words(recipe.goal))
    parts = [format_name(recipe.format), shape_words(recipe) or tr("same pixels"), goal_words(recipe.goal)]
    if recipe.color is ColorSpace.SRGB:
        parts.append(tr("colours for common screens (sRGB)"))
    if recipe.flatten:
        parts.append(background_words(recipe.background))
    return tr("{parts}.", parts=", ".join(parts))


def edited_name(name: str) -> str:
    """What a saved recipe is called while it is changed and not saved."""
    return tr("{name}, edited", name=name)[:100]


def promise(recipe: Recipe) -> str:
    """What a drop on the empty window gives, two sentences."""
    if isinstance(recipe.destination, ReplaceOriginals):
        return tr("Your originals are replaced; backups are kept for 30 days.\nNothing leaves this computer.")
    place = place_words(recipe.destination)
    if isinstance(recipe.goal, SameLook) and not shape_words(recipe) and recipe.format is None:
        copies = tr("You get smaller copies that look the same, {place}.", place=place)
    elif recipe.format is None:
        copies = tr("You get smaller copies, {place}.", place=place)
    else:
        copies = tr("You get {format} copies, {place}.", format=format_name(recipe.format), place=place)
    return copies + "\n" + tr("Originals are never touched, and nothing leaves this computer.")


def place_words(destination: Destination) -> str:
    """Where copies go, within a sentence."""
    match destination:
        case Automatic():
            return tr("in a folder beside your originals")
        case BesideEach():
            return tr("in a folder beside each original")
        case InFolder():
            return tr("in a folder of your choice")
        case ReplaceOriginals():
            return tr("in the place of your originals")
        case _:
            assert_never(destination)


def names_summary(recipe: Recipe) -> str:
    """The folded group of names and duplicates."""
    match recipe.on_exists:
        case OnExists.NUMBER:
            return tr("{name}, number it", name=recipe.template)
        case OnExists.SKIP:
            return tr("{name}, leave it", name=recipe.template)
        case OnExists.REPLACE:
            return tr("{name}, replace it", name=recipe.template)
        case _:
            assert_never(recipe.on_exists)


def shape_summary(recipe: Recipe) -> str:
    """The folded group of turning and cropping."""
    return ", ".join(filter(None, (_turned(recipe), crop_words(recipe.crop)))) or tr("neither")


def colors_summary(recipe: Recipe) -> str:
    """The folded group of colour and transparency."""
    parts = [tr("for screens")] if recipe.color is ColorSpace.SRGB else []
    if recipe.flatten:
        parts.append(
            tr("on white") if recipe.background in (None, WHITE) else tr("on {color}", color=recipe.background)
        )
    return ", ".join(parts) or tr("kept")


def frames_summary(recipe: Recipe) -> str:
    """The folded group of animation and pages."""
    return tr("all kept") if recipe.frames is Frames.ALL else tr("first only")
