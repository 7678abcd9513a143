"""The alerts there were and the ones that last."""

from collections.abc import Collection

import msgspec

from workers.jobs.alert import Alert, AlertFacts
from workers.jobs.ids import AlertId
from workers.store import rows
from workers.store.connected import Writing

_COLUMNS = "id, began, ended, facts, told"
LASTING = f"select {_COLUMNS} from alert indexed by alert_lasting where ended is null order by id"


class Alerts(Writing):
    """Written by whoever has the pool; that somebody was told, by the window."""

    def begin(self, facts: AlertFacts) -> Alert:
        """Something is out of the ordinary from now on."""
        with self._change():
            found = self._rows(
                f"insert into alert(began, facts) values(?, ?) returning {_COLUMNS}",
                (self._clock(), rows.encoded(facts)),
            )
        return alert(found[0])

    def renew(self, lasting: Alert) -> None:
        """The facts of an alert that lasts are these now."""
        with self._change():
            self._run("update alert set facts = ? where id = ?", (rows.encoded(lasting.facts), lasting.id))

    def end(self, over: AlertId) -> None:
        """It is over now."""
        with self._change():
            self._run("update alert set ended = ? where id = ? and ended is null", (self._clock(), over))

    def note_told(self, alerts: Collection[AlertId]) -> None:
        """Somebody was told that these began."""
        with self._change():
            self._run_each("update alert set told = 1 where id = ?", [(one,) for one in alerts])


def alert(row: rows.Row) -> Alert:
    """A row of the table of alerts."""
    facts: AlertFacts = msgspec.json.decode(row[3], type=AlertFacts)
    return Alert(id=AlertId(row[0]), began=row[1], ended=row[2], facts=facts, told=bool(row[4]))
