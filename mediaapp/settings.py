"""What a person has set for the whole application, kept in one TOML file."""

import tomllib
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import tomli_w
from msgspec import Meta, Struct, structs

from mediaapp.paths import set_aside, write_whole
from workers.figures.limits import AlertLimits
from workers.manners.manners import Manners

SETTINGS_VERSION = 1


class Appearance(StrEnum):
    """Light, dark, or as the desktop is."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class MetricsSettings(Struct, frozen=True, kw_only=True):
    """Where metrics are to be had: in a file, '' for none, written every so many seconds, and at a port, 0 for none."""

    file: str = ""
    every_s: Annotated[float, Meta(ge=1, le=86_400)] = 15.0
    port: Annotated[int, Meta(ge=0, le=65_535)] = 0


class Settings(Struct, frozen=True, kw_only=True):
    """The settings; what stands in no file has its default.

    `workers` is how many files are worked on at once, None for one a core; `processors` on how many processors at most, None
    for all; `memory` the bytes that all of them may take together, None for half of the machine's. `manners` say when they may
    begin, `later` is the hour that "Later tonight" means. `last_recipe` is a name, '' for the first one. `close_to_tray` is
    None until the user was asked. `alerts` says from where on something is told as out of the ordinary,
    `metrics` where figures are to be had by others.
    """

    v: int = SETTINGS_VERSION
    theme: Appearance = Appearance.AUTO
    workers: Annotated[int, Meta(ge=1, le=64)] | None = None
    processors: Annotated[int, Meta(ge=1, le=1024)] | None = None
    memory: Annotated[int, Meta(ge=256_000_000)] | None = None
    manners: tuple[Manners, ...] = ()
    later: time = time(22)
    notices: bool = True
    keep_awake: bool = True
    close_to_tray: bool | None = None
    compact: bool = False
    newest_first: bool = True
    panel: bool = True
    last_recipe: str = ""

    @property
    def general_manners(self) -> Manners:
        """Those for all kinds that are made of files, which the window can change; none where there are none."""
        return next((one for one in self.manners if one.kind is None), Manners())

    def with_general_manners(self, wanted: Manners) -> "Settings":
        """The same settings with these in place of those for all kinds."""
        others = tuple(one for one in self.manners if one is not self.general_manners)
        return structs.replace(self, manners=others if wanted == Manners() else (wanted, *others))

    alerts: AlertLimits = AlertLimits()
    metrics: MetricsSettings = MetricsSettings()


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
        settings = _read(data)
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
    fields = msgspec.to_builtins(settings, builtin_types=(time,), order="deterministic")
    write_whole(path, tomli_w.dumps({name: value for name, value in fields.items() if value is not None}).encode())


def change(path: Path, before: Settings, wanted: Settings) -> None:
    """Write what is other in `wanted` than `before`; what somebody wrote into the file meanwhile stays. Raises OSError."""
    loaded = load(path) if path.exists() else None
    kept = before if loaded is None or loaded.problem else loaded.settings
    news = {
        name: value for name in Settings.__struct_fields__ if (value := getattr(wanted, name)) != getattr(before, name)
    }
    save(path, structs.replace(kept, **news))


class FollowedSettings:
    """The settings file as others change it, the window or a person with an editor: only looked at, costs microseconds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, ...] | None = None
        self._current: Settings | None = None

    def changed(self) -> Settings | None:
        """The settings where they are others than at the last call, the defaults without a file; None where nothing changed.

        A file that cannot be used, as while somebody edits it, changes nothing.
        """
        seen = self._stamp()
        if seen == self._seen:
            return None
        try:
            found = _read(self._path.read_bytes()) if seen else Settings()
        except (OSError, msgspec.ValidationError, ValueError, RecursionError):
            return None
        self._seen = seen
        before, self._current = self._current, found
        return found if found != before else None

    def _stamp(self) -> tuple[int, ...]:
        try:
            told = self._path.stat()
        except OSError:
            return ()
        return told.st_ino, told.st_mtime_ns, told.st_size


def _read(data: bytes) -> Settings:
    return msgspec.convert(tomllib.loads(data.decode()), Settings)
