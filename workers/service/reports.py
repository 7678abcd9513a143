"""Asking for a report: whether there is something to report about, and where its file goes."""

import os
from typing import assert_never

from workers.jobs.ids import BatchId, JobId
from workers.jobs.job import NewRequest
from workers.requests import About, OfAll, OfBatch, OfFailures, OfWatch, ReportFault, ReportRefused, ReportRequest
from workers.service.locations import Locations
from workers.service.service import JobService

_PRIO = 20
"""Above that of a few pictures: a report takes seconds, and is not to wait for what it may be about."""


def ask_report(
    service: JobService, request: ReportRequest, *, folder: str, row: str, submitter: str
) -> JobId | ReportRefused:
    """Have a report written to this folder, which is made where it is missing; `row` is what its job is called."""
    refused = refusal(service, request.about)
    if refused is not None:
        return refused
    new = new_report(service, request, folder=folder, row=row)
    _, (job,) = service.store.requests.accept([new], name=row, submitter=submitter)
    return job


def new_report(service: JobService, request: ReportRequest, *, folder: str, row: str) -> NewRequest:
    """The job of it."""
    place = Locations(service.store).of_folder(os.path.abspath(folder))  # noqa: PTH100 - keeps links
    return NewRequest(
        name=row,
        request=request,
        out_root=place.root,
        out_dir=place.rel,
        out_dir_raw=place.raw,
        out_leads_to=place.leads_to,
        prio=_PRIO,
    )


def refusal(service: JobService, about: About) -> ReportRefused | None:
    """Why there is nothing to report about; None where there may be."""
    match about:
        case OfBatch(batch=batch):
            found = service.reader.batch(BatchId(batch)) is not None
            return None if found else ReportRefused(fault=ReportFault.NO_BATCH, what=str(batch))
        case OfWatch(watch=watch):
            found = any(each.id == watch for each in service.store.watches.all())
            return None if found else ReportRefused(fault=ReportFault.NO_WATCH, what=str(watch))
        case OfFailures() | OfAll():
            return None
        case _:
            assert_never(about)
