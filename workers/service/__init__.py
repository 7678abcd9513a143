"""What the window and the command line see: the jobs to read, and the commands that change them."""

from workers.service.service import JobService
from workers.store.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseOnNetwork,
    DatabaseTooNew,
    StoreError,
)
from workers.store.job_store import Reader

__all__ = [
    "DatabaseBusy",
    "DatabaseDamaged",
    "DatabaseFull",
    "DatabaseOnNetwork",
    "DatabaseTooNew",
    "JobService",
    "Reader",
    "StoreError",
]
