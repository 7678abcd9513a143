"""The process that answers while somebody waits, and the client that asks it: newest first, nothing waits for ever."""

import logging
import multiprocessing
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import assert_never

from msgspec import Struct

from workers import logs
from workers.engine import Engines, load_engines
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.kinds import JobKind, Kinds, engine_names, guess, tell
from workers.peek import Answer, Ask, AskPlan, AskThumbnail, PassedOver, Planned, Refused
from workers.pool.process_limits import bound_memory, settle_in
from workers.pool.protocol import FromPreview, MessagePipe, PipeEnd, Reply, Request, Started, answering_end, asking_end
from workers.pool.timeouts import Timeouts
from workers.sources import open_source

_log = logging.getLogger(__name__)

_MOST_BYTES = 2**30

_MOST_WAITING = 256
"""Questions kept; older ones are what somebody has scrolled past."""


class PreviewStart(Struct, frozen=True, kw_only=True):
    """What the process is told when it is started."""

    logs: str
    engines: dict[str, str]


def main(pipe: PipeEnd, start: PreviewStart) -> None:
    """Answer one question after the other until the pipe ends."""
    settle_in(background=False)
    logs.set_up(Path(start.logs), "preview")
    engines = load_engines(start.engines)
    bound_memory(_MOST_BYTES)
    messages = answering_end(pipe)
    messages.send(Started())
    while True:
        try:
            request = messages.receive()
        except EOFError:
            return
        messages.send(Reply(_answer(engines, request.ask)))


def _answer(engines: Engines, ask: Ask) -> Answer:
    try:
        with open_source(Path(ask.path)) as opened:
            engine = engines[tell(opened.head(), guess(ask.path) or JobKind.IMAGE)]
            match ask:
                case AskThumbnail(edge=edge):
                    return engine.preview(opened.file, edge)
                case AskPlan(recipe=recipe):
                    return Planned(engine.plan(opened.file, recipe))
                case _:
                    assert_never(ask)
    except Failure as failure:
        return Refused(failure.code, failure.facts)
    except MemoryError:
        return Refused(ErrorCode.OUT_OF_MEMORY, FailureFacts(path=ask.path))
    except Exception as error:  # noqa: BLE001 - whatever a strange file does, it costs this one answer
        _log.warning("no answer about a file", exc_info=True)
        return Refused(ErrorCode.BUG, FailureFacts(path=ask.path, detail=repr(error)))


class _Gone(Struct, frozen=True):
    """The process has ended."""


class _PendingAsk(Struct):
    ask: Ask
    on_answer: Callable[[Answer], None]


class PreviewClient:
    """Asks the preview process, which is started at the first question and replaced when it ends or takes too long.

    Answers come in the client's own thread. Of the questions that wait, the newest is asked first.
    """

    def __init__(self, *, kinds: Kinds, logs: Path, timeouts: Timeouts | None = None) -> None:
        self._start = PreviewStart(logs=str(logs), engines=engine_names(kinds))
        self._timeouts = timeouts if timeouts is not None else Timeouts()
        self._waiting: list[_PendingAsk] = []
        self._passed_over: list[_PendingAsk] = []
        self._changed = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None
        self._process: BaseProcess | None = None
        self._messages: MessagePipe[Request, FromPreview] | None = None

    def ask(self, ask: Ask, on_answer: Callable[[Answer], None]) -> None:
        """Ask from any thread, never waits. Every question is answered once, unless the client is closed before.

        One that is pushed out by 256 newer ones is answered by `PassedOver`.
        """
        with self._changed:
            if self._closing:
                return
            self._waiting.append(_PendingAsk(ask, on_answer))
            if len(self._waiting) > _MOST_WAITING:
                self._passed_over.append(self._waiting.pop(0))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="preview", daemon=True)
                self._thread.start()
            self._changed.notify()

    def close(self) -> None:
        """Forget what waits and end the process."""
        with self._changed:
            self._closing = True
            self._waiting.clear()
            self._passed_over.clear()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(self._timeouts.kill_s)

    def _run(self) -> None:
        while (asked := self._next()) is not None:
            for late in self._late():
                self._tell(late, PassedOver())
            answer = self._answer(asked.ask)
            if not self._closing:
                self._tell(asked, answer)
        self._end()

    def _tell(self, asked: _PendingAsk, answer: Answer) -> None:
        try:
            asked.on_answer(answer)
        except Exception:  # noqa: BLE001 - whoever asked may be gone; the next one is not
            _log.exception("an answer could not be taken")

    def _next(self) -> _PendingAsk | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing)
            return None if self._closing else self._waiting.pop()

    def _late(self) -> list[_PendingAsk]:
        """Those that will not have their turn; each is given once."""
        with self._changed:
            late, self._passed_over = self._passed_over, []
            return late

    def _answer(self, ask: Ask) -> Answer:
        try:
            messages = self._connect()
        except OSError as error:
            if not self._closing:
                _log.warning("the preview process cannot be started", exc_info=True)
            return Refused(ErrorCode.BUG, FailureFacts(path=ask.path, detail=str(error)))
        messages.send(Request(ask))
        told = self._receive(messages, self._timeouts.preview_s)
        if isinstance(told, Reply):
            return told.answer
        self._end()
        if told is None:
            return Refused(ErrorCode.TIME_LIMIT, FailureFacts(path=ask.path, seconds=self._timeouts.preview_s))
        return Refused(ErrorCode.WORKER_DIED, FailureFacts(path=ask.path))

    def _receive(self, messages: MessagePipe[Request, FromPreview], seconds: float) -> FromPreview | _Gone | None:
        """What the process tells; None when that takes too long or the client is closed meanwhile."""
        until = time.monotonic() + seconds
        while not self._closing and (left := until - time.monotonic()) > 0:
            if wait([messages.pipe], min(left, self._timeouts.look_s)):
                try:
                    return messages.receive()
                except EOFError:
                    return _Gone()
        return None

    def _connect(self) -> MessagePipe[Request, FromPreview]:
        if self._messages is None:
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=main, args=(theirs, self._start), name="preview", daemon=True)
            try:
                process.start()
            finally:
                theirs.close()
            self._process = process
            self._messages = asking_end(ours)
            if not isinstance(self._receive(self._messages, self._timeouts.start_s), Started):
                self._end()
                raise OSError("the preview process does not start")
        return self._messages

    def _end(self) -> None:
        if self._process is not None and self._messages is not None:
            self._process.kill()
            self._messages.close()
            self._process.join(self._timeouts.kill_s)
            self._process = self._messages = None
