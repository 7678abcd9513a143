"""Hooks: what was asked for, the calls they come to, and how the last one of each went."""

import os
from collections.abc import Sequence

import msgspec

from workers.errors import ErrorCode, FailureFacts
from workers.jobs.hook import Hook, HookFolder, HookRules, SecretPlace
from workers.jobs.ids import HookId, JobId, RootId
from workers.jobs.job import NewRequest
from workers.jobs.state import JobState
from workers.requests import HookRequest
from workers.retry import CALL_TRIES
from workers.store import names, rows
from workers.store.request_writing import RequestWriting
from workers.store.rows import Row

_COLUMNS = "select h.id, h.rules, h.token, h.is_on, h.created, h.secret"
_RULES = f"{_COLUMNS} from hook h"
_HOOK = (
    f"{_COLUMNS}, j.id, j.state, j.tries, j.finished, j.error_code,"
    " ifnull(j.result ->> '$.status', j.result ->> '$.exit_code'),"
    " ifnull(j.failure ->> '$.status', j.failure ->> '$.exit_code'),"
    " (select min(not_before) from job indexed by job_hook_state where hook_id = h.id and state = 'delayed'),"
    " (select count(*) from job indexed by job_hook_state"
    "  where hook_id = h.id and state in ('queued', 'delayed', 'paused') and removed = 0),"
    " (select count(*) from job indexed by job_hook_state where hook_id = h.id and state = 'failed' and removed = 0),"
    " j.result ->> '$.seconds', j.failure"
    " from hook h left join job j on j.id ="
    "  (select id from job indexed by job_hook where hook_id = h.id and attempt > 0 order by id desc limit 1)"
)


class Hooks(RequestWriting):
    """Reads and writes hooks, and makes their calls jobs."""

    def add(self, rules: HookRules, token: str, *, folder: HookFolder | None, secret: SecretPlace | None) -> HookId:
        """A new hook, which is on."""
        with self._change():
            return HookId(
                self._value(
                    "insert into hook(name, rules, secret, root, dir, dir_raw, leads_to, token, created)"
                    " values(?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
                    (*_columns(rules, folder, secret), token, self._clock()),
                )
            )

    def change(self, hook: HookId, rules: HookRules, *, folder: HookFolder | None, secret: SecretPlace | None) -> bool:
        """Other rules, also for calls that wait; False when there is no such hook."""
        with self._change():
            return bool(
                self._run(
                    "update hook set name = ?, rules = ?, secret = ?, root = ?, dir = ?, dir_raw = ?, leads_to = ?"
                    " where id = ?",
                    (*_columns(rules, folder, secret), hook),
                )
            )

    def switch(self, hook: HookId, *, on: bool) -> bool:
        """Call it after what happens from now on, or do not; False when there is no such hook."""
        with self._change():
            return bool(self._run("update hook set is_on = ? where id = ?", (on, hook)))

    def remove(self, hook: HookId) -> bool:
        """Forget it; its calls stay in the list. False when there is no such hook."""
        with self._change():
            return bool(self._run("delete from hook where id = ?", (hook,)))

    def all(self) -> list[Hook]:
        """In the order they were added."""
        return [_hook(row) for row in self._rows(f"{_HOOK} order by h.id")]

    def on(self) -> list[Hook]:
        """Those that are on, none while all is off, without how their calls stand: asked for each event."""
        on = "h.is_on and (select automatic from pool)"
        return [
            _hook((*row, *(None,) * 8, 0, 0, None, None)) for row in self._rows(f"{_RULES} where {on} order by h.id")
        ]

    def get(self, hook: HookId) -> Hook | None:
        """One of them, None when there is none of this number."""
        found = self._rows(f"{_HOOK} where h.id = ?", (hook,))
        return _hook(found[0]) if found else None

    def waiting(self, hook: HookId) -> list[JobId]:
        """Its calls that have not begun."""
        return [
            JobId(job)
            for (job,) in self._rows(
                "select id from job indexed by job_hook_state"
                " where hook_id = ? and state in ('queued', 'delayed', 'paused') order by id",
                (hook,),
            )
        ]

    def call(self, calls: Sequence[tuple[HookRequest, str]]) -> list[JobId]:
        """Make jobs of these requests, each with the name of its row, in one transaction.

        Those that there are already for the same hook and event, or whose hook is gone, are left out.
        """
        if not calls:
            return []
        with self._change() as change:
            return [job for request, name in calls if (job := self._call(change, request, name)) is not None]

    def _call(self, change: int, request: HookRequest, name: str) -> JobId | None:
        found = self._rows(
            "select name, root, dir, dir_raw, leads_to from hook where id = :hook and not exists"
            " (select 1 from job indexed by job_hook_event where hook_id = :hook and event_id = :event)",
            {"hook": request.hook, "event": request.event},
        )
        if not found:
            return None
        hook_name, root, rel, raw, leads_to = found[0]
        new = NewRequest(
            name=name,
            request=request,
            out_root=None if root is None else RootId(root),
            out_dir=rel or "",
            out_dir_raw=raw,
            out_leads_to=rows.path(leads_to),
            max_tries=CALL_TRIES,
        )
        submitter = f"hook {request.hook}"
        # One batch for each hook and day, so that the list is not full of headings.
        batch = self._value(
            "select max(id) from batch indexed by batch_hook where purpose = 'hooks' and submitter = ?"
            " and date(created, 'unixepoch', 'localtime') = date(?, 'unixepoch', 'localtime')",
            (submitter, self._clock()),
        )
        if batch is None:
            batch = self._request_batch(change, new, name=hook_name, submitter=submitter)
        return self._add_requests(change, batch, [new])[0]


def _columns(rules: HookRules, folder: HookFolder | None, secret: SecretPlace | None) -> tuple[object, ...]:
    place: tuple[object, ...] = (None,) * 4
    if folder is not None:
        leads_to = None if folder.leads_to is None else os.fsencode(folder.leads_to)
        place = (folder.root, folder.rel, folder.raw, leads_to)
    return (names.shown(rules.name), rows.encoded(rules), secret, *place)


def _hook(row: Row) -> Hook:
    state = None if row[7] is None else JobState(row[7])
    answer = row[11] if state is JobState.DONE else row[12]
    return Hook(
        id=HookId(row[0]),
        rules=msgspec.json.decode(row[1], type=HookRules),
        token=row[2],
        on=bool(row[3]),
        created=row[4],
        secret=None if row[5] is None else SecretPlace(row[5]),
        job=None if row[6] is None else JobId(row[6]),
        state=state,
        tried=row[8] or 0,
        ended=row[9],
        code=None if row[10] is None else ErrorCode(row[10]),
        answer=answer,
        seconds=row[16] if state is JobState.DONE else None,
        failure=None if state is JobState.DONE else rows.decoded(row[17], FailureFacts),
        due=row[13],
        waiting=row[14],
        failed=row[15],
    )
