"""The options that say what should come out: a saved recipe, and single settings over it."""

import os
import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _ArgumentGroup
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from mediaapp import text
from mediaapp.cli.subcommand import UsageError
from mediaapp.saved_recipes import RecipeFileError, SavedRecipes, read_recipe
from workers.formats import WRITABLE, Format
from workers.recipe import (
    AspectRatio,
    BesideEach,
    Box,
    ColorSpace,
    CropArea,
    Destination,
    Fit,
    Frames,
    Goal,
    Gravity,
    InFolder,
    LongEdge,
    Lossless,
    MaxBytes,
    Metadata,
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
    decode_recipe,
    encode_recipe,
)
from workers.template import check_template

_FORMATS: Mapping[str, Format | None] = {
    "same": None,
    **{known.value: known for known in WRITABLE},
    "jpg": Format.JPEG,
    "tif": Format.TIFF,
}
_KEEP: Mapping[str, Metadata] = {known.value.replace("_", "-"): known for known in Metadata}
_ROTATIONS: Mapping[str, Rotation] = {known.value.replace("_", "-"): known for known in Rotation}
_GRAVITIES: Mapping[str, Gravity] = {known.value.replace("_", "-"): known for known in Gravity}
_UNITS = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 2**10, "mib": 2**20, "gib": 2**30}
_EDITED = ", edited"


def add_recipe_options(
    parser: ArgumentParser, without: str = "Without --recipe the first of `mediaapp recipes list` counts."
) -> None:
    """Declare the options; those that exclude each other are refused together.

    `without` tells in the help which recipe counts when none is named.
    """
    recipe = parser.add_argument_group("recipe", without)
    recipe.add_argument("--recipe", metavar="NAME|FILE", help="a saved recipe, or one in a file")
    recipe.add_argument("--to", type=_format, metavar="FORMAT", help=f"{', '.join(['same', *WRITABLE])}")
    goal = recipe.add_mutually_exclusive_group()
    goal.add_argument(
        "--quality",
        type=_whole(1, 100),
        metavar="N",
        help="1 to 100, in the format's own scale; a PNG gets as few colours as look as a JPEG of it does",
    )
    goal.add_argument("--lossless", action="store_true", help="change no pixel, only pack better")
    goal.add_argument("--same-look", action="store_true", help="as small as possible while it looks the same")
    goal.add_argument("--max-size", type=_bytes, metavar="SIZE", help="at most this large: 500KB, 1.5MB")
    goal.add_argument("--smaller", type=_number(0, 99.9), metavar="PERCENT", help="at least so much smaller")
    recipe.add_argument(
        "--shrink", action="store_true", help="with --max-size: fewer pixels where quality or colours are not enough"
    )
    _add_size_options(recipe)
    recipe.add_argument("--keep", choices=[*_KEEP], help="which camera data and descriptions to keep")
    recipe.add_argument(
        "--color", choices=[known.value for known in ColorSpace], help="keep the colour space or convert to sRGB"
    )
    recipe.add_argument(
        "--background", type=_color, metavar="#RGB", help="colour behind transparency where the format has none"
    )
    recipe.add_argument(
        "--frames", choices=[known.value for known in Frames], help="of animations and documents with pages"
    )
    recipe.add_argument(
        "--keep-larger", action="store_true", help="keep results that came out larger than the original"
    )
    _add_place_options(parser)


def _add_size_options(recipe: _ArgumentGroup) -> None:
    recipe.add_argument(
        "--rotate",
        choices=[*_ROTATIONS],
        help="degrees clockwise, or mirrored; on top of being upright, before it is scaled",
    )
    recipe.add_argument(
        "--crop",
        type=_crop,
        metavar="AREA",
        help="the part to use: x,y,width,height in pixels, or a shape such as 16:9 or 1:1,top-left; none for all of it",
    )
    size = recipe.add_mutually_exclusive_group()
    size.add_argument("--long-edge", type=_pixels, metavar="N", help="pixels of the longer side")
    size.add_argument("--short-edge", type=_pixels, metavar="N", help="pixels of the shorter side")
    size.add_argument("--percent", type=_number(0, 1000), metavar="N", help="of the width and height it has")
    recipe.add_argument("--width", type=_pixels, metavar="N", help="pixels; the height follows, unless it is given too")
    recipe.add_argument("--height", type=_pixels, metavar="N", help="pixels; the width follows, unless it is given too")
    recipe.add_argument(
        "--fit",
        choices=[known.value for known in Fit],
        help="into width and height: inside, cover (cut the rest), exact (may distort)",
    )
    recipe.add_argument("--enlarge", action="store_true", help="allow more pixels than the picture has")


