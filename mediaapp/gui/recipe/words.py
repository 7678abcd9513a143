"""A recipe in words: what its card, its subtitle and its folded groups say."""

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from workers.formats import SPECS, Format
from workers.recipe import (
    AsItIs,
    Automatic,
    BesideEach,
    Box,
    ColorSpace,
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
    ReplaceOriginals,
    SameLook,
    ShortEdge,
    Size,
    Smaller,
)

WHITE = "#ffffff"


def _t(text: str, *values: object) -> str:
    """Translate, then fill in the numbered places."""
    return QCoreApplication.translate("recipe", text).format(*values)


def format_name(target: Format | None) -> str:
    """The format as people say it."""
    return _t("Same format") if target is None else SPECS[target].label


def size_words(size: Size) -> str:
    """The size in a few words, '' for the size it has."""
    match size:
        case AsItIs():
            return ""
        case LongEdge(px=px):
            return _t("{0} px", px)
        case ShortEdge(px=px):
            return _t("short side {0} px", px)
        case Box():
            return _box_words(size)
        case Percent(percent=percent):
            return _t("{0:g}% of its size", percent)
        case _:
            assert_never(size)


def _box_words(box: Box) -> str:
    if box.width is None:
        return _t("{0} px high", box.height)
    if box.height is None:
        return _t("{0} px wide", box.width)
    match box.fit:
        case Fit.INSIDE:
            return _t("inside {0} × {1}", box.width, box.height)
        case Fit.COVER:
            return _t("cut to {0} × {1}", box.width, box.height)
        case Fit.EXACT:
            return _t("exactly {0} × {1}", box.width, box.height)
        case _:
            assert_never(box.fit)


def goal_words(goal: Goal) -> str:
    """The goal in a few words."""
    match goal:
        case SameLook():
            return _t("same look")
        case Quality(quality=quality):
            return _t("quality {0}", quality)
        case Lossless():
            return _t("no pixel changed")
        case MaxBytes(bytes=limit):
            return _t("at most {0}", limit_words(limit))
        case Smaller(percent=percent):
            return _t("{0:g}% smaller", percent)
        case _:
            assert_never(goal)


def limit_words(limit: int) -> str:
    """A limit in bytes, in the unit that needs the fewest digits."""
    if limit % 1_000_000 == 0:
        return _t("{0} MB", limit // 1_000_000)
    return _t("{0:g} KB", limit / 1000)


def card_words(recipe: Recipe) -> str:
    """What comes out, for a card: at most two short lines."""
    if recipe.format is None and isinstance(recipe.size, AsItIs):
        return _t("Same size and format")
    parts = [format_name(recipe.format), size_words(recipe.size) or _t("same size")]
    if isinstance(recipe.goal, MaxBytes):
        parts.append(goal_words(recipe.goal))
    elif recipe.flatten:
        parts.append(background_words(recipe.background))
    return ",\n".join((", ".join(parts[:2]), *parts[2:]))


def background_words(color: str | None) -> str:
    """What stands behind transparent parts."""
    if color is None or color == WHITE:
        return _t("white background")
    return _t("background {0}", color)


def summary(recipe: Recipe) -> str:
    """What the recipe does, in one sentence."""
    if recipe.format is None and isinstance(recipe.size, AsItIs):
        if isinstance(recipe.goal, SameLook):
            return _t("Same pixels, same format, same look, fewer bytes.")
        return _t("Same pixels, same format, {0}.", goal_words(recipe.goal))
    parts = [format_name(recipe.format), size_words(recipe.size) or _t("same pixels"), goal_words(recipe.goal)]
    if recipe.color is ColorSpace.SRGB:
        parts.append(_t("colours for common screens (sRGB)"))
    if recipe.flatten:
        parts.append(background_words(recipe.background))
    return _t("{0}.", ", ".join(parts))


def edited_name(name: str) -> str:
    """What a saved recipe is called while it is changed and not saved."""
    return _t("{0}, edited", name)[:100]


def promise(recipe: Recipe) -> str:
    """What a drop on the empty window gives, two sentences."""
    if isinstance(recipe.destination, ReplaceOriginals):
        return _t("Your originals are replaced; backups are kept for 30 days.\nNothing leaves this computer.")
    if isinstance(recipe.goal, SameLook) and isinstance(recipe.size, AsItIs) and recipe.format is None:
        copies = _t("You get smaller copies that look the same, {0}.", place_words(recipe.destination))
    elif recipe.format is None:
        copies = _t("You get smaller copies, {0}.", place_words(recipe.destination))
    else:
        copies = _t("You get {0} copies, {1}.", format_name(recipe.format), place_words(recipe.destination))
    return copies + "\n" + _t("Originals are never touched, and nothing leaves this computer.")


def place_words(destination: Destination) -> str:
    """Where copies go, within a sentence."""
    match destination:
        case Automatic():
            return _t("in a folder beside your originals")
        case BesideEach():
            return _t("in a folder beside each original")
        case InFolder():
            return _t("in a folder of your choice")
        case ReplaceOriginals():
            return _t("in the place of your originals")
        case _:
            assert_never(destination)


def names_summary(recipe: Recipe) -> str:
    """The folded group of names and duplicates."""
    match recipe.on_exists:
        case OnExists.NUMBER:
            return _t("{0}, number it", recipe.template)
        case OnExists.SKIP:
            return _t("{0}, leave it", recipe.template)
        case OnExists.REPLACE:
            return _t("{0}, replace it", recipe.template)
        case _:
            assert_never(recipe.on_exists)


def colors_summary(recipe: Recipe) -> str:
    """The folded group of colour and transparency."""
    parts = [_t("for screens")] if recipe.color is ColorSpace.SRGB else []
    if recipe.flatten:
        parts.append(_t("on white") if recipe.background in (None, WHITE) else _t("on {0}", recipe.background))
    return ", ".join(parts) or _t("kept")


def frames_summary(recipe: Recipe) -> str:
    """The folded group of animation and pages."""
    return _t("all kept") if recipe.frames is Frames.ALL else _t("first only")
