"""The tables of the job database as data: one migration a version."""

from collections.abc import Sequence

from workers.store.earlier_schema import EARLIER
from workers.store.figures_schema import FIGURES

# One trigger both counts and tells, since SQLite leaves open in which order several are run: an event of a batch comes after
# those of its jobs, and looks at counters that are right. `pool.at` is when the change at hand is made, by the store's clock.
# `rel` and `out_dir` of an event are bytes where a path is not UTF-8. `volume_trouble` has the volumes that jobs found away
# or full and that are not back yet. The events of one job by people are its `history`.
_EVENTS = """
alter table event rename to history;
drop index event_job;
create index history_job on history(job_id);

create table event(
    id integer primary key,
    kind text not null,
    at real not null,
    batch_id integer,
    batch_name text,
    watch_id integer,
    job_id integer,
    job_kind text,
    attempt integer,
    root integer,
    rel,
    out_root integer,
    out_dir,
    out_rel text,
    size_in integer,
    size_out integer,
    started real,
    due real,
    error_code text,
    skipped text,
    facts text
);

create table subscriber(
    name text primary key,
    position integer not null,
    kinds text not null,
    lost integer not null default 0,
    seen real not null
) without rowid;

create table volume_trouble(
    root integer not null,
    kind text not null,
    primary key(root, kind)
) without rowid;

alter table pool add column at real not null default 0;

create view batch_figures as
select b.id batch_id, json_object(
    'jobs', json((select json_group_object(state, n) from
        (select state, sum(n) n from tally where batch_id = b.id and n > 0 group by state))),
    'bytes_in', (select ifnull(sum(bytes_in), 0) from tally where batch_id = b.id and state = 'done'),
    'bytes_out', (select ifnull(sum(bytes_out), 0) from tally where batch_id = b.id and state = 'done'),
    'folder', b.folder,
    'failures', json((select json_group_object(error_code, n) from
        (select error_code, count(*) n from job where batch_id = b.id and state = 'failed' and removed = 0
         group by error_code)))) facts
from batch b;

create trigger batch_accepted after insert on batch
begin
    insert into event(kind, at, batch_id, batch_name, watch_id)
    values('accepted', (select at from pool), new.id, new.name, new.watch_id);
end;

create trigger batch_all_found after update of accepting on batch
when old.accepting is not null and new.accepting is null
begin
    insert into event(kind, at, batch_id, batch_name, watch_id, facts)
    select 'all_found', (select at from pool), new.id, new.name, new.watch_id,
        (select facts from batch_figures where batch_id = new.id);
    insert into event(kind, at, batch_id, batch_name, watch_id, facts)
    select 'batch_ended', (select at from pool), new.id, new.name, new.watch_id,
        (select facts from batch_figures where batch_id = new.id)
    where not exists(select 1 from tally where batch_id = new.id
        and state in ('queued', 'running', 'delayed', 'paused') and n > 0);
end;

drop trigger tally_changed;
create trigger job_changed after update of batch_id, state, removed, size_in, size_out, skipped, original on job
when old.state is not new.state or old.removed is not new.removed or old.batch_id is not new.batch_id
    or old.size_in is not new.size_in or old.size_out is not new.size_out
    or old.skipped is not new.skipped or (old.original is null) is not (new.original is null)
begin
    update tally set n = n - 1, bytes_in = bytes_in - old.size_in, bytes_out = bytes_out - ifnull(old.size_out, 0)
    where batch_id = old.batch_id and state = old.state
        and why = iif(old.original is null, ifnull(old.skipped, ''), 'replaced') and old.removed = 0;
    insert into tally select new.batch_id, new.state, iif(new.original is null, ifnull(new.skipped, ''), 'replaced'),
        1, new.size_in, ifnull(new.size_out, 0) where new.removed = 0
    on conflict do update
    set n = n + 1, bytes_in = bytes_in + excluded.bytes_in, bytes_out = bytes_out + excluded.bytes_out;
    insert into event(kind, at, batch_id, batch_name, watch_id, job_id, job_kind, attempt, root, rel, size_in, started,
        out_root, out_dir, out_rel, size_out, due, error_code, skipped, facts)
    select kind, (select at from pool), new.batch_id, b.name, b.watch_id, new.id, new.kind, new.attempt, new.root,
        ifnull(new.rel_raw, new.rel), new.size_in, new.started,
        iif(has_output, new.out_root, null), iif(has_output, new.out_dir_raw, null), iif(has_output, new.out_rel, null),
        iif(has_output, new.size_out, null), new.not_before, new.error_code, new.skipped, new.failure
    from (select new.state in ('done', 'skipped') has_output, case
            when old.state is new.state then null
            when new.state = 'running' then 'started'
            when new.state = 'done' then 'ready'
            when new.state in ('skipped', 'failed') then new.state
            when new.state = 'delayed' and old.state = 'running' then 'delayed'
            when new.state = 'queued' and old.state = 'running' then 'given_back'
            when new.state = 'cancelled' then iif(old.state = 'done', 'brought_back', 'cancelled')
        end kind) cross join batch b
    where kind is not null and b.id = new.batch_id;
    insert into event(kind, at, batch_id, batch_name, watch_id, facts)
    select 'batch_ended', (select at from pool), b.id, b.name, b.watch_id,
        (select facts from batch_figures where batch_id = b.id)
    from batch b where b.id = old.batch_id
        and old.removed = 0 and old.state in ('queued', 'running', 'delayed', 'paused')
        and (new.removed > 0 or new.state not in ('queued', 'running', 'delayed', 'paused')
            or new.batch_id is not old.batch_id)
        and b.accepting is null
        and not exists(select 1 from tally where batch_id = b.id
            and state in ('queued', 'running', 'delayed', 'paused') and n > 0);
end;
"""

