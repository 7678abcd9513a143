"""The word for a promise that an output does not keep."""

from workers.outcome import Promise


class Broken(Exception):  # noqa: N818 - a finding, told on as a Failure
    """A promise that was not kept, and what was found instead (for the log)."""

    def __init__(self, promise: Promise, detail: str) -> None:
        self.promise = promise
        self.detail = detail
        super().__init__(promise, detail)
