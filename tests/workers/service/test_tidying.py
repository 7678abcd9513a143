"""What is forgotten after a while."""

import os
import time
from pathlib import Path

from tests.support.store import OUTCOME, Table
from tests.workers.service.test_submit import accepted
from workers.jobs.queries import Selection
from workers.output.undo import KEPT_FOR_S
from workers.recipe import Recipe, ReplaceOriginals
from workers.service import JobService
from workers.service.tidying import tidy


def test_originals_are_kept_for_30_days(service: JobService, table: Table, june: Path) -> None:
    (job,), _ = accepted(service, june / "a.jpg", recipe=Recipe(destination=ReplaceOriginals()))
    kept = june / ".mediaapp-originals/1/a.jpg"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a.jpg")
    claim = table.claim().claim
    table.claims.note_original(claim, str(kept))
    table.finishing.finish(claim, OUTCOME, "")
    assert not tidy(service)
    assert kept.exists()
    old = time.time() - KEPT_FOR_S - 10
    os.utime(kept.parent, (old, old))
    assert not tidy(service)
    assert not kept.exists()
    assert service.reader.jobs([job.id])[0].original is None


def test_old_rows_go_step_by_step(service: JobService, table: Table, june: Path) -> None:
    accepted(service, june)
    table.clock.now = time.time() - 91 * 24 * 3600
    for running in table.claim_in_order(2):
        claim = next(each.claim for each in table.supervision.running() if each.claim.job == running.id)
        table.finishing.finish(claim, OUTCOME, "")
    assert tidy(service), "rows"
    assert tidy(service), "events"
    assert not tidy(service)
    assert len(service.reader.ids(Selection())) == 2
