"""The words that commands are called by, known without loading any of them."""

COMMANDS = (
    "run",
    "add",
    "work",
    "wait",
    "jobs",
    "show",
    "retry",
    "cancel",
    "pause",
    "resume",
    "undo",
    "explain",
    "recipes",
    "hook",
    "watch",
    "report",
    "schedule",
    "stats",
    "events",
    "doctor",
)
"""The words of all commands, in the order in which they are told of; each is a module in `commands`."""
