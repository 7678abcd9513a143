"""What the window and the command line see: accept, change and look at jobs."""

from workers.service.service import JobService

__all__ = ["JobService"]
