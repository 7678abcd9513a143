"""`mediaapp schedule`: what is done by itself at a time of the day."""

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from datetime import time as time_of_day

from msgspec import to_builtins

from mediaapp import text
from mediaapp.cli.changing import change_each
from mediaapp.cli.commands.report import add_file_options
from mediaapp.cli.opening import opened_service
from mediaapp.cli.selecting import schedule_number, watch_called
from mediaapp.cli.streams import emit, say
from mediaapp.cli.subcommand import CommandRefused, Subcommand, UsageError
from mediaapp.paths import reports_folder
from workers.due import upcoming
from workers.jobs.ids import ScheduleId
from workers.jobs.schedule import Schedule, ScheduledForgetting, ScheduledReport, ScheduledWork, ScheduleRules
from workers.local_time import EVERY_DAY, Weekday
from workers.requests import About, OfAll, OfFailures, OfWatch, ReportFormat, ReportRefused
from workers.service import JobService
from workers.service.schedule_commands import AddSchedule, ChangeSchedule, FindSchedules, RemoveSchedule, SwitchSchedule

_ACTIONS = ("list", "add", "change", "remove", "on", "off")
_USAGE = "use list, add NAME --at HH:MM, change NUMBER OPTION..., remove NUMBER, on NUMBER or off NUMBER"
_DAYS = ",".join(Weekday)


def _add_arguments(parser: ArgumentParser) -> None:
    parser.usage = (
        "mediaapp schedule [--json] list | add NAME --at HH:MM [OPTION...] | change NUMBER OPTION... | remove NUMBER..."
        " | on NUMBER... | off NUMBER..."
    )
    parser.add_argument("operands", nargs="*", metavar="ACTION", help=", ".join(_ACTIONS))
    parser.add_argument("--name", help="with change: what it is called from now on")
    when = parser.add_argument_group("when, with add and change")
    when.add_argument("--at", metavar="HH:MM", help="by the clock of this computer")
    when.add_argument("--on", metavar="DAYS", help=f"only on these days, of {_DAYS}")
    what = parser.add_argument_group("what, with add and change: a report of what ended since the last one")
    about = what.add_mutually_exclusive_group()
    about.add_argument("--all", action="store_true", help="of all files; the default")
    about.add_argument("--failed", action="store_true", help="only of files that failed")
    about.add_argument("--watch", metavar="W", help="only of this watched folder, by its number or name")
    about.add_argument(
        "--forget-after", metavar="DAYS", help="no report: rows that ended so many days ago leave the list; files stay"
    )
    add_file_options(parser)
    parser.set_defaults(format=None)  # so that a change of something else keeps it


def _run(arguments: Namespace) -> int:
    action, *operands = arguments.operands or ["list"]
    if action not in _ACTIONS or bool(operands) is (action == "list"):
        raise UsageError(_USAGE)
    with opened_service() as service:
        if action == "add":
            return _add(service, arguments, operands)
        if action == "change":
            return _change(service, arguments, operands)
        if action == "list":
            return _list(service, as_json=arguments.json)
        return _switch(service, action, [schedule_number(word) for word in operands], as_json=arguments.json)


def _add(service: JobService, arguments: Namespace, operands: Sequence[str]) -> int:
    if len(operands) != 1 or not operands[0].strip() or arguments.at is None:
        raise UsageError(_USAGE)
    rules = ScheduleRules(
        name=operands[0],
        work=_work(service, arguments, None),
        at=_time(arguments.at),
        days=EVERY_DAY if arguments.on is None else _days(arguments.on),
    )
    added = AddSchedule(rules).run(service)
    if isinstance(added, ReportRefused):
        raise CommandRefused(text.report_refused(added))
    schedule = _stored(service, added)
    if arguments.json:
        emit(_schedule_object(schedule))
    else:
        say(f"{_line(schedule)} It is done by an open window or `mediaapp work`.")
    return 0


def _list(service: JobService, *, as_json: bool) -> int:
    for schedule in FindSchedules().run(service):
        if as_json:
            emit(_schedule_object(schedule))
        else:
            say(_line(schedule))
    return 0


