"""Publishing an output, as a process does it that is to be killed."""

import errno
from pathlib import Path

from workers.output import rename
from workers.output.publish import create_part, publish
from workers.recipe import OnExists


def not_offered(*_: object) -> None:
    """What a file system answers that is asked for more than it can do."""
    raise OSError(errno.EINVAL, "not offered")


def nothing(_: object) -> None:
    """A fence that always holds, and an ear for paths that forgets them."""


def publish_one(folder: Path, way: str, on_exists: OnExists) -> None:
    """Publish b'new' as a.jpg. `way` is how a name is taken: 'kernel', 'link' or 'reservation'."""
    if way != "kernel":
        rename.rename_exclusive = not_offered  # type: ignore[assignment]
    if way == "reservation":
        Path.hardlink_to = not_offered  # type: ignore[method-assign,assignment]
    part = create_part(folder, "1-1", is_folder=False, told=nothing)
    part.write_bytes(b"new")
    publish(part, folder, "a.jpg", on_exists=on_exists, fence=nothing)
