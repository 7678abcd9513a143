"""Jobs, batches and histories in every state, as the job table would hand them out."""

from typing import Any

from tests.support.hook_calls import hook_request
from workers.errors import ErrorCode, FailureFacts
from workers.facts import Facts
from workers.formats import Format
from workers.jobs.batch import Counts, StoredBatch
from workers.jobs.history import Attempt, History
from workers.jobs.ids import BatchId, JobId, RootId, WorkerId
from workers.jobs.job import Job
from workers.jobs.state import JobState
from workers.kinds import JobKind
from workers.outcome import Checked, Outcome, Promise, Verdict
from workers.plan import Decision, Handling, Method, Plan, Reason, ToFormat, Topic, ToPixels
from workers.recipe import Automatic, LongEdge, Metadata, Quality, Recipe

NOW = 1_795_516_862.0
WEB_SHOP = Recipe(name="Web shop", format=Format.JPEG, size=LongEdge(2000), destination=Automatic("Web shop"))
FACTS = Facts(format=Format.JPEG, bytes=9_800_000, width=6000, height=4000)
PROMISES = (
    Checked(promise=Promise.OPENS, verdict=Verdict.KEPT),
    Checked(promise=Promise.UPRIGHT, verdict=Verdict.KEPT),
    Checked(promise=Promise.COLORS, verdict=Verdict.KEPT),
    Checked(promise=Promise.CAMERA_DATA, verdict=Verdict.KEPT),
    Checked(promise=Promise.LOCATION, verdict=Verdict.REMOVED),
    Checked(promise=Promise.ORIGINAL, verdict=Verdict.KEPT),
)


def job(number: int = 1, **fields: Any) -> Job:
    """A queued job of June/DSC_0409.jpg; any field may be given."""
    name = fields.pop("name", "DSC_0409.jpg")
    plain: dict[str, Any] = {
        "id": JobId(number),
        "batch": BatchId(1),
        "kind": JobKind.IMAGE,
        "root": RootId(1),
        "rel": f"Photos/June/{name}",
        "out_root": RootId(1),
        "out_dir": "Photos/June/Web shop",
        "out_rel": None,
        "source": f"/Photos/June/{name}",
        "output": None,
        "size_in": 9_800_000,
        "mtime_in": 1,
        "state": JobState.QUEUED,
        "prio": 0,
        "not_before": None,
        "attempt": 0,
        "tries": 0,
        "max_tries": 3,
        "deaths": 0,
        "worker": None,
        "cancel": False,
        "stage": None,
        "progress": 0.0,
        "removed": False,
        "created": NOW - 1,
        "started": None,
        "finished": None,
        "size_out": None,
        "digest": None,
        "error_code": None,
        "failure": None,
        "facts": None,
        "skipped": None,
        "outcome": None,
    }
    return Job(**(plain | fields))


def call(number: int = 1, **fields: Any) -> Job:
    """A job of a hook."""
    plain = {
        "kind": JobKind.HOOK,
        "request": hook_request(),
        "rel": "Tell archive.org",
        "source": "Tell archive.org",
        "size_in": 0,
        "root": RootId(0),
        "out_root": RootId(0),
        "out_dir": "",
    }
    return job(number, **(plain | fields))


def done(number: int = 1, **fields: Any) -> Job:
    """A job whose output is there."""
    outcome = Outcome(
        format=Format.JPEG, width=2000, height=1333, bytes=612_000, digest="d", score=84.0, promises=PROMISES
    )
    plain = {
        "state": JobState.DONE,
        "output": "/Photos/June/Web shop/DSC_0409.jpg",
        "out_rel": "Photos/June/Web shop/DSC_0409.jpg",
        "started": NOW - 0.35,
        "created": NOW - 0.39,
        "finished": NOW - 0.04,
        "size_out": 612_000,
        "facts": FACTS,
        "outcome": outcome,
    }
    return job(number, **(plain | fields))


def failed(number: int = 1, code: ErrorCode = ErrorCode.ENDS_EARLY, **fields: Any) -> Job:
    """A job that failed at its first attempt."""
    plain = {
        "state": JobState.FAILED,
        "error_code": code,
        "failure": FailureFacts(line=1430, lines=4512),
        "attempt": 1,
        "tries": 1,
        "started": NOW - 0.02,
        "finished": NOW,
    }
    return job(number, **(plain | fields))


def history(of: Job, **fields: Any) -> History:
    """What is known of a job: a plan for one that is done, an attempt for one that failed."""
    attempts: tuple[Attempt, ...] = ()
    if of.state is JobState.FAILED:
        attempts = (
            Attempt(
                job=of.id,
                n=1,
                worker=WorkerId("1:1"),
                started=of.started or NOW,
                finished=of.finished or NOW,
                outcome=JobState.FAILED,
                error_code=of.error_code,
                failure=of.failure,
            ),
        )
    plan = _plan() if of.state is JobState.DONE else None
    plain = {"job": of, "plan": plan, "recipe": WEB_SHOP, "attempts": attempts, "entries": ()}
    return History(**(plain | fields))


def batch(number: int = 1, **fields: Any) -> StoredBatch:
    """The batch June."""
    plain: dict[str, Any] = {
        "id": BatchId(number),
        "created": NOW,
        "name": "June",
        "submitter": "window",
        "recipe": WEB_SHOP,
        "accepting": False,
        "folder": "/Photos/June/Web shop",
        "folders": 1,
        "counts": Counts(done=6, failed=1, bytes_in=70_000_000, bytes_out=4_200_000),
    }
    return StoredBatch(**(plain | fields))


def _plan() -> Plan:
    return Plan(
        facts=FACTS,
        format=Format.JPEG,
        method=Method.ENCODE,
        width=2000,
        height=1333,
        goal=Quality(),
        metadata=Metadata.NO_LOCATION,
        decisions=(
            Decision(topic=Topic.FORMAT, choice=ToFormat(Format.JPEG), reason=Reason.ASKED),
            Decision(topic=Topic.SIZE, choice=ToPixels(2000, 1333), reason=Reason.ASKED),
            Decision(topic=Topic.COLORS, choice=Handling.KEEP, reason=Reason.TAGGED),
        ),
    )
