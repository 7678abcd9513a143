"""What must hold whatever happened: one list of everything that does not."""

import os
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import which
from stat import S_IMODE, S_ISREG

import apsw
from msgspec import Struct
from PIL import Image

from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.output.publish import digest_of
from workers.output.undo import KEPT_IN
from workers.service.service import JobService

_ENDED = frozenset((JobState.DONE, JobState.SKIPPED, JobState.FAILED, JobState.CANCELLED))


class Original(Struct, frozen=True):
    """A source as it was before anything happened to it."""

    digest: str
    mtime_ns: int
    mode: int


def originals_of(*paths: Path) -> dict[Path, Original]:
    """These files, and all regular ones below these folders, as they are now."""
    files = [file for path in paths for file in (path, *path.rglob("*")) if _is_file(file)]
    return {file: _original(file) for file in files}


def broken_promises(
    service: JobService,
    *,
    originals: Mapping[Path, Original],
    folders: Sequence[Path],
    at_rest: bool,
    second_opinion: bool = False,
) -> list[str]:
    """Everything that is not as it must be, in words; empty when all promises are kept.

    `folders` hold all sources and outputs. `at_rest`: a start after the last fault has left nothing to do, so every file is
    accounted for, nothing half-written is there and every job has ended.
    `second_opinion`: another decoder than ours, libvips, reads every output too, where it is installed.
    """
    jobs = service.reader.jobs(service.reader.ids(Selection()))
    return [
        *_changed_originals(originals),
        *_bad_outputs(_made_in(folders, originals), second_opinion=second_opinion),
        *_broken_jobs(jobs),
        *(_parts_in(folders) if at_rest else ()),
        *(_odd_states(service, jobs) if at_rest else ()),
        *(_unaccounted(jobs, _made_in(folders, originals)) if at_rest else ()),
    ]


def damage_in(database: Path) -> list[str]:
    """What SQLite finds wrong with a job database."""
    connection = apsw.Connection(str(database))
    try:
        found = [str(row[0]) for row in connection.execute("pragma integrity_check")]
    finally:
        connection.close()
    return [] if found == ["ok"] else found


def _changed_originals(originals: Mapping[Path, Original]) -> list[str]:
    found = []
    for path, before in originals.items():
        # A replaced one is kept, whole, under its own name.
        places = [
            place for place in (path, *(path.parent / KEPT_IN).glob(f"*/{_literal(path.name)}")) if _is_file(place)
        ]
        if before not in {_original(place) for place in places}:
            found.append(f"an original is lost or changed: {path}")
    return found


def _made_in(folders: Sequence[Path], originals: Mapping[Path, Original]) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if _is_file(path) and path not in originals and not any(part.startswith(".mediaapp-") for part in path.parts)
    ]


def _bad_outputs(outputs: list[Path], *, second_opinion: bool) -> list[str]:
    return [
        f"an output that does not decode: {path}: {why}"
        for path in outputs
        if (why := _why_bad(path, second_opinion=second_opinion))
    ]


def _why_bad(path: Path, *, second_opinion: bool) -> str:
    try:
        with Image.open(path) as image:
            for frame in range(getattr(image, "n_frames", 1)):
                image.seek(frame)
                image.load()
    except (OSError, SyntaxError, ValueError) as error:
        return str(error)
    vips = which("vips") if second_opinion else None
    if vips is None:
        return ""
    # `avg` reads every pixel.
    done = subprocess.run([vips, "avg", f"{path}[fail-on=warning]"], capture_output=True, check=False)
    return done.stderr.decode("utf-8", "replace")


def _parts_in(folders: Sequence[Path]) -> list[str]:
    parts = (part for folder in folders for part in folder.rglob(".mediaapp-*.part"))
    return [f"a half-written output stays behind: {part}" for part in parts]


def _odd_states(service: JobService, jobs: list[Job]) -> list[str]:
    counts = service.reader.counts()
    told = {state: getattr(counts, state.value) for state in JobState}
    found = [f"job {job.id} has no end: {job.state} {job.error_code}" for job in jobs if job.state not in _ENDED]
    if told != {state: sum(job.state is state for job in jobs) for state in JobState}:
        found.append(f"the tally differs from the rows: {told}")
    return found


def _broken_jobs(jobs: list[Job]) -> list[str]:
    found = []
    last = {job.output: job.id for job in sorted(jobs, key=lambda job: job.finished or 0.0) if job.output is not None}
    for job in jobs:
        if job.state is not JobState.DONE or job.output is None or last[job.output] != job.id:
            continue
        try:
            if digest_of(Path(job.output)) != job.digest:
                found.append(f"job {job.id}: its output is not the file that was checked")
        except OSError as error:
            found.append(f"job {job.id} is done and has no output: {error}")
    return found


def _unaccounted(jobs: list[Job], outputs: list[Path]) -> list[str]:
    owned = Counter(job.output for job in jobs if job.state is JobState.DONE)
    found = [f"two jobs have one output: {output}" for output, n in owned.items() if n > 1]
    found += [f"nobody's output: {path}" for path in outputs if str(path) not in owned]
    return found


def _original(path: Path) -> Original:
    status = path.lstat()
    return Original(digest_of(path), status.st_mtime_ns, S_IMODE(status.st_mode))


def _is_file(path: Path) -> bool:
    try:
        return S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