# What was made on each local day, also of rows that are forgotten since. Only what takes a result back takes it out again.
_DAY_SUMS = """
create table day_sum(
    day text primary key,
    files integer not null,
    bytes_in integer not null,
    bytes_out integer not null
) without rowid;
insert into day_sum select date(finished, 'unixepoch', 'localtime') day, count(*), sum(size_in), sum(ifnull(size_out, 0))
from job where state = 'done' and kind not in ('hook', 'report') and finished is not null group by day;

create trigger day_sum_grows after update of state on job
when new.state = 'done' and old.state is not 'done' and new.kind not in ('hook', 'report')
begin
    insert into day_sum
    select date(new.finished, 'unixepoch', 'localtime'), 1, new.size_in, ifnull(new.size_out, 0)
    where new.finished is not null
    on conflict do update set files = files + 1, bytes_in = bytes_in + excluded.bytes_in,
    bytes_out = bytes_out + excluded.bytes_out;
end;

create trigger day_sum_shrinks after update of state on job
when old.state = 'done' and new.state is not 'done' and new.kind not in ('hook', 'report')
begin
    update day_sum set files = files - 1, bytes_in = bytes_in - old.size_in,
    bytes_out = bytes_out - ifnull(old.size_out, 0)
    where day = date(old.finished, 'unixepoch', 'localtime');
end;
"""

# `seen` is when the folder was there last, `taken_that_day` how many files were taken on the local day `taken_on`. A removed
# watch is kept for a while, so that it can be taken back with all that it knows.
_WATCH_TOLD = """
alter table watch add column name text not null default '';
alter table watch add column seen real;
alter table watch add column paused_at real;
alter table watch add column taken_on text;
alter table watch add column taken_that_day integer not null default 0;
alter table watch add column removed real not null default 0;
alter table pool add column automatic integer not null default 1;
"""