def _add_place_options(parser: ArgumentParser) -> None:
    place = parser.add_argument_group("where it goes", "Without these: a new folder beside the originals.")
    where = place.add_mutually_exclusive_group()
    where.add_argument("--out", type=_folder, metavar="DIR", help="one folder for all")
    where.add_argument("--beside", type=_folder_name, metavar="NAME", help="a folder of this name beside each original")
    where.add_argument(
        "--replace-originals", action="store_true", help="in the originals' places; these are kept for 30 days"
    )
    place.add_argument("--mirror", type=_folder, metavar="BASE", help="with --out: repeat the folders below BASE in it")
    place.add_argument("--name", type=_template, metavar="TEMPLATE", help="such as '{date:%%Y-%%m-%%d} {name}-{width}'")
    place.add_argument(
        "--on-exists", choices=[known.value for known in OnExists], help="when the name is taken (number)"
    )


def says_something(arguments: Namespace) -> bool:
    """Whether any of the recipe's options was given."""
    return any(getattr(arguments, name) not in (None, False) for name in _OPTIONS)


def recipe_from(arguments: Namespace, saved: SavedRecipes, base: Recipe | None = None) -> Recipe:
    """The recipe that the options describe. Raises UsageError.

    They change the recipe that `--recipe` names, else `base`, else the first of the saved ones.
    """
    if arguments.recipe is not None:
        base = _named(arguments.recipe, saved)
    elif base is None:
        base = saved.all()[0]
    changes = _changes(arguments, base)
    changed = msgspec.structs.replace(base, **changes)
    if changed != base:
        changed = msgspec.structs.replace(changed, name=_name_of(changed, base, named=arguments.recipe is not None))
    try:
        return decode_recipe(encode_recipe(changed))
    except msgspec.ValidationError as error:
        raise UsageError(f"these options make no recipe: {error}") from error


def _name_of(changed: Recipe, base: Recipe, *, named: bool) -> str:
    """That of the saved recipe that was named and then changed; what it does where nobody named one."""
    if not named:
        return text.described(changed)[:100]
    return base.name if base.name.endswith(_EDITED) else base.name[: 100 - len(_EDITED)] + _EDITED


def _named(name: str, saved: SavedRecipes) -> Recipe:
    found = saved.get(name)
    if found is not None:
        return found
    path = Path(name)
    if not os.path.isfile(name):  # noqa: PTH113 - Path.is_file raises where it may not look
        raise UsageError(f"there is no recipe called “{name}”; `mediaapp recipes list` names those there are")
    try:
        return read_recipe(path)
    except RecipeFileError as error:
        raise UsageError(f"{name}: {error}") from error


def _changes(arguments: Namespace, base: Recipe) -> Mapping[str, object]:
    given: dict[str, object] = {
        "goal": _goal(arguments, base.goal),
        "rotate": _ROTATIONS.get(arguments.rotate),
        "size": _size(arguments, base.size),
        "enlarge": arguments.enlarge or None,
        "keep_larger": arguments.keep_larger or None,
        "metadata": _KEEP.get(arguments.keep),
        "color": arguments.color and ColorSpace(arguments.color),
        "background": arguments.background,
        "frames": arguments.frames and Frames(arguments.frames),
        "destination": _destination(arguments),
        "template": arguments.name,
        "on_exists": arguments.on_exists and OnExists(arguments.on_exists),
    }
    changes = {field: value for field, value in given.items() if value is not None}
    # Here None means something: the source's own format, and all of the picture.
    if arguments.to is not None:
        changes["format"] = _FORMATS[arguments.to]
    if arguments.crop is not None:
        changes["crop"] = _area(arguments.crop)
    return changes


def _goal(arguments: Namespace, base: Goal) -> Goal | None:
    goal = _goal_named(arguments)
    if not arguments.shrink:
        return goal
    limit = base if goal is None else goal
    if not isinstance(limit, MaxBytes):
        raise UsageError("--shrink needs --max-size")
    return MaxBytes(limit.bytes, shrink=True)


def _goal_named(arguments: Namespace) -> Goal | None:
    if arguments.quality is not None:
        return Quality(arguments.quality)
    if arguments.lossless:
        return Lossless()
    if arguments.same_look:
        return SameLook()
    if arguments.max_size is not None:
        return MaxBytes(arguments.max_size)
    return Smaller(arguments.smaller) if arguments.smaller is not None else None


