"""What a name template may say, and what comes of it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from string import Formatter

from msgspec import Struct

TEMPLATE_FIELDS = frozenset(("name", "ext", "width", "height", "format", "recipe", "date", "counter", "parent"))
"""What may stand in braces."""

_DATE = "%Y-%m-%d"


class NameParts(Struct, frozen=True, kw_only=True):
    """What the fields stand for: `ext` and `format` without a dot, `taken` in the time of the place it was taken at.

    `counter` is the source's place in its batch from 1, `parent` the name of the folder it is in, `width` and `height` are
    the output's pixels.
    """

    name: str
    ext: str
    width: int
    height: int
    format: str
    recipe: str
    taken: datetime
    counter: int
    parent: str


def check_template(template: str) -> None:
    """Raise ValueError with a reason a person can read when this is no name template."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise ValueError("a brace in the name is not closed; write {{ or }} for the character itself") from error
    for literal, field, details, conversion in parts:
        _check_folders(literal)
        if field is None:
            continue
        if field == "date" and details and not conversion:
            _check_date(details)
        elif field not in TEMPLATE_FIELDS or details or conversion:
            known = " ".join(f"{{{name}}}" for name in sorted(TEMPLATE_FIELDS))
            raise ValueError(f"{{{field}}} is unknown in a name; known are {known}, and {{date:%Y-%m-%d}}")


def filled_in(template: str, parts: NameParts) -> str:
    """The template with the fields' values in their places, not yet made a name that every system takes."""
    values = {
        "name": parts.name,
        "ext": parts.ext,
        "width": str(parts.width),
        "height": str(parts.height),
        "format": parts.format,
        "recipe": parts.recipe,
        "counter": f"{parts.counter:04}",
        "parent": parts.parent,
    }

    def text_of(field: str, details: str) -> str:
        return "".join(_spelled(details or _DATE, parts.taken)) if field == "date" else values[field]

    parsed = Formatter().parse(template)
    return "".join(literal + (text_of(field, details or "") if field else "") for literal, field, details, _ in parsed)


def _check_folders(text: str) -> None:
    if "/" in text or "\\" in text:
        raise ValueError("a name holds no / or \\; choose the folder instead")


def _check_date(details: str) -> None:
    _check_folders(details)
    if "{" in details or "}" in details:
        raise ValueError("a date holds no braces")
    codes = details.replace("%%", "").split("%")[1:]
    for code in codes:
        if code[:1] not in _CODES:
            known = " ".join(f"%{each}" for each in _CODES)
            raise ValueError(f"%{code[:1]} is unknown in a date; known are {known}")


def _spelled(details: str, when: datetime) -> Iterator[str]:
    at = 0
    while at < len(details):
        if details[at] == "%":
            code = details[at + 1 : at + 2]
            yield "%" if code == "%" else _CODES[code](when)
            at += 2
        else:
            yield details[at]
            at += 1


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Those of strftime that are the same everywhere: %c, %x and %X have slashes, and further ones depend on the system.
_CODES: Mapping[str, Callable[[datetime], str]] = {
    "Y": lambda when: f"{when.year:04}",
    "y": lambda when: f"{when.year % 100:02}",
    "m": lambda when: f"{when.month:02}",
    "d": lambda when: f"{when.day:02}",
    "H": lambda when: f"{when.hour:02}",
    "I": lambda when: f"{(when.hour - 1) % 12 + 1:02}",
    "p": lambda when: "AM" if when.hour < 12 else "PM",
    "M": lambda when: f"{when.minute:02}",
    "S": lambda when: f"{when.second:02}",
    "j": lambda when: f"{when.timetuple().tm_yday:03}",
    "V": lambda when: f"{when.isocalendar().week:02}",
    "G": lambda when: f"{when.isocalendar().year:04}",
    "u": lambda when: str(when.isoweekday()),
    "B": lambda when: _MONTHS[when.month - 1],
    "b": lambda when: _MONTHS[when.month - 1][:3],
    "A": lambda when: _DAYS[when.weekday()],
    "a": lambda when: _DAYS[when.weekday()][:3],
}
