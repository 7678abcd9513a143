"""The service whole."""

from workers.service.control import Controlling
from workers.service.requeue import Requeue
from workers.service.submit import Submitting
from workers.service.tidying import Tidying
from workers.service.view import Viewing


class JobService(Submitting, Controlling, Requeue, Tidying, Viewing):
    """What the window and the command line see of the jobs; one object a thread, closed by it."""