def _size(arguments: Namespace, base: Size) -> Size | None:
    box = arguments.width is not None or arguments.height is not None
    other = _scale(arguments)
    if box and other is not None:
        raise UsageError("--width and --height do not go together with another size")
    if box:
        return Box(arguments.width, arguments.height, Fit(arguments.fit or Fit.INSIDE))
    if arguments.fit is None:
        return other
    if other is None and isinstance(base, Box):
        return Box(base.width, base.height, Fit(arguments.fit))
    raise UsageError("--fit needs --width or --height")


def _scale(arguments: Namespace) -> Size | None:
    if arguments.long_edge is not None:
        return LongEdge(arguments.long_edge)
    if arguments.short_edge is not None:
        return ShortEdge(arguments.short_edge)
    return Percent(arguments.percent) if arguments.percent is not None else None


def _destination(arguments: Namespace) -> Destination | None:
    if arguments.mirror is not None and arguments.out is None:
        raise UsageError("--mirror needs --out")
    if arguments.out is not None:
        mirror = str(Path(arguments.mirror).absolute()) if arguments.mirror is not None else None
        return InFolder(str(Path(arguments.out).absolute()), mirror)
    if arguments.beside is not None:
        return BesideEach(arguments.beside)
    return ReplaceOriginals() if arguments.replace_originals else None


def _format(word: str) -> str:
    if word.lower() not in _FORMATS:
        raise ArgumentTypeError(f"{word} is none of {', '.join(['same', *WRITABLE])}")
    return word.lower()


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parsed(word: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", word) or not least <= int(word) <= most:
            raise ArgumentTypeError(f"{word} is not a whole number from {least} to {most:,}")
        return int(word)

    return parsed


_pixels = _whole(1, 100_000)


def _number(above: float, most: float) -> Callable[[str], float]:
    def parsed(word: str) -> float:
        digits = word.removesuffix("%")
        if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", digits) or not above < float(digits) <= most:
            raise ArgumentTypeError(f"{word} is not a number above {above:g} and up to {most:g}")
        return float(digits)

    return parsed


def _crop(word: str) -> str:
    _area(word)
    return word


def _area(word: str) -> CropArea | None:
    if word == "none":
        return None
    if match := re.fullmatch(r"(\d{1,5}):(\d{1,5})(?:,([a-z-]+))?", word, re.ASCII):
        width, height, gravity = int(match[1]), int(match[2]), _GRAVITIES.get(match[3] or Gravity.CENTER)
        if width and height and gravity is not None:
            return AspectRatio(width, height, gravity)
    elif match := re.fullmatch(r"(\d{1,5}),(\d{1,5}),(\d{1,5}),(\d{1,5})", word, re.ASCII):
        x, y, width, height = map(int, match.groups())
        if width and height:
            return Rectangle(x, y, width, height)
    raise ArgumentTypeError(
        f"{word} is no part of a picture such as 10,20,640,480 or 16:9 or 1:1,{'|'.join(_GRAVITIES)}"
    )


def _bytes(word: str) -> int:
    match = re.fullmatch(r"([0-9]{1,12}(?:\.[0-9]{1,6})?) ?([A-Za-z]*)", word)
    unit = _UNITS.get(match[2].lower()) if match else None
    if match is None or unit is None:
        raise ArgumentTypeError(f"{word} is no size such as 500KB or 1.5MB")
    size = int(float(match[1]) * unit)
    if not 1_000 <= size <= 2**53:
        raise ArgumentTypeError(f"{word} is less than 1 KB or more than any file")
    return size


def _color(word: str) -> str:
    digits = word.removeprefix("#").lower()
    if not re.fullmatch(r"[0-9a-f]{3}|[0-9a-f]{6}", digits):
        raise ArgumentTypeError(f"{word} is no colour such as #fff or #336699")
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def _folder(word: str) -> str:
    if not word:
        raise ArgumentTypeError("the folder's name is empty")
    return word


def _folder_name(word: str) -> str:
    if not word or len(word) > 100 or word in (".", "..") or "/" in word or "\\" in word:
        raise ArgumentTypeError(f"“{word}” is no name of a folder; --out takes a whole path")
    return word


def _template(word: str) -> str:
    if not 1 <= len(word) <= 200:
        raise ArgumentTypeError("a name has 1 to 200 characters")
    try:
        check_template(word)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error
    return word


_OPTIONS = (
    "recipe", "to", "quality", "lossless", "same_look", "max_size", "smaller", "shrink", "long_edge", "short_edge", "percent",
    "width", "height", "fit", "rotate", "crop", "enlarge", "keep", "color", "background", "frames", "keep_larger", "out",
    "beside", "replace_originals", "mirror", "name", "on_exists",
)  # fmt: skip
