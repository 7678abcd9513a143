"""Opening what the commands work with, and saying in words why it cannot be opened."""

from collections.abc import Iterator
from contextlib import contextmanager

from mediaapp import text
from mediaapp.cli.streams import complain
from mediaapp.cli.subcommand import CommandRefused
from mediaapp.paths import Folders
from mediaapp.session import Session
from mediaapp.settings import load
from workers.service import JobService, StoreError


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
    with (
        _in_words(),
        Session.open(folders, workers=workers) as session,
    ):
        if session.damaged is not None:
            told = text.was_damaged(session.damaged)
            complain(f"{told.title} {told.body}")
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
    except StoreError as error:
        raise CommandRefused(text.error_message(error)) from error
