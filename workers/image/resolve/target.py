"""Which format the output gets."""

from importlib.util import find_spec

from msgspec import Struct

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import Facts
from workers.formats import SPECS, Format
from workers.image.formats.registry import CODECS
from workers.plan import Reason


class TargetFormat(Struct, frozen=True, kw_only=True):
    """The output's format and why it is this one."""

    format: Format
    reason: Reason


def resolve_target(facts: Facts, asked: Format | None) -> TargetFormat:
    """The format asked for, or the source's own; HEIC becomes what opens everywhere.

    Raises Failure FORMAT_NOT_AVAILABLE for a source that this installation cannot read, and for a format asked for that it
    cannot write.
    """
    if not _is_here(CODECS[facts.format].reader.module):
        extra = SPECS[facts.format].read_extra
        raise Failure(ErrorCode.FORMAT_NOT_AVAILABLE, FailureFacts(format=facts.format, extra=extra))
    if asked is not None:
        if not can_write(asked):
            raise Failure(ErrorCode.FORMAT_NOT_AVAILABLE, FailureFacts(format=asked, extra=SPECS[asked].write_extra))
        return TargetFormat(format=asked, reason=Reason.ASKED)
    if not SPECS[facts.format].stays or not can_write(facts.format):
        return _widespread(facts)
    return TargetFormat(format=facts.format, reason=Reason.SAME_AS_SOURCE)


def can_write(format: Format) -> bool:  # noqa: A002 - the glossary's word
    """Whether this installation writes the format: some need an extra."""
    encoder = CODECS[format].encoder
    return encoder is not None and _is_here(encoder.module)


def _is_here(module: str | None) -> bool:
    """Whether a codec's module, if one is needed, is installed; it is not loaded."""
    return module is None or find_spec(module) is not None


def _widespread(facts: Facts) -> TargetFormat:
    if facts.alpha:
        return TargetFormat(format=Format.PNG, reason=Reason.TRANSPARENT)
    reason = Reason.OPENS_EVERYWHERE if not SPECS[facts.format].stays else Reason.CANNOT_WRITE_SOURCE_FORMAT
    return TargetFormat(format=Format.JPEG, reason=reason)
