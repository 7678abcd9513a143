"""Qt's signals with a type: what is emitted and what is connected are checked like any call."""

from collections.abc import Callable
from typing import Protocol, TypeVar, cast

from PySide6.QtCore import Signal

T = TypeVar("T")


class SignalOf(Protocol[T]):
    """A signal that carries one value."""

    def connect(self, slot: "Callable[[T], object] | Callable[[], object] | SignalOf[T]") -> object:
        """Call this, or emit that signal, with every value from now on."""

    def emit(self, value: T, /) -> None:
        """Give everybody this value now."""


def signal_of(kind: type[T]) -> SignalOf[T]:
    """A signal for the body of a QObject's class. Those of Qt's own kinds can be connected to Qt's own signals."""
    return cast("SignalOf[T]", Signal(kind if kind in {bool, int, float, str} else object))
