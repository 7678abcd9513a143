"""What becomes of a notice that is posted, by what the other side does; pauses are waited for by the clock of the table."""

import json
import socket
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.support.caller import Caller
from tests.support.hook_server import HookServer, cut, drip, hook_server, never, status
from tests.support.patience import Stopwatch
from tests.support.tls import CERTIFICATE, KEY
from workers.errors import ErrorCode
from workers.hooks.addresses import is_public
from workers.hooks.post import retry_after
from workers.hooks.signing import new_secret, signature
from workers.jobs.hook import HookFault, HookRefused, HookRules, Occasion, Webhook
from workers.jobs.ids import HookId
from workers.jobs.state import JobState
from workers.outcome import CallOutcome
from workers.pool.worker_channel import JobCancelled
from workers.retry import CALL_TRIES, LONGEST_CALL_PAUSE_S
from workers.service.hook_commands import AddHook, ChangeHook


def loopback(server: HookServer, limit_s: float = 5.0) -> Webhook:
    return Webhook(url=server.url, private=True, limit_s=limit_s)


def test_a_notice_that_is_taken_is_done(caller: Caller) -> None:
    with hook_server(status(200)) as server:
        hook = caller.hook(loopback(server))
        job = caller.call(hook)
        done = caller.run()
    assert (done.id, done.state) == (job, JobState.DONE)
    assert isinstance(done.outcome, CallOutcome)
    assert (done.outcome.status, done.outcome.output) == (200, "said 200")
    (received,) = server.received
    assert received.path == "/hook?who=me"
    assert received.headers["content-type"] == "application/json"
    assert json.loads(received.body) == {
        "type": "ready",
        "timestamp": "2027-01-15T08:00:00.500000+00:00",
        "data": {"v": 1, "kind": "ready"},
    }
    (told,) = caller.store.hooks.all()
    assert (told.job, told.state, told.answer, told.waiting) == (job, JobState.DONE, 200, 0)
    assert told.seconds == done.outcome.seconds > 0


def test_a_server_error_is_tried_again_with_growing_pauses_and_the_same_key(caller: Caller) -> None:
    with hook_server(status(500), status(500), status(200)) as server:
        job = caller.call(caller.hook(loopback(server)))
        first = caller.run()
        assert (first.state, first.error_code) == (JobState.DELAYED, ErrorCode.CALL_SERVER_ERROR)
        short = caller.pause(first)
        assert 2.5 <= short <= 7.5
        assert caller.run_next() is None
        assert caller.wait(short) == 1
        second = caller.run()
        assert 10 <= caller.pause(second) <= 30
        caller.wait(caller.pause(second))
        third = caller.run()
    assert (third.id, third.state, third.attempt) == (job, JobState.DONE, 3)
    assert len(set(server.keys())) == 1
    assert len({each.body for each in server.received}) == 1


def test_what_never_works_is_given_up_after_all_tries(caller: Caller) -> None:
    with hook_server(status(503)) as server:
        hook = caller.hook(loopback(server))
        job = caller.call(hook)
        paused = 0.0
        while (stands := caller.run()).state is JobState.DELAYED:
            paused += caller.pause(stands)
            caller.wait(caller.pause(stands))
    assert (stands.id, stands.state, stands.tries) == (job, JobState.FAILED, CALL_TRIES)
    assert stands.failure is not None
    assert (stands.failure.status, stands.failure.host) == (503, "127.0.0.1")
    assert 3600 < paused < 4 * 3600
    assert len(set(server.keys())) == 1
    (told,) = caller.store.hooks.all()
    assert (told.failed, told.code, told.answer) == (1, ErrorCode.CALL_SERVER_ERROR, 503)


@pytest.mark.parametrize("told", ["120", "in two minutes"])
def test_retry_after_is_obeyed(caller: Caller, told: str) -> None:
    import time

    if not told.isdecimal():
        told = format_datetime(datetime.fromtimestamp(time.time() + 120, UTC), usegmt=True)
    with hook_server(status(429, retry_after=told), status(200)) as server:
        caller.call(caller.hook(loopback(server)))
        busy = caller.run()
        assert busy.error_code is ErrorCode.CALL_BUSY
        assert 110 < caller.pause(busy) <= 120
        caller.wait(caller.pause(busy))
        assert caller.run().state is JobState.DONE


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        (None, None),
        ("7", 7.0),
        ("999999", LONGEST_CALL_PAUSE_S),
        ("Fri, 15 Jan 2027 08:00:10 GMT", 10.0),
        ("Fri, 15 Jan 2027 07:00:00 GMT", 0.0),
        ("Sat, 15 Jan 2028 08:00:10 GMT", LONGEST_CALL_PAUSE_S),
        ("-5", None),
        ("soon", None),
    ],
)
def test_retry_after_is_read_in_both_forms_and_bounded(told: str | None, seconds: float | None) -> None:
    assert retry_after(told, 1_800_000_000.0) == seconds


