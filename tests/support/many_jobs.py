"""As many jobs as a test needs, faster than they could be accepted."""

from pathlib import Path

import apsw

from workers.jobs.ids import JobId


def copy_job(database: Path, job: JobId, n: int) -> None:
    """Add n jobs like this one to the same table; only their names differ."""
    connection = apsw.Connection(str(database))
    try:
        connection.set_busy_timeout(10_000)
        columns = [row[1] for row in connection.execute("pragma table_info(job)") if row[1] not in ("id", "rel")]
        copied = ", ".join(columns)
        with connection:
            connection.execute(
                "with recursive series(at) as (select 1 union all select at + 1 from series where at < :n)"
                f" insert into job(rel, {copied}) select rel || at || '.png', {copied} from job, series where id = :job",
                {"n": n, "job": job},
            )
    finally:
        connection.close()
