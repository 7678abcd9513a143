"""Load libvips where it is installed, with no thread and no memory more than a job is given."""

import os
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType


def is_there() -> bool:
    """Whether the extra is installed; nothing is loaded."""
    return find_spec("pyvips") is not None


@lru_cache(maxsize=1)
def vips() -> ModuleType:
    """The module pyvips, with one thread and no cache of operations. Raises ImportError without the extra."""
    before = os.environ.get("VIPSHOME")
    # libvips reads it when it starts, and pyvips has no call for it.
    os.environ.setdefault("VIPS_CONCURRENCY", "1")
    module = import_module("pyvips")
    if before is None:
        os.environ.pop("VIPSHOME", None)  # a program started from here would look for its own libvips there
    module.cache_set_max(0)
    return module
