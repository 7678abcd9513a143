"""pytest-qt's robot with the patience that a busy machine needs."""

from typing import Any

from pytestqt.qtbot import QtBot

from tests.support.patience import PATIENCE_S

_PATIENCE_MS = int(PATIENCE_S * 1000)


class PatientBot(QtBot):
    """Waits for what comes, and not for five seconds."""

    def waitUntil(self, callback: Any, *, timeout: int = _PATIENCE_MS) -> None:  # noqa: N802 - as pytest-qt names it
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = _PATIENCE_MS, **more: Any) -> Any:  # noqa: N802
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitExposed(self, widget: Any, *, timeout: int = _PATIENCE_MS) -> Any:  # noqa: N802
        return super().waitExposed(widget, timeout=timeout)

    def waitActive(self, widget: Any, *, timeout: int = _PATIENCE_MS) -> Any:  # noqa: N802
        return super().waitActive(widget, timeout=timeout)
