"""`mediaapp explain`: what a recipe would do, nothing done."""

import os
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import assert_never

from mediaapp import text
from mediaapp.cli.accepting import complain_of, complain_of_empty, complain_of_passed_over, folders_in, paths_named
from mediaapp.cli.opening import opened_session
from mediaapp.cli.plan_words import plan_lines, plan_object
from mediaapp.cli.recipe_options import add_recipe_options, recipe_from
from mediaapp.cli.streams import complain, emit, say
from mediaapp.cli.subcommand import Subcommand
from mediaapp.saved_recipes import SavedRecipes
from mediaapp.session import Session
from workers.kept_folders import LeftOut
from workers.peek import Answer, AskPlan, PassedOver, Planned, Refused, Thumbnail
from workers.recipe import Recipe
from workers.sources import Candidate, Hidden, NotAPicture, Puzzling, Unreadable, Unsupported, walk


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operands", nargs="*", metavar="PATH", help="a picture, or a folder with pictures")
    add_recipe_options(parser)


def _run(arguments: Namespace) -> int:
    named = paths_named(arguments.operands)
    with opened_session() as session:
        recipe = recipe_from(arguments, SavedRecipes(session.folders.recipes))
        told = [
            source is not None and _explain(session, source, recipe, as_json=arguments.json)
            for source in _sources(named.paths)
        ]
    return 0 if told and all(told) and named.whole else 1


def _sources(operands: Sequence[str]) -> Iterator[str | None]:
    """The pictures in what was named; None in place of what cannot be read, or of a folder without one."""
    filled, unreadable, passed_over = set[str | None](), set[str](), list[LeftOut | Hidden | Unsupported]()
    for found in walk(operands, lambda _folder: False):
        match found:
            case Candidate(path=path, dropped=dropped):
                filled.add(dropped)
                yield path
            case Unreadable(path=path):
                complain_of(path)
                unreadable.add(path)
                yield None
            case Puzzling(path=path):
                complain(text.not_looked_at(path))
                yield None
            case LeftOut() | Hidden() | Unsupported():
                passed_over.append(found)
            case NotAPicture():
                pass
            case _:
                assert_never(found)
    complain_of_passed_over(
        [step for step in passed_over if isinstance(step, LeftOut)],
        sum(isinstance(step, Hidden) for step in passed_over),
        tuple(Counter(step.format for step in passed_over if isinstance(step, Unsupported)).items()),
    )
    for folder in folders_in(operands, unreadable):
        if os.path.abspath(folder) not in filled:  # noqa: PTH100 - the name that the walk has
            complain_of_empty(folder)
            yield None


def _explain(session: Session, source: str, recipe: Recipe, *, as_json: bool) -> bool:
    """Tell one plan; False when there is none."""
    answer = _asked(session, source, recipe)
    match answer:
        case Planned(plan=plan) if as_json:
            emit({"source": source, "plan": plan_object(plan)})
        case Planned(plan=plan):
            say(Path(source).name)
            for line in plan_lines(plan):
                say(f"  {line}")
        case Refused(code=code, facts=facts):
            told = text.failure(code, facts)
            if as_json:
                emit({"source": source, "plan": None, "code": code.value, "message": f"{told.title}. {told.advice}"})
            else:
                complain(f"{Path(source).name}: {told.title}. {told.advice}")
        case Thumbnail() | PassedOver():
            raise AssertionError("one plan was asked for")
        case _:
            assert_never(answer)
    return isinstance(answer, Planned)


def _asked(session: Session, source: str, recipe: Recipe) -> Answer:
    answers = SimpleQueue[Answer]()
    session.preview.ask(AskPlan(source, recipe), answers.put)
    return answers.get()


COMMAND = Subcommand(
    name="explain",
    summary="tell what a recipe would do to pictures and why, without doing it",
    add_arguments=_add_arguments,
    run=_run,
)
