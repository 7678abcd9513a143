"""A request engine that does what the job is called: `touch`, `hang`, `fail CODE`, `crash`, `write TEXT`; else it goes well."""

import signal
import threading
from hashlib import blake2b

from workers.errors import ErrorCode, Failure
from workers.outcome import CallOutcome, ReportOutcome, RequestOutcome, Stage
from workers.request_engine import RequestRun
from workers.requests import HookRequest, ReportRequest, Request


def file_name(request: Request) -> str | None:
    return f"{request.name}.{request.format.value}" if isinstance(request, ReportRequest) else None


def run(request: Request, run: RequestRun) -> RequestOutcome:
    word, _, argument = run.job.rel.partition(" ")
    run.progress(Stage.CALLING, 0.1)
    match word:
        case "hang":
            threading.Event().wait()
        case "fail":
            raise Failure(ErrorCode(argument))
        case "crash":
            signal.raise_signal(signal.SIGKILL)
        case _:
            pass
    if isinstance(request, HookRequest):
        return CallOutcome(seconds=0.0)
    assert run.part is not None
    data = argument.encode()
    run.part.write_bytes(data)
    return ReportOutcome(bytes=len(data), digest=blake2b(data, digest_size=32).hexdigest(), rows=1)
