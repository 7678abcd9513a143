"""The output of one attempt: its folder, its name, and the half-written part that becomes it."""

import contextlib
import logging
import os
import shutil
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

from workers.bounds import MOST, local_time
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import SPECS
from workers.jobs.claim import Claimed
from workers.outcome import Checked, Promise, Verdict
from workers.output.attributes import copy_attributes
from workers.output.failures import writing_failure
from workers.output.inheritance import inherit
from workers.output.naming import file_name
from workers.output.publish import create_part, digest_of, discard, finish_dates, next_free, publish
from workers.output.undo import leave_place, put_in_place, return_original
from workers.plan import Plan
from workers.pool.input_file import InputFile
from workers.recipe import Metadata, OnExists, ReplaceOriginals
from workers.template import NameParts
from workers.volumes import is_away

_log = logging.getLogger(__name__)


class OutputFile:
    """Where a job's output goes. What writes there raises Failure."""

    def __init__(self, claimed: Claimed, beside: Executor | None) -> None:
        self._beside = beside
        self._job = claimed.job
        self._root = claimed.out_root
        self._recipe = claimed.recipe
        self._tag = f"{claimed.claim.job}-{claimed.claim.attempt}"
        self._part: Path | None = None
        self._mode: int | None = None
        self.folder = Path(claimed.job.folder)
        self.replaces = isinstance(claimed.recipe.destination, ReplaceOriginals)
        self._on_exists = OnExists.NUMBER if self.replaces else claimed.recipe.on_exists

    def check_not_away(self) -> None:
        """Raises Failure when the drive that the output goes to is not there, or another one in its place."""
        if is_away(self._root.path, self._root.volume):
            raise Failure(ErrorCode.OUTPUT_AWAY, FailureFacts(path=str(self.folder), drive=self._root.name))

    def is_published(self) -> bool:
        """Whether an earlier attempt gave its output the name it had told of."""
        out_rel = self._job.out_rel
        return out_rel is not None and is_output(self.folder / out_rel.rpartition("/")[2], self._job.digest)

    def name(self, plan: Plan, mtime_ns: int) -> str:
        """The name that the recipe asks for; an output that replaces its original keeps the original's.

        `mtime_ns` is the source's date, for pictures that do not say when they were taken.
        """
        source = Path(self._job.source)
        known = SPECS[plan.format].extensions
        if plan.stills > 1:
            extension = ""
        elif self.replaces and source.suffix.lower() in known:
            extension = source.suffix
        else:
            extension = known[0]
        taken = plan.facts.taken
        parts = NameParts(
            name=source.stem,
            ext=source.suffix[1:],
            width=plan.width,
            height=plan.height,
            format=plan.format.value,
            recipe=self._recipe.name,
            taken=local_time(mtime_ns) if taken is None else taken,
            counter=self._job.place,
            parent=source.parent.name,
        )
        return file_name("{name}" if self.replaces else self._recipe.template, parts, extension)

    def is_taken(self, name: str, plan: Plan, policy_applies: Callable[[str], bool]) -> bool:
        """Whether the recipe skips sources whose output's name exists, and this one does, in a file that this is meant for."""
        taken = next_free(self.folder, name, self._on_exists, is_folder=plan.stills > 1) is None
        return taken and policy_applies(self.relative(name))

    def relative(self, name: str) -> str:
        """A name in the folder as the table spells it: relative to the output's root, with '/'."""
        return f"{self._job.out_dir}/{name}" if self._job.out_dir else name

    def create_part(self, *, is_folder: bool, told: Callable[[str], None]) -> Path:
        """Make the empty part that the engine fills, a file or a folder; `told` hears its path before it is there."""
        self._check_leads_there()
        self._part = create_part(self.folder, self._tag, is_folder=is_folder, told=lambda part: told(str(part)))
        return self._part

    def publish(
        self,
        name: str,
        *,
        fence: Callable[[str], None],
        told_original: Callable[[str], None],
        policy_applies: Callable[[str], bool],
    ) -> bool:
        """Give the finished part its name; False when the name was taken meanwhile and that means skip.

        `fence` hears the output's path as `relative` spells it, `policy_applies` is asked with it about a file that is there;
        `told_original` hears where a replaced original will be kept.
        """
        part = self._made()
        self._check_leads_there()
        if self.replaces:
            put_in_place(
                part,
                Path(self._job.source),
                name,
                tag=str(self._job.id),
                told=lambda kept: told_original(str(kept)),
                fence=lambda final: fence(self.relative(final)),
                mode=self._mode,
                beside=self._beside,
            )
        else:
            output = publish(
                part,
                self.folder,
                name,
                on_exists=self._on_exists,
                fence=lambda final: fence(self.relative(final)),
                policy_applies=lambda taken: policy_applies(self.relative(taken)),
                beside=self._beside,
            )
            if output is None:
                return False
        self._part = None
        return True

    def finish(self, source: InputFile) -> tuple[Checked, ...]:
        """Give the part what belongs to the source's file, while nobody sees it yet; returns what became of that.

        The user's attributes, unless the recipe keeps less of it, and the dates; where it takes the original's place, all
        that a copy over it would keep.
        """
        part, told = self._made(), list[Checked]()
        try:
            if self._recipe.metadata in {Metadata.ALL, Metadata.NO_LOCATION}:
                whole = copy_attributes(source.file.fileno(), part)
                told += [] if whole else [Checked(promise=Promise.TAGS, verdict=Verdict.LOST)]
            if self.replaces:
                inherited = inherit(source.file.fileno(), part)
                self._mode = inherited.mode
                told += inherited.promises
        except OSError as error:
            raise writing_failure(error, part) from error
        finish_dates(source.status, part)
        return tuple(told)

    def _check_leads_there(self) -> None:
        """Raises Failure where a folder on the way became a link since the output's folder was chosen: nobody meant that."""
        meant = self._job.folder if self._job.leads_to is None else self._job.leads_to
        if os.path.normcase(os.path.realpath(self.folder)) != os.path.normcase(meant):
            raise Failure(ErrorCode.OUTPUT_LEADS_ELSEWHERE, FailureFacts(path=str(self.folder)))

    def _made(self) -> Path:
        if self._part is None:
            raise AssertionError("there is no part to publish")
        return self._part

    def return_original(self) -> None:
        """Undo what an attempt left that ended between keeping the original and giving the output its place."""
        if self._job.original is not None:
            source = Path(self._job.source)
            try:
                return_original(Path(self._job.original), source)
            except OSError as error:
                raise writing_failure(error, source) from error

    def leave_original(self) -> None:
        """Finish what an attempt left that ended after its output was published. Raises Failure."""
        if self._job.original is not None:
            leave_place(Path(self._job.original), Path(self._job.source))

    def discard_part(self) -> Path | None:
        """Remove the part if there is one; returns one that cannot be removed."""
        part, self._part = self._part, None
        if part is not None:
            try:
                discard(part)
            except OSError:
                _log.warning("a part file stays behind", exc_info=True)
                return part
        return None

    def bytes_free(self) -> int | None:
        """What its disk has left, None when that cannot be asked."""
        try:
            return min(shutil.disk_usage(self._root.path).free, MOST)
        except OSError:
            return None


def is_output(path: Path, digest: str | None) -> bool:
    """Whether this very output is there."""
    with contextlib.suppress(OSError):
        return digest_of(path) == digest
    return False
