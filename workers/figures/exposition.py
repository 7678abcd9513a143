"""Metrics as text: OpenMetrics 1.0, and the older text format of Prometheus, which node_exporter's text files are in.

https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md and
https://prometheus.io/docs/instrumenting/exposition_formats/ say how. They differ in how counters are called, in units, and in
the line at the end.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from math import inf

from msgspec import Struct


class Dialect(StrEnum):
    """Who reads it; the spelling is the media type that the text is served with."""

    OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"
    PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class MetricType(StrEnum):
    """What may be done with the numbers of a family."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


Labels = tuple[tuple[str, str], ...]


class Point(Struct, frozen=True):
    """One number. `suffix` is what its name has after that of its family."""

    labels: Labels
    value: float
    suffix: str = ""


class MetricFamily(Struct, frozen=True, kw_only=True):
    """All numbers of one name. A counter's name is told without `_total`, and a unit is the last word of a name."""

    name: str
    type: MetricType
    help: str
    points: tuple[Point, ...]
    unit: str = ""


def written(families: Iterable[MetricFamily], dialect: Dialect) -> str:
    """The whole text."""
    lines = [line for family in families for line in _lines(family, dialect)]
    end = ["# EOF"] if dialect is Dialect.OPENMETRICS else []
    return "\n".join([*lines, *end, ""])


def _lines(family: MetricFamily, dialect: Dialect) -> Iterator[str]:
    total = "_total" if family.type is MetricType.COUNTER else ""
    name = family.name if dialect is Dialect.OPENMETRICS else family.name + total
    yield f"# TYPE {name} {family.type}"
    if family.unit and dialect is Dialect.OPENMETRICS:
        yield f"# UNIT {name} {family.unit}"
    yield f"# HELP {name} {_escaped(family.help)}"
    for point in family.points:
        labels = ",".join(f'{label}="{_escaped(value)}"' for label, value in point.labels)
        braces = f"{{{labels}}}" if labels else ""
        yield f"{family.name}{total}{point.suffix}{braces} {number(point.value)}"


def number(value: float) -> str:
    """A number as both formats have it: '3', '0.25', '+Inf'."""
    if value == inf:
        return "+Inf"
    return str(int(value)) if value == int(value) else repr(value)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
