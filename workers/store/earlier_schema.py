"""The first migrations of the job database, up to the watched folders; those that followed are in `schema`."""

from collections.abc import Sequence

_FIRST = """
create table root(
    id integer primary key,
    name text not null,
    path text not null,
    volume text not null,
    coarse_time integer not null,
    unique(path, volume)
);

create table batch(
    id integer primary key,
    created real not null,
    name text not null,
    submitter text not null,
    recipe text not null,
    recipe_hash text not null,
    prio integer not null default 0,
    n integer not null default 0,
    on_hold integer not null default 0,
    accepting text,
    moved_to integer references batch(id),
    dropped blob not null,
    folder text not null default '',
    folders integer not null default 0,
    changed integer not null
);
create index batch_changed on batch(changed);
create index batch_accepting on batch(accepting) where accepting is not null;

create table job(
    id integer primary key,
    batch_id integer not null references batch(id),
    place integer not null,
    kind text not null default 'image',
    root integer not null references root(id),
    rel text not null check(rel <> '' and rel not like '/%' and '/' || rel || '/' not like '%/../%'),
    rel_raw blob,
    out_root integer not null references root(id),
    out_dir text not null check(out_dir not like '/%' and '/' || out_dir || '/' not like '%/../%'),
    out_dir_raw blob,
    out_rel text check(out_rel <> '' and out_rel not like '/%' and '/' || out_rel || '/' not like '%/../%'),
    size_in integer not null,
    mtime_in integer not null,
    state text not null check(state in
        ('queued', 'running', 'delayed', 'paused', 'done', 'skipped', 'failed', 'cancelled')),
    prio integer not null default 0,
    not_before real,
    attempt integer not null default 0,
    tries integer not null default 0,
    max_tries integer not null default 3,
    deaths integer not null default 0,
    waits integer not null default 0,
    alone integer not null default 0,
    worker text,
    cancel integer not null default 0,
    stage text,
    progress real not null default 0,
    removed real not null default 0,
    created real not null,
    started real,
    finished real,
    size_out integer,
    digest text,
    part blob,
    original blob,
    skipped text,
    error_code text,
    failure text,
    plan text,
    result text,
    changed integer not null,
    ended integer
);
create index job_queued on job(prio desc, id) where state = 'queued' and removed = 0;
create index job_running on job(worker) where state = 'running';
create index job_delayed on job(not_before) where state = 'delayed';
create index job_cause on job(state, error_code, root, out_root, removed, not_before) where state in ('delayed', 'failed');
create index job_listed on job(id) where removed = 0;
create index job_state on job(state, id, removed);
create index job_batch on job(batch_id, state, id, removed);
create index job_source on job(root, rel collate nocase);
create index job_output on job(out_root, out_dir, out_rel) where out_rel is not null;
create index job_removed on job(removed) where removed > 0;
create index job_changed on job(changed);
create index job_ended on job(ended) where ended is not null;

create table attempt(
    job_id integer not null,
    n integer not null,
    worker text not null,
    started real not null,
    finished real not null,
    outcome text not null,
    error_code text,
    facts text,
    primary key(job_id, n)
) without rowid;

create table event(
    id integer primary key,
    job_id integer not null,
    at real not null,
    what text not null,
    facts text
);
create index event_job on event(job_id);

create table leftover(
    path blob primary key
) without rowid;

create table made(
    content text not null,
    recipe_hash text not null,
    engine text not null,
    name text not null,
    root integer not null,
    rel text not null,
    size integer not null,
    digest text not null,
    at real not null,
    primary key(content, recipe_hash, engine, root, rel)
) without rowid;
create index made_at on made(at);

create table pool(
    id integer primary key check(id = 1),
    changes integer not null,
    paused integer not null
);
insert into pool values(1, 0, 0);

create table tally(
    batch_id integer not null,
    state text not null,
    n integer not null,
    bytes_in integer not null,
    bytes_out integer not null,
    primary key(batch_id, state)
) without rowid;

create trigger tally_changed after update of batch_id, state, removed, size_in, size_out on job
when old.state is not new.state or old.removed is not new.removed or old.batch_id is not new.batch_id
    or old.size_in is not new.size_in or old.size_out is not new.size_out
begin
    update tally set n = n - 1, bytes_in = bytes_in - old.size_in, bytes_out = bytes_out - ifnull(old.size_out, 0)
    where batch_id = old.batch_id and state = old.state and old.removed = 0;
    insert into tally select new.batch_id, new.state, 1, new.size_in, ifnull(new.size_out, 0) where new.removed = 0
    on conflict do update
    set n = n + 1, bytes_in = bytes_in + excluded.bytes_in, bytes_out = bytes_out + excluded.bytes_out;
end;

create trigger tally_deleted after delete on job when old.removed = 0
begin
    update tally set n = n - 1, bytes_in = bytes_in - old.size_in, bytes_out = bytes_out - ifnull(old.size_out, 0)
    where batch_id = old.batch_id and state = old.state;
end;

create trigger tally_inserted after insert on job when new.removed = 0
begin
    insert into tally values(new.batch_id, new.state, 1, new.size_in, ifnull(new.size_out, 0))
    on conflict do update
    set n = n + 1, bytes_in = bytes_in + excluded.bytes_in, bytes_out = bytes_out + excluded.bytes_out;
end;
"""