@pytest.mark.parametrize("answer", [never, drip])
def test_who_does_not_answer_in_time_is_called_again_later(caller: Caller, answer: object) -> None:
    watch = Stopwatch()
    with hook_server(answer) as server:  # type: ignore[arg-type]
        caller.call(caller.hook(loopback(server, limit_s=0.5)))
        late = caller.run()
    assert (late.state, late.error_code) == (JobState.DELAYED, ErrorCode.CALL_TIME_LIMIT)
    assert watch.seconds() < 5


def test_a_call_that_waits_for_an_answer_is_ended_when_it_is_cancelled(caller: Caller) -> None:
    def cancelled() -> None:
        if server.received:
            raise JobCancelled

    with hook_server(never) as server:
        job = caller.call(caller.hook(loopback(server, limit_s=60)))
        caller.channel.when_asked = cancelled
        caller.store.editor.cancel([job])
        assert caller.run_next() is None
        caller.store.editor.take_up([job], paused=False)
        watch = Stopwatch()
        assert caller.run().state is JobState.QUEUED
    assert watch.seconds() < 10


def test_a_cut_connection_is_tried_again(caller: Caller) -> None:
    with hook_server(cut, status(204)) as server:
        caller.call(caller.hook(loopback(server)))
        broken = caller.run()
        assert (broken.state, broken.error_code) == (JobState.DELAYED, ErrorCode.CALL_UNREACHABLE)
        caller.wait(caller.pause(broken))
        assert caller.run().state is JobState.DONE
    assert len(set(server.keys())) == 1


def test_nobody_at_home_is_tried_again(caller: Caller) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        caller.call(caller.hook(Webhook(url=url, private=True)))
        assert caller.run().error_code is ErrorCode.CALL_UNREACHABLE


def test_a_redirect_is_not_followed(caller: Caller) -> None:
    with hook_server(status(200)) as other, hook_server(status(307, location=other.url)) as server:
        caller.call(caller.hook(loopback(server)))
        failed = caller.run()
    assert (failed.state, failed.error_code) == (JobState.FAILED, ErrorCode.CALL_REDIRECTED)
    assert other.received == []


@pytest.mark.parametrize("code", [400, 401, 404, 410])
def test_a_refusal_fails_at_once_and_retry_calls_again(caller: Caller, code: int) -> None:
    with hook_server(status(code), status(200)) as server:
        job = caller.call(caller.hook(loopback(server)))
        failed = caller.run()
        assert (failed.state, failed.error_code) == (JobState.FAILED, ErrorCode.CALL_REFUSED)
        assert failed.failure is not None
        assert (failed.failure.status, failed.failure.output) == (code, f"said {code}")
        caller.store.editor.retry([job])
        assert caller.run().state is JobState.DONE
    assert len(set(server.keys())) == 1


def test_calls_of_a_dead_hook_wait_along_and_others_go_on(caller: Caller) -> None:
    with hook_server(never) as dead, hook_server(status(200)) as well:
        hook, other = caller.hook(loopback(dead, limit_s=0.3)), caller.hook(loopback(well))
        jobs = [caller.call(hook) for _ in range(20)]
        fine = caller.call(other)
        late = caller.run()
        assert caller.run().id == fine
        assert caller.run_next() is None
        assert {caller.job(job).state for job in jobs} == {JobState.DELAYED}
        assert [caller.job(job).tries for job in jobs[:2]] == [1, 0]
        assert len(dead.received) == 1
        caller.wait(caller.pause(late))
        again = caller.run()
        assert (again.id, again.tries) == (late.id, 2)
        assert caller.run_next() is None
        assert len(dead.received) == 2


def test_those_that_waited_along_go_on_once_somebody_answers(caller: Caller) -> None:
    with hook_server(status(500), status(200)) as server:
        hook = caller.hook(loopback(server))
        failing, *others = [caller.call(hook) for _ in range(4)]
        caller.run()
        new = caller.call(hook)
        assert caller.run().id == new
        assert [caller.run().id for _ in others] == others
        assert caller.job(failing).state is JobState.DELAYED


def test_those_that_wait_along_are_held_back_when_the_first_is_given_up(caller: Caller) -> None:
    with hook_server(status(500)) as server:
        hook = caller.hook(loopback(server))
        jobs = [caller.call(hook) for _ in range(3)]
        while (stands := caller.run()).state is JobState.DELAYED:
            caller.wait(caller.pause(stands))
    assert [caller.job(job).state for job in jobs] == [JobState.FAILED, JobState.DELAYED, JobState.DELAYED]
    assert caller.pause(caller.job(jobs[1])) == LONGEST_CALL_PAUSE_S
    assert len(server.received) == CALL_TRIES


