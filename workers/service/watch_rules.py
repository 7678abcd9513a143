"""Whether a folder can be watched as somebody asks for, and where it lies."""

import os
from pathlib import Path

from msgspec import structs

from workers.jobs.ids import RootId, WatchId
from workers.jobs.watch import WatchFault, WatchRefused, WatchRules
from workers.recipe import InFolder, ReplaceOriginals
from workers.service.locations import Locations
from workers.service.service import JobService


def check_watch(service: JobService, rules: WatchRules, watch: WatchId | None = None) -> WatchRefused | None:
    """Why a folder cannot be watched so, None when it can; `watch` is the one whose rules these are to be."""
    return _refused(service, _absolute(rules), watch)


def add_watch(service: JobService, rules: WatchRules) -> WatchId | WatchRefused:
    """Watch a folder; returns the watch's number, or why that cannot be."""
    meant = _absolute(rules)
    refused = _refused(service, meant)
    return refused or service.store.watches.add(meant, _root(service, meant))


def change_watch(service: JobService, watch: WatchId, rules: WatchRules) -> bool | WatchRefused:
    """Let a watch go on with other rules; False when there is none of this number."""
    meant = _absolute(rules)
    refused = _refused(service, meant, watch)
    return refused or service.store.watches.change(watch, meant, _root(service, meant))


def _absolute(rules: WatchRules) -> WatchRules:
    done = rules.done_folder
    return structs.replace(
        rules,
        folder=os.path.abspath(rules.folder),  # noqa: PTH100 - keeps links
        done_folder=None if done is None else os.path.abspath(done),  # noqa: PTH100
    )


def _root(service: JobService, rules: WatchRules) -> RootId:
    return Locations(service.store).of_folder(rules.folder).root


def _refused(service: JobService, rules: WatchRules, but: WatchId | None = None) -> WatchRefused | None:
    folder, destination, done = Path(rules.folder), rules.recipe.destination, rules.done_folder
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises where it may not look
        return WatchRefused(fault=WatchFault.NO_FOLDER, path=rules.folder)
    others = {watch.rules.folder for watch in service.store.watches.all() if watch.id != but}
    if others & {rules.folder, os.path.realpath(rules.folder)}:
        return WatchRefused(fault=WatchFault.ALREADY_WATCHED, path=rules.folder)
    if isinstance(destination, InFolder) and folder.is_relative_to(destination.path):
        return WatchRefused(fault=WatchFault.IN_ITS_RESULTS, path=destination.path)
    return None if done is None else _done_refused(rules, done)


def _done_refused(rules: WatchRules, done: str) -> WatchRefused | None:
    folder, destination = Path(rules.folder), rules.recipe.destination
    if isinstance(destination, ReplaceOriginals):
        return WatchRefused(fault=WatchFault.DONE_AND_REPLACED, path=done)
    if folder.is_relative_to(done):
        return WatchRefused(fault=WatchFault.DONE_IS_THE_FOLDER, path=done)
    if _device(Path(done)) != _device(folder):
        return WatchRefused(fault=WatchFault.DONE_ON_OTHER_DRIVE, path=done)
    return None


def _device(folder: Path) -> int:
    """The number of the file system that a folder is on or would be made on."""
    nearest = next(path for path in (folder, *folder.parents) if os.path.exists(path))  # noqa: PTH110
    return nearest.stat().st_dev
