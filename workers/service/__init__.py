"""What the window and the command line see: accept, change and look at jobs."""

from workers.service.service import JobService
from workers.store.database import DatabaseBusy, DatabaseFull, DatabaseOnNetwork, DatabaseTooNew, StoreError

__all__ = ["DatabaseBusy", "DatabaseFull", "DatabaseOnNetwork", "DatabaseTooNew", "JobService", "StoreError"]
