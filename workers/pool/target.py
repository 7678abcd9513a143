"""Where the output of one attempt goes, and under what name."""

import shutil
from datetime import datetime
from pathlib import Path

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import SPECS
from workers.jobs import Claimed
from workers.output.naming import NameFacts, file_name
from workers.plan import Plan
from workers.recipe import OnExists, ReplaceOriginals
from workers.volumes import is_away


class Target:
    """A job's output folder, and the rules for names in it."""

    def __init__(self, claimed: Claimed) -> None:
        self._job = claimed.job
        self._root = claimed.out_root
        self._recipe = claimed.recipe
        self.replaces = isinstance(claimed.recipe.destination, ReplaceOriginals)
        self.folder = Path(claimed.job.folder)
        self.on_exists = OnExists.NUMBER if self.replaces else claimed.recipe.on_exists

    def check_not_away(self) -> None:
        """Raises Failure when the drive that the output goes to is not there, or another one in its place."""
        if is_away(self._root.path, self._root.volume):
            raise Failure(ErrorCode.OUTPUT_AWAY, FailureFacts(path=str(self.folder), drive=self._root.name))

    def name(self, plan: Plan, mtime_ns: int) -> str:
        """The name that the recipe asks for; an output that replaces its original keeps the original's."""
        source = Path(self._job.source)
        known = SPECS[plan.format].extensions
        if plan.stills > 1:
            extension = ""
        elif self.replaces and source.suffix.lower() in known:
            extension = source.suffix
        else:
            extension = known[0]
        facts = NameFacts(
            source=source,
            width=plan.width,
            height=plan.height,
            format=plan.format,
            recipe=self._recipe.name,
            taken=datetime.fromtimestamp(mtime_ns / 1e9).astimezone().date(),
            counter=self._job.place,
        )
        return file_name("{name}" if self.replaces else self._recipe.template, facts, extension)

    def relative(self, name: str) -> str:
        """A name in the folder as the table spells it: relative to the output's root, with '/'."""
        return f"{self._job.out_dir}/{name}" if self._job.out_dir else name

    def fenced(self) -> Path | None:
        """Where an earlier attempt was about to publish, None when none was."""
        return self.folder / self._job.out_rel.rpartition("/")[2] if self._job.out_rel else None

    def bytes_free(self) -> int | None:
        """What its disk has left, None when that cannot be asked."""
        try:
            return shutil.disk_usage(self._root.path).free
        except OSError:
            return None
