"""What is done about alerts."""

from workers.jobs.ids import AlertId
from workers.service.commands import Command
from workers.service.service import JobService


class NoteAlertsTold(Command[None], frozen=True):
    """Somebody was told that these began: they are not told again, at the next start neither."""

    alerts: tuple[AlertId, ...]

    def run(self, service: JobService) -> None:
        service.store.alerts.note_told(self.alerts)
