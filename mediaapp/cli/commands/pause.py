"""`mediaapp pause`: begin nothing new."""

from mediaapp.cli.pausing import pausing

COMMAND = pausing(name="pause", summary="begin nothing new; what runs is finished", paused=True)
