"""Posting a notice, within a time limit, and what the answer means."""

import contextlib
import socket
import ssl
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Thread
from urllib.parse import urlsplit

from msgspec.structs import replace

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.hooks.connection import connection
from workers.hooks.signing import Notice, headers
from workers.jobs.hook import Webhook
from workers.outcome import CallOutcome
from workers.retry import LONGEST_CALL_PAUSE_S

_LOOK_S = 0.1
_MOST_BYTES = 2048
"""Of an answer that are kept."""
_TOO_MANY, _UNAVAILABLE, _SERVER_ERROR, _REDIRECT, _ERROR = 429, 503, 500, 300, 400


def post(webhook: Webhook, notice: Notice, secret: str | None, still: Callable[[], None]) -> CallOutcome:
    """Post the notice once. `still` is called ten times a second, and what it raises ends the call. Raises Failure."""
    url = urlsplit(webhook.url)
    host = url.hostname or ""
    body = notice.body()
    opened, target = connection(url, private=webhook.private, timeout_s=webhook.limit_s)
    call = _Call(opened, target, body, dict(headers(notice, body, now=time.time(), secret=secret)))
    began = time.monotonic()
    answer = call.within(webhook.limit_s, still, host)
    seconds = time.monotonic() - began
    _judge(answer, host)
    return CallOutcome(seconds=seconds, status=answer.status, output=answer.text)


class _Answer:
    """What came back."""

    def __init__(self, response: HTTPResponse) -> None:
        self.status = response.status
        self.retry_after = retry_after(response.getheader("retry-after"), time.time())
        self.location = response.getheader("location")
        self.text = response.read(_MOST_BYTES).decode("utf-8", "replace")


class _Call:
    """One request in a thread of its own: neither a name that is looked up for minutes nor an answer in drops outlasts it."""

    def __init__(self, opened: HTTPConnection, target: str, body: bytes, told: dict[str, str]) -> None:
        self._opened = opened
        self._target = target
        self._body = body
        self._headers = told
        self._answer: _Answer | None = None
        self._error: Exception | None = None

    def within(self, seconds: float, still: Callable[[], None], host: str) -> _Answer:
        """The answer. Raises Failure, also when there is none after so many seconds."""
        thread = Thread(target=self._work, name="call", daemon=True)
        thread.start()
        until = time.monotonic() + seconds
        try:
            while thread.is_alive() and time.monotonic() < until:
                thread.join(_LOOK_S)
                still()
            late = thread.is_alive()
        finally:
            self._end()
        if late:  # whatever the thread has made of an answer that was broken off here
            raise Failure(ErrorCode.CALL_TIME_LIMIT, FailureFacts(host=host, seconds=seconds))
        if self._answer is None:
            error = self._error or AssertionError("a call ended without an end")
            raise _failure(error, host, seconds) from error
        return self._answer

    def _work(self) -> None:
        try:
            self._opened.request("POST", self._target, body=self._body, headers=self._headers)
            self._answer = _Answer(self._opened.getresponse())
        except Exception as error:  # noqa: BLE001 - raised again by whoever waits for this thread
            self._error = error
        finally:
            self._opened.close()

    def _end(self) -> None:
        """Wake the thread that may still read."""
        opened: socket.socket | None = self._opened.sock
        if opened is not None:
            with contextlib.suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)


def _failure(error: Exception, host: str, seconds: float) -> Failure:
    match error:
        case Failure():
            return error
        case ssl.SSLCertVerificationError():
            return Failure(ErrorCode.CALL_NOT_TRUSTED, FailureFacts(host=host, detail=error.verify_message))
        case TimeoutError():
            return Failure(ErrorCode.CALL_TIME_LIMIT, FailureFacts(host=host, seconds=seconds))
        case OSError() | HTTPException():
            return Failure(ErrorCode.CALL_UNREACHABLE, FailureFacts(host=host, detail=str(error) or repr(error)))
        case _:
            raise error


def _judge(answer: _Answer, host: str) -> None:
    """Raises Failure for all that does not say that the notice was taken.

    A redirect is not followed: the notice would go to an address that nobody chose, and that nobody has checked.
    """
    status = answer.status
    facts = FailureFacts(host=host, status=status, output=answer.text or None)
    if status == _TOO_MANY or (status == _UNAVAILABLE and answer.retry_after is not None):
        raise Failure(ErrorCode.CALL_BUSY, replace(facts, seconds=answer.retry_after))
    if status >= _SERVER_ERROR:
        raise Failure(ErrorCode.CALL_SERVER_ERROR, facts)
    if status >= _ERROR:
        raise Failure(ErrorCode.CALL_REFUSED, facts)
    if status >= _REDIRECT:
        raise Failure(ErrorCode.CALL_REDIRECTED, FailureFacts(host=host, status=status, detail=answer.location))


def retry_after(told: str | None, now: float) -> float | None:
    """The seconds that `Retry-After` asks for, as a number or as a date (RFC 9110, 10.2.3), 0 to an hour; None for neither."""
    if told is None:
        return None
    if told.strip().isdecimal():
        return min(float(told), LONGEST_CALL_PAUSE_S)
    try:
        asked = parsedate_to_datetime(told).timestamp() - now
    except ValueError:
        return None
    return min(max(asked, 0.0), LONGEST_CALL_PAUSE_S)
