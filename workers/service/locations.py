"""From an absolute path to a row's root and relative path, and to where its output goes."""

import os
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from workers.jobs.ids import RootId
from workers.jobs.job import NewJob, Root
from workers.kinds import JobKind, guess
from workers.output.naming import out_dir
from workers.recipe import Destination
from workers.sources import Candidate
from workers.store.job_store import JobStore
from workers.store.names import shown
from workers.volumes import Volume, Volumes


class Location(Struct, frozen=True, kw_only=True):
    """A path as the table keeps it: `raw` holds its bytes where they are not UTF-8, `rel` is then only to be shown.

    `leads_to` is where links on the way to a folder lead, absolute; None where there are none.
    """

    root: RootId
    rel: str
    raw: bytes | None = None
    leads_to: str | None = None


class Locations:
    """Finds roots; asks the disk once for each folder."""

    def __init__(self, store: JobStore) -> None:
        self._store = store
        self._volumes = Volumes()
        self._roots = dict[str, Root]()
        self._folders = dict[str, tuple[Root, str, str | None]]()

    def of_file(self, path: str) -> Location:
        """The location of an absolute path. A folder reached by a link to another volume is named by its real path."""
        folder, name = os.path.split(path)
        root, below, _ = self._folder(folder)
        return _location(root, f"{below}/{name}" if below else name)

    def of_folder(self, path: str) -> Location:
        """The location of an absolute folder, which need not exist."""
        return _location(*self._folder(path))

    def _folder(self, folder: str) -> tuple[Root, str, str | None]:
        known = self._folders.get(folder)
        if known is None:
            real, volume = folder, self._volumes.of(folder)
            resolved = os.path.realpath(folder)
            if resolved != folder and (beyond := self._volumes.of(resolved)) != volume:
                real, volume = resolved, beyond
            below = os.path.relpath(real, volume.path).replace(os.sep, "/")
            leads_to = resolved if resolved != real else None
            known = self._folders[folder] = (self._root(volume), "" if below == "." else below, leads_to)
        return known

    def _root(self, volume: Volume) -> Root:
        if volume.path not in self._roots:
            self._roots[volume.path] = self._store.intake.root(volume)
        return self._roots[volume.path]


class Destinations:
    """Where outputs go; asks the disk once for each source folder."""

    def __init__(self, locations: Locations, destination: Destination, fallback: Path) -> None:
        self._locations = locations
        self._destination = destination
        self._fallback = fallback
        self._known = dict[tuple[str, str | None], tuple[str, Location]]()

    def of(self, source: str, dropped: str | None) -> tuple[str, Location]:
        """The output folder of one source, absolute and as a location."""
        key = (os.path.dirname(source), dropped)  # noqa: PTH120 - for each of 100,000 paths
        if key not in self._known:
            base = None if dropped is None else Path(dropped)
            folder = os.path.abspath(out_dir(self._destination, Path(source), base, self._fallback))  # noqa: PTH100
            self._known[key] = (folder, self._locations.of_folder(folder))
        return self._known[key]

    def top(self, folder: str, dropped: str | None) -> str:
        """The folder to look for an output in: the one that all outputs of a dropped folder lie in, else its own."""
        if dropped is None:
            return folder
        top, _ = self.of(os.path.join(dropped, "x"), dropped)  # noqa: PTH118
        return top if Path(folder).is_relative_to(top) else folder


class Arrival:
    """Turns what was found into new jobs and keeps what is told about the whole batch."""

    def __init__(self, locations: Locations, destinations: Destinations) -> None:
        self._locations = locations
        self._destinations = destinations
        self._sources = set[str]()
        self._outputs = set[str]()
        self._tops = set[str]()

    def job(self, found: Candidate, location: Location) -> NewJob:
        """The job of this source, which stands at this location."""
        folder, target = self._destinations.of(found.path, found.dropped)
        if folder not in self._outputs:
            self._outputs.add(folder)
            self._tops.add(self._destinations.top(folder, found.dropped))
        self._sources.add(os.path.dirname(found.path))  # noqa: PTH120
        return NewJob(
            root=location.root,
            rel=location.rel,
            rel_raw=location.raw,
            out_root=target.root,
            out_dir=target.rel,
            out_dir_raw=target.raw,
            out_leads_to=target.leads_to,
            kind=guess(found.path) or JobKind.IMAGE,
            size_in=found.size,
            mtime_in=found.mtime_ns,
        )

    @property
    def folder(self) -> str:
        """The deepest folder that all outputs so far share, '' when they share none."""
        return shared_folder(self._outputs)

    @property
    def places(self) -> int:
        """In how many folders somebody has to look for the outputs so far; what lies below one of them is not counted."""
        return len(self._tops)

    @property
    def folders(self) -> int:
        """How many folders the sources so far are in."""
        return len(self._sources)


def _location(root: Root, rel: str, leads_to: str | None = None) -> Location:
    try:
        rel.encode()
    except UnicodeEncodeError:
        return Location(root=root.id, rel=shown(rel), raw=os.fsencode(rel), leads_to=leads_to)
    return Location(root=root.id, rel=rel, leads_to=leads_to)


def shared_folder(folders: Iterable[str]) -> str:
    """The deepest folder that all of these absolute folders lie in, '' when there is none, as on two drives."""
    try:
        return os.path.commonpath(set(folders))
    except ValueError:
        return ""