def test_an_address_of_this_computer_is_called_only_with_leave(caller: Caller) -> None:
    with hook_server(status(200)) as server:
        for url in (server.url, f"http://localhost:{server.port}/", f"http://[::ffff:127.0.0.1]:{server.port}/"):
            caller.call(caller.hook_near(url))
            failed = caller.run()
            assert (failed.state, failed.error_code) == (JobState.FAILED, ErrorCode.ADDRESS_NOT_ALLOWED), url
    assert server.received == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "192.168.1.1",
        "[::1]",
        "[::ffff:10.0.0.1]",
    ],
)
def test_a_hook_without_leave_is_refused_where_its_address_itself_is_near(caller: Caller, host: str) -> None:
    occasions, url = frozenset((Occasion.FILE_READY,)), f"http://{host}:8901/x"
    near = HookRules(name="Tell", occasions=occasions, deed=Webhook(url=url))
    refused = AddHook(near).run(caller.service)
    assert isinstance(refused, HookRefused)
    assert refused.fault is HookFault.ADDRESS_PRIVATE
    hook = caller.hook(Webhook(url=url, private=True))
    assert ChangeHook(hook, near).run(caller.service) == refused
    for elsewhere in ("https://example.org/", "http://93.184.215.14/", "http://localhost.example/"):
        assert caller.hook(Webhook(url=elsewhere))


def test_a_name_is_judged_by_the_address_it_leads_to(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where somebody who owns a name has it lead to the user's own router."""
    with hook_server(status(200)) as server:
        found = socket.getaddrinfo("127.0.0.1", server.port, type=socket.SOCK_STREAM)
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: found)
        caller.call(caller.hook(Webhook(url=f"http://harmless.example:{server.port}/")))
        assert caller.run().error_code is ErrorCode.ADDRESS_NOT_ALLOWED
    assert server.received == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:192.168.1.1", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::a01:203", False),
        ("64:ff9b::5db8:d70e", True),
        ("2002:c0a8:101::1", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_proxy_of_the_environment_is_asked(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    with hook_server(status(200)) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", "")
        caller.call(caller.hook(Webhook(url="http://harmless.example/hook")))
        assert caller.run().state is JobState.DONE
        caller.call(caller.hook_near("http://192.168.1.1/hook"))
        assert caller.run().error_code is ErrorCode.ADDRESS_NOT_ALLOWED
    assert [each.path for each in proxy.received] == ["http://harmless.example/hook"]


def test_a_signed_notice_can_be_verified(caller: Caller) -> None:
    secret = new_secret()
    with hook_server(status(500), status(200)) as server:
        caller.call(caller.hook(Webhook(url=server.url, private=True, signed=True), key=secret))
        caller.wait(caller.pause(caller.run()))
        caller.run()
    for each in server.received:
        key, stamp = each.headers["webhook-id"], each.headers["webhook-timestamp"]
        assert each.headers["webhook-signature"] == signature(secret, key=key, stamp=stamp, body=each.body)


def test_a_hook_without_its_secret_sends_nothing(caller: Caller) -> None:
    with hook_server(status(200)) as server:
        caller.call(caller.hook(Webhook(url=server.url, private=True, signed=True)))
        (caller.database.parent / "hook-secrets.json").unlink()
        assert caller.run().error_code is ErrorCode.KEY_GONE
    assert server.received == []


def test_the_secret_is_nowhere_but_in_its_place(caller: Caller, tmp_path: Path) -> None:
    secret = new_secret()
    with hook_server(status(200)) as server:
        caller.call(caller.hook(Webhook(url=server.url, private=True, signed=True), key=secret))
        caller.run()
    holding = [path.name for path in tmp_path.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]
    assert holding == ["hook-secrets.json"]
    assert (caller.database.parent / "hook-secrets.json").stat().st_mode & 0o777 == 0o600


def test_a_removed_hook_is_told_as_such(caller: Caller) -> None:
    caller.store.hooks.call([])
    with hook_server(status(200)) as server:
        hook = caller.hook(loopback(server))
        caller.call(hook)
        caller.store.hooks.remove(HookId(hook))
        assert caller.run().error_code is ErrorCode.HOOK_GONE


def test_a_certificate_that_nobody_vouches_for_gets_nothing(
    caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = tmp_path / "server.pem"
    pem.write_text(CERTIFICATE + KEY)
    with hook_server(status(200), certificate=pem) as server:
        job = caller.call(caller.hook(loopback(server)))
        failed = caller.run()
        assert (failed.state, failed.error_code) == (JobState.FAILED, ErrorCode.CALL_NOT_TRUSTED)
        assert server.received == []
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        caller.store.editor.retry([job])
        assert caller.run().state is JobState.DONE
        caller.call(caller.hook_near(server.url))
        assert caller.run().error_code is ErrorCode.ADDRESS_NOT_ALLOWED
    assert len(server.received) == 1


def test_a_proxy_is_asked_for_a_tunnel_and_told_nothing(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    with hook_server(status(200)) as proxy:
        monkeypatch.setenv("https_proxy", f"http://me:p%40ss@127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", "")
        caller.call(caller.hook(Webhook(url="https://harmless.example/hook")))
        refused = caller.run()
    assert (refused.state, refused.error_code) == (JobState.DELAYED, ErrorCode.CALL_UNREACHABLE)
    (asked,) = proxy.received
    assert (asked.path, asked.headers["proxy-authorization"]) == ("harmless.example:443", "Basic bWU6cEBzcw==")