# A job may have a request in place of a source; the root of what is nowhere then stands for that of its source, and for that
# of its output where it has none. Outcomes say of which kind they are.
_REQUESTS = """
alter table batch add column purpose text not null default 'files';
alter table job add column request text;
alter table job add column lane text not null default 'media';
drop index job_queued;
create index job_queued on job(lane, prio desc, id) where state = 'queued' and removed = 0;
update job set result = json_set(result, '$.type', 'picture') where result is not null;
insert into root(id, name, path, volume, coarse_time) values(0, '', '', '', 0);

drop trigger day_sum_grows;
create trigger day_sum_grows after update of state on job
when new.state = 'done' and old.state is not 'done' and new.request is null
begin
    insert into day_sum
    select date(new.finished, 'unixepoch', 'localtime'), 1, new.size_in, ifnull(new.size_out, 0)
    where new.finished is not null
    on conflict do update set files = files + 1, bytes_in = bytes_in + excluded.bytes_in,
    bytes_out = bytes_out + excluded.bytes_out;
end;
"""

# A batch that is on hold until an hour has come, or until what another batch brought has ended; a paused job that has an hour.
# `held` is what the supervisor holds back now and why, `let_through` what somebody wants to go on all the same.
# What is queued is ordered by kind first, so that it takes no time to pass over 100,000 of one that is held back.
_TIMETABLE = """
alter table batch add column begins_at real;
alter table batch add column after_batch integer;
create index batch_begins on batch(id) where begins_at is not null or after_batch is not null;
create index batch_origin on batch(origin) where origin is not null;
drop index job_queued;
create index job_queued on job(lane, kind, prio desc, id) where state = 'queued' and removed = 0;
create index job_put_off on job(not_before) where state = 'paused' and not_before is not null;
alter table pool add column held text;
alter table pool add column let_through text;
"""

# `rules` is JSON, `served` the last local day whose work is done, as ISO 8601 writes it.
_SCHEDULES = """
create table schedule(
    id integer primary key,
    rules text not null,
    enabled integer not null default 1,
    served text not null,
    created real not null,
    done_at real,
    job integer
);
"""

# An event tells what its batch is about, since hooks and reports are jobs too.
_EVENTS_OF_REQUESTS = """
alter table volume_trouble add column bytes_free integer;
alter table event add column purpose text;

drop trigger batch_accepted;
create trigger batch_accepted after insert on batch
begin
    insert into event(kind, at, batch_id, batch_name, watch_id, purpose)
    values('accepted', (select at from pool), new.id, new.name, new.watch_id, new.purpose);
end;

drop trigger batch_all_found;
create trigger batch_all_found after update of accepting on batch
when old.accepting is not null and new.accepting is null
begin
    insert into event(kind, at, batch_id, batch_name, watch_id, purpose, facts)
    select 'all_found', (select at from pool), new.id, new.name, new.watch_id, new.purpose,
        (select facts from batch_figures where batch_id = new.id);
    insert into event(kind, at, batch_id, batch_name, watch_id, purpose, facts)
    select 'batch_ended', (select at from pool), new.id, new.name, new.watch_id, new.purpose,
        (select facts from batch_figures where batch_id = new.id)
    where not exists(select 1 from tally where batch_id = new.id
        and state in ('queued', 'running', 'delayed', 'paused') and n > 0);
end;

drop trigger job_changed;
create trigger job_changed after update of batch_id, state, removed, size_in, size_out, skipped, original on job
when old.state is not new.state or old.removed is not new.removed or old.batch_id is not new.batch_id
    or old.size_in is not new.size_in or old.size_out is not new.size_out
    or old.skipped is not new.skipped or (old.original is null) is not (new.original is null)
begin
    update tally set n = n - 1, bytes_in = bytes_in - old.size_in, bytes_out = bytes_out - ifnull(old.size_out, 0)
    where batch_id = old.batch_id and state = old.state
        and why = iif(old.original is null, ifnull(old.skipped, ''), 'replaced') and old.removed = 0;
    insert into tally select new.batch_id, new.state, iif(new.original is null, ifnull(new.skipped, ''), 'replaced'),
        1, new.size_in, ifnull(new.size_out, 0) where new.removed = 0
    on conflict do update
    set n = n + 1, bytes_in = bytes_in + excluded.bytes_in, bytes_out = bytes_out + excluded.bytes_out;
    insert into event(kind, at, batch_id, batch_name, watch_id, purpose, job_id, job_kind, attempt, root, rel, size_in, started,
        out_root, out_dir, out_rel, size_out, due, error_code, skipped, facts)
    select kind, (select at from pool), new.batch_id, b.name, b.watch_id, b.purpose, new.id, new.kind, new.attempt, new.root,
        ifnull(new.rel_raw, new.rel), new.size_in, new.started,
        iif(has_output, new.out_root, null), iif(has_output, new.out_dir_raw, null), iif(has_output, new.out_rel, null),
        iif(has_output, new.size_out, null), new.not_before, new.error_code, new.skipped, new.failure
    from (select new.state in ('done', 'skipped') has_output, case
            when old.state is new.state then null
            when new.state = 'running' then 'started'
            when new.state = 'done' then 'ready'
            when new.state in ('skipped', 'failed') then new.state
            when new.state = 'delayed' and old.state = 'running' then 'delayed'
            when new.state = 'queued' and old.state = 'running' then 'given_back'
            when new.state = 'cancelled' then iif(old.state = 'done', 'brought_back', 'cancelled')
        end kind) cross join batch b
    where kind is not null and b.id = new.batch_id;
    insert into event(kind, at, batch_id, batch_name, watch_id, purpose, facts)
    select 'batch_ended', (select at from pool), b.id, b.name, b.watch_id, b.purpose,
        (select facts from batch_figures where batch_id = b.id)
    from batch b where b.id = old.batch_id
        and old.removed = 0 and old.state in ('queued', 'running', 'delayed', 'paused')
        and (new.removed > 0 or new.state not in ('queued', 'running', 'delayed', 'paused')
            or new.batch_id is not old.batch_id)
        and b.accepting is null
        and not exists(select 1 from tally where batch_id = b.id
            and state in ('queued', 'running', 'delayed', 'paused') and n > 0);
end;
"""

