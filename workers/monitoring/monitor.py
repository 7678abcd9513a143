"""The thread that looks every few seconds whether something is out of the ordinary, and keeps the alerts in the table."""

import logging
import time
from collections.abc import Callable
from threading import Event, Thread

from msgspec import Struct

from workers.figures.judging import AFRESH_S, CALM_S, Judge
from workers.figures.limits import AlertLimits
from workers.figures.observed import Observed
from workers.figures.readings import Readings
from workers.kinds import Kinds
from workers.monitoring.free_space import FreeSpace
from workers.service import JobService, StoreError

_log = logging.getLogger(__name__)

_END_WITHIN_S = 0.3


class MonitorTimes(Struct, frozen=True, kw_only=True):
    """Seconds: between two looks, that an alert has to be calm to be over, and between two changes of its facts."""

    look_s: float = 5.0
    calm_s: float = CALM_S
    afresh_s: float = AFRESH_S


class Monitor:
    """Looks after all jobs. Only one may run for a job table: whoever has its pool."""

    def __init__(
        self,
        open_service: Callable[[], JobService],
        *,
        kinds: Kinds,
        limits: AlertLimits | None = None,
        times: MonitorTimes | None = None,
        free_space: FreeSpace | None = None,
    ) -> None:
        self._open_service = open_service
        self._limits = limits or AlertLimits()
        self._times = times or MonitorTimes()
        self._free_space = free_space or FreeSpace()
        self._readings = Readings(kinds)
        self._judge = Judge(calm_s=self._times.calm_s, afresh_s=self._times.afresh_s)
        self._ticks = 0.0
        self._looked_at = time.monotonic()
        self._closing = Event()
        self._thread = Thread(target=self._run, name="monitor", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def use_limits(self, limits: AlertLimits) -> None:
        """Judge by these from the next look on; from any thread."""
        self._limits = limits

    def stop(self) -> None:
        """End at once, unless a disk is being asked that does not answer; the thread ends with that then."""
        self._closing.set()
        self._thread.join(_END_WITHIN_S)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                with self._open_service() as service:
                    while not self._closing.wait(self._times.look_s):
                        self.look(service)
            except StoreError:
                _log.warning("nobody can look how the work goes", exc_info=True)
                self._closing.wait(self._times.look_s)

    def look(self, service: JobService) -> None:
        """Look once, and write down which alerts begin and end. Raises StoreError."""
        ticks, now = self._tick(), time.time()
        limits = self._limits
        readings = self._readings.read(self._observe(service, limits, now), limits, now=now, ticks=ticks)
        judgement = self._judge.judge(readings, service.reader.alerts(), ticks)
        alerts = service.store.alerts
        for facts in judgement.began:
            _log.info("out of the ordinary: %s", alerts.begin(facts).facts)
        for changed in judgement.changed:
            alerts.renew(changed)
        for over in judgement.ended:
            alerts.end(over.id)

    def _observe(self, service: JobService, limits: AlertLimits, now: float) -> Observed:
        figures = service.store.figures
        return Observed(
            waiting_since=figures.waiting_since(),
            at_work=tuple(figures.at_work()),
            lately=figures.ended_lately(now, limits.ended),
            disks=self._free_space.of(figures.output_roots(now)),
            away=tuple(figures.missing_drives()),
            deaths=figures.deaths(),
        )

    def _tick(self) -> float:
        """Seconds in which the computer was awake: what is much longer than a look was a sleep."""
        now = time.monotonic()
        gap, self._looked_at = now - self._looked_at, now
        if gap <= 10 * self._times.look_s:
            self._ticks += gap
        return self._ticks
