"""What a person has set for the whole application, kept in one TOML file."""

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import tomli_w
from msgspec import Meta, Struct

from mediaapp.paths import set_aside, write_whole

SETTINGS_VERSION = 1


class Appearance(StrEnum):
    """Light, dark, or as the desktop is."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class Settings(Struct, frozen=True, kw_only=True):
    """The settings; what stands in no file has its default.

    `workers` is how many files are worked on at once, None for one a core; `memory` the bytes that all of them may take
    together, None for half of the machine's. `last_recipe` is a name, '' for the first one. `close_to_tray` is None until
    the user was asked.
    """

    v: int = SETTINGS_VERSION
    theme: Appearance = Appearance.AUTO
    workers: Annotated[int, Meta(ge=1, le=64)] | None = None
    memory: Annotated[int, Meta(ge=256_000_000)] | None = None
    notices: bool = True
    keep_awake: bool = True
    close_to_tray: bool | None = None
    compact: bool = False
    newest_first: bool = True
    panel: bool = True
    last_recipe: str = ""


class LoadedSettings(Struct, frozen=True, kw_only=True):
    """The settings as they were found; `problem` tells, for people, why they are the defaults, '' when they are not."""

    settings: Settings
    problem: str = ""


def load(path: Path) -> LoadedSettings:
    """Read the settings file. One that cannot be used is renamed, so that nothing is written over it. Raises OSError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return LoadedSettings(settings=Settings())
    try:
        fields = tomllib.loads(data.decode())
        settings = msgspec.convert(fields, Settings)
    except (msgspec.ValidationError, ValueError, RecursionError) as error:
        reason = f"The settings could not be read ({error})."
    else:
        if settings.v <= SETTINGS_VERSION:
            return LoadedSettings(settings=settings)
        reason = "The settings are those of a newer version of mediaapp."
    aside = set_aside(path)
    return LoadedSettings(
        settings=Settings(), problem=f"{reason} They are kept as {aside.name}; the defaults are used now."
    )


def save(path: Path, settings: Settings) -> None:
    """Write the settings whole. Raises OSError."""
    fields = {name: value for name, value in msgspec.to_builtins(settings).items() if value is not None}
    write_whole(path, tomli_w.dumps(fields).encode())