# `event_id` is the event that a hook is called for: each hook once for each event. The secret itself is never here.
_HOOKS = """
create table hook(
    id integer primary key,
    name text not null,
    rules text not null,
    token text not null unique,
    is_on integer not null default 1,
    created real not null,
    secret text,
    root integer references root(id),
    dir text,
    dir_raw blob,
    leads_to blob
);

alter table job add column hook_id integer;
alter table job add column event_id integer;
create index job_hook on job(hook_id, id) where hook_id is not null;
create index job_hook_state on job(hook_id, state) where hook_id is not null;
create unique index job_hook_event on job(hook_id, event_id) where hook_id is not null and event_id is not null;
"""

# The batches of one hook, found for each of its calls.
_HOOK_BATCHES = """
create index batch_hook on batch(submitter, id) where purpose = 'hooks';
"""

# Causes are counted by what jobs are about, without a look at each of them.
_CAUSES_BY_KIND = """
drop index job_cause;
create index job_cause on job(state, error_code, root, out_root, removed, not_before, kind)
    where state in ('delayed', 'failed');
"""

# A trigger is called job_changed too.
_INDEX_OF_CHANGES = """
drop index job_changed;
create index job_by_change on job(changed);
"""

# What a run has started: a process, as a worker's name has it.
_PROGRAMS = """
alter table job add column program text;
"""

MIGRATIONS: Sequence[str] = (
    *EARLIER,
    _EVENTS,
    _DAY_SUMS,
    _WATCH_TOLD,
    _REQUESTS,
    _TIMETABLE,
    FIGURES,
    _SCHEDULES,
    _EVENTS_OF_REQUESTS,
    _HOOKS,
    _HOOK_BATCHES,
    _CAUSES_BY_KIND,
    _INDEX_OF_CHANGES,
    _PROGRAMS,
)
"""The script at place n brings a database of version n (`pragma user_version`) to version n + 1."""
