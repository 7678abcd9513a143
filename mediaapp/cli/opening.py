"""Opening what the commands work with, and saying in words why it cannot be opened."""

from collections.abc import Iterator
from contextlib import contextmanager

from mediaapp.cli.command import CommandRefused
from mediaapp.cli.streams import complain
from mediaapp.paths import Folders
from mediaapp.session import Session
from mediaapp.settings import load
from workers.service import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseOnNetwork,
    DatabaseTooNew,
    JobService,
    StoreError,
)


@contextmanager
def opened_session(*, workers: int | None = None) -> Iterator[Session]:
    """A session of this user's folders, closed at the end. Raises Refused when the list of jobs cannot be used."""
    try:
        folders = Folders.find()
        settings = load(folders.settings)
    except OSError as error:
        raise unusable(error) from error
    if settings.problem:
        complain(settings.problem)
    asked = settings.settings
    with (
        _in_words(),
        Session.open(folders, workers=workers or asked.workers, memory=asked.memory) as session,
    ):
        if session.damaged is not None:
            complain(f"The list of jobs was damaged. It is kept as {session.damaged}; an empty one is used now.")
        yield session


def unusable(error: OSError) -> CommandRefused:
    """What to say when mediaapp cannot use its own folder."""
    return CommandRefused(f"mediaapp's own folder cannot be used: {error.filename}: {error.strerror}.")


@contextmanager
def opened_service() -> Iterator[JobService]:
    """The jobs of this user, without anything that works them off. Raises Refused."""
    with opened_session() as session, session.service() as service:
        yield service


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except DatabaseTooNew as error:
        raise CommandRefused(
            "A newer version of mediaapp made the list of jobs. It is left alone; please update."
        ) from error
    except DatabaseOnNetwork as error:
        raise CommandRefused(
            "The list of jobs may not lie on a network drive. Set MEDIAAPP_HOME to a folder of this computer."
        ) from error
    except DatabaseFull as error:
        raise CommandRefused("The list of jobs cannot be written: the disk is full or read-only.") from error
    except DatabaseBusy as error:
        raise CommandRefused("Another program keeps the list of jobs locked. Try again in a moment.") from error
    except DatabaseDamaged as error:
        raise CommandRefused(
            "The list of jobs is damaged. End mediaapp everywhere and start it again: the list is kept aside then,"
            " and no picture is touched."
        ) from error
    except StoreError as error:
        raise CommandRefused(f"The list of jobs cannot be used: {error}") from error
