"""What is served as metrics, read by Prometheus's own parsers."""

import json
import re
from collections.abc import Iterable
from math import inf
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as prometheus

from tests.support.store import Table, new_table
from workers.errors import ErrorCode
from workers.figures.exposition import Dialect, MetricFamily, MetricType, Point, written
from workers.figures.metrics import metrics
from workers.figures.statistics import Standing
from workers.jobs.alert import AlertKind, WorkersRestarting
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.kinds import JobKind

PACKAGING = Path(__file__).parents[3] / "packaging"
METRIC = re.compile(r"\b(mediaapp_[a-z_]+)")


def served(table: Table, dialect: Dialect = Dialect.OPENMETRICS) -> str:
    standing = Standing(
        at=table.clock.now,
        jobs=tuple(table.figures.jobs_in()),
        waiting_since=table.figures.waiting_since(),
        workers=2,
        alerts=tuple(table.reader.alerts()),
    )
    return metrics(standing, table.figures.counters(), version="1.2", dialect=dialect)


def samples(families: Iterable[Any]) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def of(found: dict[tuple[str, frozenset[tuple[str, str]]], float], name: str, **labels: str) -> float:
    return found[name, frozenset(labels.items())]


@pytest.fixture
def table(tmp_path: Path) -> Any:
    with new_table(tmp_path) as made:
        yield made


def fill(table: Table) -> None:
    table.add(4)
    for ran in (0.2, 40.0):
        claim = table.claim().claim
        table.clock.now += ran
        table.finish_claimed(claim)
    table.fail(ErrorCode.DAMAGED)
    table.clock.now += 7
    table.supervision.count_death()
    table.alerts.begin(WorkersRestarting(deaths=5, within_s=600))


@pytest.mark.parametrize("dialect", Dialect)
def test_its_own_parser_reads_everything(table: Table, dialect: Dialect) -> None:
    fill(table)
    text = served(table, dialect)
    found = samples((openmetrics if dialect is Dialect.OPENMETRICS else prometheus)(text))
    assert of(found, "mediaapp_build_info", version="1.2") == 1
    assert of(found, "mediaapp_jobs", kind="image", state="queued") == 1
    assert of(found, "mediaapp_jobs", kind="image", state="failed") == 1
    assert of(found, "mediaapp_jobs_ended_total", kind="image", state="done") == 2
    assert of(found, "mediaapp_failures_total", kind="image", cause="damaged") == 1
    assert of(found, "mediaapp_input_bytes_total", kind="image") == 200
    assert of(found, "mediaapp_output_bytes_total", kind="image") == 80
    assert of(found, "mediaapp_oldest_waiting_seconds") == pytest.approx(47.2)
    assert of(found, "mediaapp_worker_restarts_total") == 1
    assert of(found, "mediaapp_workers") == 2
    assert of(found, "mediaapp_alerts", alert="workers_restarting") == 1
    assert of(found, "mediaapp_alerts", alert="failing") == 0
    bucket = "mediaapp_job_running_seconds_bucket"
    counts = [of(found, bucket, kind="image", le=le) for le in ("0.1", "0.25", "30.0", "60.0", "+Inf")]
    assert counts == [0, 1, 1, 2, 2]
    assert of(found, "mediaapp_job_running_seconds_count", kind="image") == 2
    assert of(found, "mediaapp_job_running_seconds_sum", kind="image") == pytest.approx(40.2)


def test_an_empty_table_serves_every_series_of_counts_at_0(table: Table) -> None:
    found = samples(openmetrics(served(table)))
    for kind in JobKind:
        for state in JobState:
            assert of(found, "mediaapp_jobs", kind=kind, state=state) == 0
        assert of(found, "mediaapp_input_bytes_total", kind=kind) == 0
        assert of(found, "mediaapp_job_waiting_seconds_count", kind=kind) == 0
    assert [of(found, "mediaapp_alerts", alert=kind) for kind in AlertKind] == [0] * len(AlertKind)
    assert not [name for name, _ in found if "failures" in name]


