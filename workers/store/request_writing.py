"""The rows of jobs that have a request, which requests of all kinds write alike."""

import os
from collections.abc import Sequence

from workers.jobs.batch import PURPOSES
from workers.jobs.ids import BatchId, JobId, RootId
from workers.jobs.job import NewRequest
from workers.jobs.state import JobState
from workers.kinds import KINDS
from workers.recipe import Recipe
from workers.requests import HookRequest, Request, kind_of
from workers.store import names, rows
from workers.store.batch_writing import BatchWriting

_NOWHERE = RootId(0)


class RequestWriting(BatchWriting):
    """Writes them within a transaction of somebody else."""

    def _request_batch(self, change: int, first: NewRequest, *, name: str, submitter: str) -> BatchId:
        return self._add_batch(
            change,
            b"",
            name=name,
            recipe=Recipe(),
            submitter=submitter,
            prio=first.prio,
            on_hold=False,
            worker=None,
            purpose=PURPOSES[kind_of(first.request)],
        )

    def _add_requests(self, change: int, batch: BatchId, requests: Sequence[NewRequest]) -> list[JobId]:
        now, n = self._clock(), int(self._value("select n from batch where id = ?", (batch,)))
        added = [
            JobId(
                self._value(
                    "insert into job(batch_id, place, kind, lane, request, root, rel, out_root, out_dir, out_dir_raw,"
                    " out_leads_to, size_in, mtime_in, state, prio, max_tries, created, changed, hook_id, event_id)"
                    " values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?, ?) returning id",
                    (
                        batch,
                        place,
                        kind_of(each.request),
                        KINDS.requests[kind_of(each.request)].lane,
                        rows.encoded(each.request),
                        _NOWHERE,
                        _row_name(each.name),
                        _NOWHERE if each.out_root is None else each.out_root,
                        each.out_dir,
                        each.out_dir_raw,
                        None if each.out_leads_to is None else os.fsencode(each.out_leads_to),
                        JobState.QUEUED,
                        each.prio,
                        each.max_tries,
                        now,
                        change,
                        *_cause(each.request),
                    ),
                )
            )
            for place, each in enumerate(requests, n + 1)
        ]
        self._run("update batch set n = n + ?, changed = ? where id = ?", (len(requests), change, batch))
        return added


def _cause(request: Request) -> tuple[int | None, int | None]:
    """The hook that is called and the event it is called for."""
    return (request.hook, request.event) if isinstance(request, HookRequest) else (None, None)


def _row_name(name: str) -> str:
    """The name as a row can have it, which otherwise holds a path: without separators."""
    return names.shown(name).replace("/", "\N{FRACTION SLASH}").replace("\\", "\N{REVERSE SOLIDUS OPERATOR}") or "?"
