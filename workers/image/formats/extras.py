"""Load a codec that is installed only where somebody asked for it."""

from importlib import import_module
from types import ModuleType

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import Format


def load_extra(module: str, extra: str, target: Format) -> ModuleType:
    """The codec's module. Raises Failure, which names `extra`, where it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        facts = FailureFacts(format=target, extra=extra, detail=str(error))
        raise Failure(ErrorCode.FORMAT_NOT_AVAILABLE, facts) from error
