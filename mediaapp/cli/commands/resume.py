"""`mediaapp resume`: go on after a pause."""

from mediaapp.cli.pausing import pausing

COMMAND = pausing(name="resume", summary="go on after a pause", paused=False)