def test_counters_go_on_over_a_restart_and_the_forgetting_of_rows(table: Table) -> None:
    fill(table)
    before = samples(openmetrics(served(table)))
    table.editor.remove(table.reader.ids(Selection()))
    table.clock.now += 100 * 86_400
    table.retention.prune()
    again = Table(table.database)
    after = samples(openmetrics(served(again)))
    again.close()
    counted = ("_total", "_bucket", "_count", "_sum")
    kept = {name: value for name, value in before.items() if name[0].endswith(counted)}
    assert kept
    assert kept.items() <= after.items()
    assert of(after, "mediaapp_jobs", kind="image", state="done") == 0


def test_the_text_files_of_node_exporter_have_counters_by_their_whole_name(table: Table) -> None:
    """The textfile collector reads the older format, in which a counter of another name than its samples has no type."""
    fill(table)
    families = {family.name: family.type for family in prometheus(served(table, Dialect.PROMETHEUS))}
    assert families["mediaapp_jobs_ended"] == "counter"
    assert "unknown" not in families.values()
    assert "# TYPE mediaapp_jobs_ended_total counter\n" in served(table, Dialect.PROMETHEUS)
    assert "# EOF" not in served(table, Dialect.PROMETHEUS)


def test_names_are_as_the_conventions_have_them(table: Table) -> None:
    for family in openmetrics(served(table)):
        assert family.name.startswith("mediaapp_")
        assert family.documentation.endswith(".")
        assert family.type in {"counter", "gauge", "histogram"}
        if family.name.endswith(("_seconds", "_bytes")):
            assert family.unit == family.name.rpartition("_")[2]


def test_labels_are_written_so_that_anything_may_be_in_them() -> None:
    odd = 'a "b" \\ c\nd'
    family = MetricFamily(
        name="x_odd", type=MetricType.GAUGE, help=odd, points=(Point((("l", odd),), inf), Point((("l", "é"),), 0.5))
    )
    (read,) = openmetrics(written([family], Dialect.OPENMETRICS))
    assert [(sample.labels["l"], sample.value) for sample in read.samples] == [(odd, inf), ("é", 0.5)]


def test_the_dashboard_is_one_that_grafana_imports_and_asks_for_what_is_served(table: Table) -> None:
    board = json.loads((PACKAGING / "grafana" / "mediaapp.json").read_text("utf-8"))
    assert board["schemaVersion"] >= 36
    assert board["id"] is None
    (source,) = board["__inputs"]
    assert (source["type"], source["pluginId"]) == ("datasource", "prometheus")
    asked = {"type": "prometheus", "uid": f"${{{source['name']}}}"}
    panels = board["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    for panel in panels:
        assert panel["datasource"] == asked
        assert panel["type"] in {each["id"] for each in board["__requires"] if each["type"] == "panel"}
        assert panel["gridPos"].keys() == {"x", "y", "w", "h"}
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24
        assert all(target["datasource"] == asked and target["refId"] for target in panel["targets"])
    used = set(METRIC.findall(" ".join(target["expr"] for panel in panels for target in panel["targets"])))
    used |= set(METRIC.findall(board["templating"]["list"][0]["definition"]))
    assert used <= names(table)
    assert len(used) >= 10


def test_the_alert_rules_ask_for_what_is_served(table: Table) -> None:
    rules = (PACKAGING / "prometheus" / "rules.yaml").read_text("utf-8")
    expressions = [line.partition("expr:")[2] for line in rules.splitlines() if "expr:" in line]
    used = {name for each in expressions for name in METRIC.findall(each)}
    assert used
    assert used <= names(table)


def names(table: Table) -> set[str]:
    """The names of all samples, with those of failures."""
    fill(table)
    return {name for name, _ in samples(openmetrics(served(table)))}
