"""When an alert begins, and when it is over."""

from collections.abc import Iterable, Sequence

from msgspec import Struct, structs

from workers.figures.readings import LimitReading
from workers.jobs.alert import Alert, AlertFacts, Subject, subject

CALM_LEVEL = 0.8
"""What is at least so near to its limit keeps an alert going: it began at 1, and must not come and go."""
CALM_S = 10.0
"""An alert is over once it has been calmer than that for so many seconds."""
AFRESH_S = 30.0
"""The facts of an alert that lasts are renewed no more often than that, in seconds."""


class Judgement(Struct, frozen=True, kw_only=True):
    """What is new: alerts that begin, that have other facts now, and that are over."""

    began: tuple[AlertFacts, ...] = ()
    changed: tuple[Alert, ...] = ()
    ended: tuple[Alert, ...] = ()


class Judge:
    """Compares what is read with the alerts that last. Times are seconds in which the computer was awake."""

    def __init__(self, *, calm_s: float = CALM_S, afresh_s: float = AFRESH_S) -> None:
        self._calm_s = calm_s
        self._afresh_s = afresh_s
        self._calm_since = dict[Subject, float]()
        self._renewed = dict[Subject, float]()

    def judge(self, readings: Iterable[LimitReading], lasting: Sequence[Alert], ticks: float) -> Judgement:
        """What follows from these readings for the alerts that last."""
        read = {subject(reading.facts): reading for reading in readings}
        known = {subject(alert.facts): alert for alert in lasting}
        began = [
            reading.facts
            for about, reading in read.items()
            if about not in known and reading.level is not None and reading.level >= 1
        ]
        changed, ended = list[Alert](), list[Alert]()
        for about, alert in known.items():
            reading = read.get(about)
            if self._is_over(about, reading, ticks):
                ended.append(alert)
                self._renewed.pop(about, None)
            elif reading is not None and self._is_news(about, alert, reading, ticks):
                changed.append(structs.replace(alert, facts=reading.facts))
        for about in self._calm_since.keys() - known.keys():
            del self._calm_since[about]
        return Judgement(began=tuple(began), changed=tuple(changed), ended=tuple(ended))

    def _is_over(self, about: Subject, reading: LimitReading | None, ticks: float) -> bool:
        if reading is not None and (reading.level is None or reading.level >= CALM_LEVEL):
            self._calm_since.pop(about, None)
            return False
        over = ticks - self._calm_since.setdefault(about, ticks) >= self._calm_s
        if over:
            del self._calm_since[about]
        return over

    def _is_news(self, about: Subject, alert: Alert, reading: LimitReading, ticks: float) -> bool:
        """Whether the facts are others, and those that were told are old; calmer ones are not told."""
        if reading.level is None or reading.level < 1 or reading.facts == alert.facts:
            return False
        if ticks - self._renewed.setdefault(about, ticks) < self._afresh_s:
            return False
        self._renewed[about] = ticks
        return True
