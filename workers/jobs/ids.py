"""The numbers of jobs, batches, roots, watches, hooks, processes, workers, events and alerts, each a type of its own."""

from typing import NewType

JobId = NewType("JobId", int)

BatchId = NewType("BatchId", int)

RootId = NewType("RootId", int)

WatchId = NewType("WatchId", int)

ScheduleId = NewType("ScheduleId", int)

HookId = NewType("HookId", int)

ProcessId = NewType("ProcessId", str)
"""A process for good: its number and its start time, so that a reused number is another process."""

WorkerId = NewType("WorkerId", str)
"""The same of a process that runs jobs."""

EventId = NewType("EventId", int)
"""Counts up in the order in which things happened; never given twice in one job table."""

AlertId = NewType("AlertId", int)
