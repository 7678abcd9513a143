"""What the window and the command line see: accept, change and look at jobs."""

from workers.service.service import JobService
from workers.service.submit import Dropped
from workers.store.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseOnNetwork,
    DatabaseTooNew,
    StoreError,
)

__all__ = [
    "DatabaseBusy",
    "DatabaseDamaged",
    "DatabaseFull",
    "DatabaseOnNetwork",
    "DatabaseTooNew",
    "Dropped",
    "JobService",
    "StoreError",
]
