"""The migration that makes figures cheap: counts by kind, what was done in all, how long it took, and alerts."""


def _within(seconds: str) -> str:
    """The upper bound of the class of durations that so many seconds belong to: `workers.figures.durations.BOUNDS_S`."""
    bounds = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 43200)
    cases = " ".join(f"when {seconds} <= {bound} then {bound}" for bound in bounds)
    return f"case {cases} else 9e999 end"


def _spent(span: str, seconds: str) -> str:
    return f"""
    insert into spent select new.kind, '{span}', {_within(seconds)}, 1, {seconds}
    where new.state = 'done' and new.started is not null
    on conflict do update set n = n + 1, seconds = seconds + excluded.seconds;
"""


# `asked` is when somebody last asked for the job, null where that was when it was accepted; `chosen` when outputs were last
# sent to a root. `census` counts the rows that are there, `worked` the runs that ever ended and only grows; `spent` is how long
# what is done had waited and run, by the upper bounds of classes of durations.
FIGURES = f"""
alter table job add column asked real;
alter table root add column chosen real not null default 0;
alter table pool add column workers text;
alter table pool add column deaths integer not null default 0;

create table census(
    kind text not null,
    state text not null,
    n integer not null,
    primary key(kind, state)
) without rowid;
insert into census select kind, state, count(*) from job where removed = 0 group by kind, state;

create trigger census_changed after update of kind, state, removed on job
when old.kind is not new.kind or old.state is not new.state or old.removed is not new.removed
begin
    update census set n = n - 1 where kind = old.kind and state = old.state and old.removed = 0;
    insert into census select new.kind, new.state, 1 where new.removed = 0 on conflict do update set n = n + 1;
end;

create trigger census_deleted after delete on job when old.removed = 0
begin
    update census set n = n - 1 where kind = old.kind and state = old.state;
end;

create trigger census_inserted after insert on job when new.removed = 0
begin
    insert into census values(new.kind, new.state, 1) on conflict do update set n = n + 1;
end;

create table worked(
    kind text not null,
    state text not null,
    cause text not null,
    n integer not null,
    bytes_in integer not null,
    bytes_out integer not null,
    primary key(kind, state, cause)
) without rowid;

create table spent(
    kind text not null,
    span text not null,
    within real not null,
    n integer not null,
    seconds real not null,
    primary key(kind, span, within)
) without rowid;

create trigger run_counted after update of state on job
when old.state = 'running' and new.state in ('done', 'skipped', 'failed', 'cancelled')
begin
    insert into worked values(new.kind, new.state, iif(new.state = 'failed', ifnull(new.error_code, ''), ''), 1,
        iif(new.state = 'done', new.size_in, 0), iif(new.state = 'done', ifnull(new.size_out, 0), 0))
    on conflict do update
    set n = n + 1, bytes_in = bytes_in + excluded.bytes_in, bytes_out = bytes_out + excluded.bytes_out;
    {_spent("waiting", "max(new.started - ifnull(new.asked, new.created), 0.0)")}
    {_spent("running", "max(new.finished - new.started, 0.0)")}
end;

create table alert(
    id integer primary key,
    began real not null,
    ended real,
    facts text not null,
    told integer not null default 0
);
create index alert_lasting on alert(id) where ended is null;

create trigger alert_began after insert on alert
begin
    insert into event(kind, at, facts) values('alert_began', new.began, json_object('alert', json(new.facts)));
end;

create trigger alert_ended after update of ended on alert when old.ended is null and new.ended is not null
begin
    insert into event(kind, at, facts) values('alert_ended', new.ended, json_object('alert', json(new.facts)));
end;
"""
