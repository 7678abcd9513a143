"""What a card of a watched folder says."""

from datetime import date

from mediaapp import text
from mediaapp.gui.automatic.figure_line import Figure
from mediaapp.gui.automatic.pill import PillWords
from mediaapp.gui.automatic.reading import WatchedFolder
from mediaapp.gui.language import day, moment_words, time_of_day, weekday
from mediaapp.gui.theme import Role
from mediaapp.text import tr, tr_n
from workers.jobs.watch import Watch, WatchRules, WatchTrouble

_MINUTE_S = 60
_HOUR_S = 3600
_WEEK_DAYS = 6
_SHOWN_PATTERNS = 2


def standing(folder: WatchedFolder, *, on: bool) -> PillWords:
    """How the folder stands; `on` is the switch for everything."""
    watch, waiting = folder.watch, folder.counts.waiting + folder.counts.running
    if watch.paused or not on:
        return PillWords(tr("Paused"), "pause", Role.MUTED, Role.HOVER)
    if watch.trouble is WatchTrouble.AWAY:
        return PillWords(tr("Not connected"), "hourglass", Role.WARN, Role.WARN_BOX)
    if watch.trouble is WatchTrouble.FORBIDDEN:
        return PillWords(tr("May not be read"), "lock", Role.WARN, Role.WARN_BOX)
    words = tr_n("1 waiting", "{n} waiting", waiting) if waiting else tr("Watching")
    return PillWords(words, "eye", Role.OK, Role.OK_BOX)


def figures(folder: WatchedFolder) -> tuple[Figure, ...]:
    """How much was taken, and what failed of it."""
    failed = folder.counts.failed
    return (
        Figure(folder.watch.taken_today, text.taken_today(folder.watch.taken_today)),
        Figure(folder.watch.taken, text.taken_in_all(folder.watch.taken)),
        Figure(failed, text.failed_of_it(failed), Role.BAD if failed else None),
    )


def where(rules: WatchRules) -> str:
    """Which folder it is, and what of it is meant: 'Downloads, only *.png'."""
    parts = [text.place(rules.folder)]
    if rules.include:
        parts.append(tr("only {patterns}", patterns=_patterns(rules.include)))
    if rules.exclude:
        parts.append(tr("without {patterns}", patterns=_patterns(rules.exclude)))
    if not rules.subfolders:
        parts.append(tr("without subfolders"))
    return ", ".join(parts)


def last_seen(watch: Watch, now: float, *, on: bool) -> str:
    """When the folder was there, or since when nothing is taken; `now` is in seconds since 1970."""
    if watch.paused or not on:
        when = watch.paused_at if watch.paused else None
        return tr("Nothing is taken") if when is None else tr("Paused by you {when}", when=_on_day(when, now))
    if watch.trouble is WatchTrouble.FORBIDDEN:
        return tr("Goes on when it may be read")
    if watch.trouble is WatchTrouble.AWAY:
        return tr("Last there {when}", when=moment_words(watch.seen, now)) if watch.seen else tr("Not there yet")
    return tr("Not looked at yet") if watch.seen is None else _seen(watch.seen, now)


def _seen(at: float, now: float) -> str:
    ago = max(0, round(now - at))
    if ago < _MINUTE_S:
        return tr("Seen {time}, {n} s ago", time=time_of_day(at), n=text.count(ago))
    if ago < _HOUR_S:
        return tr("Seen {time}, {n} min ago", time=time_of_day(at), n=text.count(ago // _MINUTE_S))
    return tr("Seen {when}", when=moment_words(at, now))


def told_whole(folder: WatchedFolder, now: float, *, on: bool) -> str:
    """All of it in one sentence, for a screen reader."""
    rules = folder.watch.rules
    return ". ".join(
        (
            f"{rules.title}: {standing(folder, on=on).words}",
            where(rules),
            tr("{recipe}, results go to {place}", recipe=rules.recipe.name, place=text.results_place(rules)),
            ", ".join(figure.words for figure in figures(folder)),
            last_seen(folder.watch, now, on=on),
        )
    )


def _patterns(patterns: tuple[str, ...]) -> str:
    return " ".join((*patterns[:_SHOWN_PATTERNS], *(["…"] if len(patterns) > _SHOWN_PATTERNS else [])))


def _days(at: float, now: float) -> int:
    return (date.fromtimestamp(now) - date.fromtimestamp(at)).days


def _on_day(at: float, now: float) -> str:
    """'at 18:22', 'yesterday', 'on Monday', 'on 24 Nov'."""
    days = _days(at, now)
    if days <= 0:
        return tr("at {time}", time=time_of_day(at))
    if days == 1:
        return tr("yesterday")
    return tr("on {day}", day=weekday(at) if days <= _WEEK_DAYS else day(at))
