"""What can be known of an installation: versions, formats, folders, space and the list of jobs."""

import importlib.util
import platform
import re
import shutil
import time
import tomllib
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from msgspec import Struct

from mediaapp import text
from mediaapp.cli.opening import opened_service
from mediaapp.cli.subcommand import CommandRefused
from mediaapp.paths import Folders
from mediaapp.saved_recipes import SavedRecipes
from mediaapp.session import pool_is_owned, worker_trouble
from mediaapp.settings import load
from mediaapp.version import VERSION
from workers.formats import SPECS, FormatSpec
from workers.jobs.state import JobState
from workers.manners.idle import idle_s
from workers.manners.mains import on_mains
from workers.volumes import volume_of

_LOW_BYTES = 500_000_000
_EXTRAS = {"heic": "pillow_heif", "jxl": "pillow_jxl", "deep-color": "pyvips"}


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that was looked at; `fine` is false where somebody should do something about it."""

    topic: str
    what: str
    value: str
    fine: bool = True


def examine(folders: Folders) -> list[Finding]:
    """Look at everything; nothing is changed."""
    return [
        *_versions(),
        *_formats(),
        *_folders(folders),
        *_recipes(folders),
        *_jobs(folders),
        *_manners(folders),
        *_start(),
    ]


def requirements() -> Sequence[str]:
    """What mediaapp needs: as installed, else of the project file beside the package, in a checkout or a bundle."""
    try:
        return requires("mediaapp") or ()
    except PackageNotFoundError:
        project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
        return tuple(project["dependencies"])


def _versions() -> Iterator[Finding]:
    yield Finding(topic="version", what="mediaapp", value=VERSION)
    yield Finding(topic="version", what="Python", value=f"{platform.python_version()}, {platform.machine()}")
    yield Finding(topic="version", what="system", value=platform.platform())
    # One that differs between systems or Pythons stands there several times.
    needed = {_name(requirement): requirement for requirement in requirements() if "extra ==" not in requirement}
    for name, requirement in needed.items():
        try:
            yield Finding(topic="version", what=name, value=version(name))
        except PackageNotFoundError:
            # What only another system or another Python needs is named here too.
            yield Finding(topic="version", what=name, value="not installed", fine=";" in requirement)


def _name(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0]


def _formats() -> Iterator[Finding]:
    for spec in SPECS.values():
        yield Finding(topic="format", what=spec.label, value=_abilities(spec))
    for extra, module in _EXTRAS.items():
        there = importlib.util.find_spec(module) is not None
        yield Finding(topic="extra", what=extra, value="installed" if there else "not installed")


def _abilities(spec: FormatSpec) -> str:
    reads = spec.reads and _has(spec.read_extra)
    writes = spec.writes and _has(spec.write_extra)
    return "read and written" if reads and writes else "read" if reads else "written" if writes else "needs its extra"


def _has(extra: str | None) -> bool:
    return extra is None or importlib.util.find_spec(_EXTRAS[extra]) is not None


def _folders(folders: Folders) -> Iterator[Finding]:
    for name in ("data", "config", "cache", "logs"):
        path: Path = getattr(folders, name)
        free = shutil.disk_usage(path).free
        yield Finding(topic="folder", what=name, value=f"{path}, {text.size(free)} free", fine=free > _LOW_BYTES)
    volume = volume_of(folders.data)
    if volume.network:
        yield Finding(topic="folder", what="data", value=f"is on the network drive “{volume.name}”", fine=False)


def _recipes(folders: Folders) -> Iterator[Finding]:
    saved = SavedRecipes(folders.recipes)
    yield Finding(topic="recipes", what="saved", value=str(len(saved.all())))
    for found in saved.unusable():
        yield Finding(topic="recipes", what=found.path.name, value=found.reason, fine=False)


def _jobs(folders: Folders) -> Iterator[Finding]:
    try:
        with opened_service() as service:
            counts, causes, paused = service.reader.counts(), service.reader.causes(), service.reader.paused()
            holds = service.reader.holds()
    except CommandRefused as refused:
        yield Finding(topic="jobs", what="list", value=str(refused), fine=False)
        return
    for state in JobState:
        yield Finding(topic="jobs", what=state.value, value=text.count(counts.in_state(state)))
    for cause in causes:
        yield Finding(topic="cause", what=cause.code.value, value=f"{text.count(cause.jobs)} {cause.state.value}")
    works = "paused" if paused else text.held_back(holds, time.time()) or "yes"
    yield Finding(topic="pool", what="works", value=works if pool_is_owned(folders) or paused else "no")


def _manners(folders: Folders) -> Iterator[Finding]:
    """Whether the computer tells what the manners ask about."""
    manners = load(folders.settings).settings.manners
    if any(one.on_mains for one in manners):
        yield Finding(topic="manners", what="mains power", value="yes" if on_mains() else "no")
    if any(one.when_idle for one in manners):
        idle = idle_s()
        told = "cannot be told here, so nothing waits for it" if idle is None else f"for {text.duration(idle)}"
        yield Finding(topic="manners", what="not in use", value=told, fine=idle is not None)


def _start() -> Iterator[Finding]:
    trouble = worker_trouble()
    why = "yes" if trouble is None else text.no_worker(trouble).cause
    yield Finding(topic="pool", what="a worker starts", value=why, fine=trouble is None)
