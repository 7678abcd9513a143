"""The service whole."""

from workers.service.control import Controlling
from workers.service.redirect import Redirecting
from workers.service.submit import Submitting
from workers.service.tidying import Tidying
from workers.service.view import Viewing


class JobService(Submitting, Controlling, Redirecting, Tidying, Viewing):
    """What the window and the command line see of the jobs; one object a thread, closed by it."""
