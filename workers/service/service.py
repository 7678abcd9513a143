"""The service whole."""

from workers.service.control import Controlling
from workers.service.submit import Submitting
from workers.service.view import Viewing


class JobService(Submitting, Controlling, Viewing):
    """What the window and the command line see of the jobs; one object a thread, closed by it."""
