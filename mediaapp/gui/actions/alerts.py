"""What can be done about something out of the ordinary."""

from typing import assert_never

from mediaapp import text
from mediaapp.gui.actions.action import Offer, offer, short_offer
from mediaapp.gui.actions.navigation import OPEN_LOG, SHOW, SHOW_FAILED, SHOW_WAITING
from mediaapp.gui.actions.queueing import PAUSE_ALL, RETRY
from mediaapp.gui.actions.results import OPEN_FOLDER
from mediaapp.gui.actions.target import Target, of_failures
from workers.jobs.alert import (
    AlertFacts,
    DiskNearlyFull,
    DriveAway,
    Failing,
    LongWait,
    Standstill,
    WorkersRestarting,
)
from workers.jobs.queries import Selection


def offers_for(facts: AlertFacts) -> tuple[Offer, ...]:
    """The actions that fit an alert, the first one first."""
    match facts:
        case LongWait() | DriveAway():
            return (offer(SHOW_WAITING),)
        case Standstill(job=job):
            return (offer(SHOW, Target(selections=(Selection(ids=(job,)),))),)
        case Failing(cause=cause):
            again = (offer(RETRY, of_failures((cause,))),) if text.can_retry(cause) else ()
            return (offer(SHOW_FAILED), *again, offer(PAUSE_ALL))
        case DiskNearlyFull(path=path):
            return (offer(OPEN_FOLDER, Target(folder=path)), offer(PAUSE_ALL))
        case WorkersRestarting():
            return (short_offer(OPEN_LOG),)
        case _:
            assert_never(facts)