def _change(service: JobService, arguments: Namespace, operands: Sequence[str]) -> int:
    if len(operands) != 1:
        raise UsageError(_USAGE)
    number = schedule_number(operands[0])
    before = _stored(service, number)
    rules = ScheduleRules(
        name=before.rules.name if arguments.name is None else arguments.name.strip(),
        work=_work(service, arguments, before.rules.work),
        at=before.rules.at if arguments.at is None else _time(arguments.at),
        days=before.rules.days if arguments.on is None else _days(arguments.on),
    )
    if not rules.name or rules == before.rules:
        raise UsageError(
            "say what to change: --name, --at, --on, --all, --failed, --watch, --forget-after, --format, --out"
        )
    changed = ChangeSchedule(number, rules).run(service)
    if isinstance(changed, ReportRefused):
        raise CommandRefused(text.report_refused(changed))
    schedule = _stored(service, number)
    if arguments.json:
        emit(_schedule_object(schedule))
    else:
        say(_line(schedule))
    return 0


def _stored(service: JobService, number: ScheduleId) -> Schedule:
    found = next((each for each in FindSchedules().run(service) if each.id == number), None)
    if found is None:
        raise CommandRefused(f"There is no schedule {number}.")
    return found


def _switch(service: JobService, action: str, numbers: Sequence[ScheduleId], *, as_json: bool) -> int:
    def switch(number: ScheduleId) -> bool:
        command = RemoveSchedule(number) if action == "remove" else SwitchSchedule(schedule=number, on=action == "on")
        return command.run(service)

    return change_each(numbers, switch, key="schedule", called="schedule", action=action, as_json=as_json)


def _work(service: JobService, arguments: Namespace, before: ScheduledWork | None) -> ScheduledWork:
    """What the options say; what they leave out is as it was `before`, or usual where nothing was."""
    if arguments.forget_after is not None:
        return _forgetting(arguments.forget_after)
    usual = ScheduledReport(OfAll(), ReportFormat.HTML, str(reports_folder()))
    known = before if isinstance(before, ScheduledReport) else usual
    told = (arguments.failed, arguments.watch, arguments.all, arguments.format, arguments.out)
    if isinstance(before, ScheduledForgetting) and not any(told):
        return before
    return ScheduledReport(
        _about(service, arguments, known.about),
        known.format if arguments.format is None else ReportFormat(arguments.format),
        known.folder if arguments.out is None else arguments.out,
    )


def _forgetting(word: str) -> ScheduledForgetting:
    if not word.isdecimal() or not 1 <= int(word) <= 3650:
        raise UsageError(f"{word} is not a number of days, 1 to 3650")
    return ScheduledForgetting(int(word))


def _about(service: JobService, arguments: Namespace, before: About) -> About:
    if arguments.watch is not None:
        return OfWatch(watch_called(service, arguments.watch).id)
    if arguments.failed:
        return OfFailures()
    return OfAll() if arguments.all else before


def _time(word: str) -> time_of_day:
    hours, _, minutes = word.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60 and len(word) <= 5):
        raise UsageError(f"{word} is not a time, as 08:30 is")
    return time_of_day(int(hours), int(minutes))


def _days(words: str) -> frozenset[Weekday]:
    named = words.lower().split(",")
    if not set(named) <= set(Weekday):
        raise UsageError(f"{words} are not days of the week; they are {_DAYS}")
    return frozenset(map(Weekday, named))


def _line(schedule: Schedule) -> str:
    rules = schedule.rules
    state = "" if schedule.on else f" {text.tr('Off')}."
    return f"{schedule.id}: {rules.name}. {text.schedule_times(rules)}. {text.schedule_work(rules)}.{state}"


def _schedule_object(schedule: Schedule) -> Mapping[str, object]:
    """A schedule as a program reads it. Times are seconds since 1970; `next` is null while it is off."""
    return {
        "schedule": schedule.id,
        "name": schedule.rules.name,
        "work": to_builtins(schedule.rules.work),
        "at": f"{schedule.rules.at:%H:%M}",
        "days": [day.value for day in Weekday if day in schedule.rules.days],
        "on": schedule.on,
        "next": upcoming(schedule, time.time()) if schedule.on else None,
        "last": schedule.done_at,
        "job": schedule.job,
    }


COMMAND = Subcommand(
    name="schedule",
    summary="do something at a time of the day: list, add, change, remove, on, off",
    add_arguments=_add_arguments,
    run=_run,
    details="A day on which nothing ran is made up for once, at the next start.",
)