_SHORTAGE = """
alter table batch add column space_needed integer;
alter table batch add column space_free integer;
"""

# Beside its batch, whose row is written anew with each step of files found: 100,000 paths are 5 MB.
_DROPPED = """
create table dropped(
    batch_id integer primary key references batch(id),
    paths blob not null
);
insert into dropped select id, dropped from batch;
alter table batch drop column dropped;
"""

_NO_WORKER = """
alter table pool add column no_worker text;
"""

# The drop that a batch comes from, where it is not its own, and an output's name as `rows.folded` makes it.
_NAMES = """
alter table batch add column origin integer references batch(id);
alter table job add column out_fold text;
update job set out_fold = lower(out_rel);
drop index job_output;
create index job_output on job(out_root, out_dir, out_fold) where out_rel is not null;
"""

# `why` tells apart what a state alone does not: the reason of what was left out or taken back, and 'replaced' where an
# original is kept aside.
_WHY = """
drop trigger tally_changed;
drop trigger tally_deleted;
drop trigger tally_inserted;
drop table tally;

create table tally(
    batch_id integer not null,
    state text not null,
    why text not null,
    n integer not null,
    bytes_in integer not null,
    bytes_out integer not null,
    primary key(batch_id, state, why)
) without rowid;
insert into tally
select batch_id, state, iif(original is null, ifnull(skipped, ''), 'replaced') why, count(*), sum(size_in),
    sum(ifnull(size_out, 0))
from job where removed = 0 group by batch_id, state, why;

create trigger tally_changed after update of batch_id, state, removed, size_in, size_out, skipped, original on job
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
end;

create trigger tally_deleted after delete on job when old.removed = 0
begin
    update tally set n = n - 1, bytes_in = bytes_in - old.size_in, bytes_out = bytes_out - ifnull(old.size_out, 0)
    where batch_id = old.batch_id and state = old.state
        and why = iif(old.original is null, ifnull(old.skipped, ''), 'replaced');
end;

create trigger tally_inserted after insert on job when new.removed = 0
begin
    insert into tally values(new.batch_id, new.state, iif(new.original is null, ifnull(new.skipped, ''), 'replaced'),
        1, new.size_in, ifnull(new.size_out, 0))
    on conflict do update
    set n = n + 1, bytes_in = bytes_in + excluded.bytes_in, bytes_out = bytes_out + excluded.bytes_out;
end;
"""

_FAILED = """
create index job_failed on job(batch_id, error_code) where state = 'failed' and removed = 0;
"""

_PLACES = """
alter table batch add column places integer not null default 1;
"""

# Where links on the way to the output's folder led when it was chosen.
_LEADS_TO = """
alter table job add column out_leads_to blob;
"""

# What is known of a file is good as long as its size and time are; a content is known for good, under whatever name it comes.
# `ended` is the last change up to which finished jobs were looked at for originals to be moved.
_WATCH = """
create table watch(
    id integer primary key,
    folder blob not null,
    root integer not null references root(id),
    recipe text not null,
    done_folder blob,
    include text not null,
    exclude text not null,
    subfolders integer not null,
    created real not null,
    paused integer not null default 0,
    trouble text,
    trouble_since real,
    taken integer not null default 0,
    ended integer not null
);

create table watched_file(
    watch_id integer not null,
    rel blob not null,
    size integer not null,
    mtime integer not null,
    primary key(watch_id, rel)
) without rowid;

create table watched_content(
    watch_id integer not null,
    digest blob not null,
    primary key(watch_id, digest)
) without rowid;

create table put_away(
    job_id integer primary key,
    watch_id integer not null
);
create index put_away_watch on put_away(watch_id);

alter table batch add column watch_id integer references watch(id);
create index batch_watch on batch(watch_id) where watch_id is not null;
alter table dropped add column base blob;
create index job_digest on job(digest) where digest is not null;
create index made_digest on made(digest);
"""

# What was written where an original was set aside; that another copy was chosen was not told apart from a changed file.
_REPLACED = """
update event set what = 'original_replaced' where what = 'source_replaced';
"""

EARLIER: Sequence[str] = (
    *(_FIRST, _SHORTAGE, _DROPPED, _NO_WORKER, _NAMES, _WHY, _FAILED, _PLACES, _LEADS_TO, _WATCH),
    _REPLACED,
)
"""In their order."""
