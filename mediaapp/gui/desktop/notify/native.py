"""Notices of Windows and macOS through desktop-notifier, which lives on an asyncio loop in a thread of its own."""

import asyncio
import sys
from functools import partial
from threading import Thread

from PySide6.QtCore import QObject

from mediaapp.gui.desktop.notify.handler import DEFAULT_BUTTON, DesktopNotice, OnPressed, OnRefused, Pressed
from mediaapp.gui.signals import signal_of

if sys.platform != "linux":
    from desktop_notifier import Button, DesktopNotifier

    class NativeNotices(QObject):
        """Shows notices with buttons; the same tag replaces, because both systems replace by identifier."""

        _was_pressed = signal_of(Pressed)

        def __init__(self, *, app_name: str, pressed: OnPressed, refused: OnRefused) -> None:
            super().__init__()
            self._refused = refused
            self._was_pressed.connect(pressed)
            self._notifier = DesktopNotifier(app_name=app_name)
            self._shown: dict[str, str] = {}
            self._loop = asyncio.new_event_loop()
            self._thread = Thread(target=self._loop.run_forever, name="notices", daemon=True)
            self._thread.start()

        def show(self, notice: DesktopNotice) -> None:
            """Show it, with its buttons."""
            asyncio.run_coroutine_threadsafe(self._send(notice), self._loop)

        def withdraw(self, tag: str) -> None:
            """Take it back."""
            asyncio.run_coroutine_threadsafe(self._clear(tag), self._loop)

        def close(self) -> None:
            """End the loop's thread."""
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout=1)

        async def _send(self, notice: DesktopNotice) -> None:
            self._shown[notice.tag] = await self._notifier.send(
                title=notice.title,
                message=notice.body,
                buttons=[
                    Button(
                        title=button.label, identifier=button.key, on_pressed=partial(self._report, notice, button.key)
                    )
                    for button in notice.buttons
                ],
                on_clicked=partial(self._report, notice, DEFAULT_BUTTON),
            )

        async def _clear(self, tag: str) -> None:
            if tag in self._shown:
                await self._notifier.clear(self._shown.pop(tag))

        def _report(self, notice: DesktopNotice, key: str) -> None:
            self._was_pressed.emit(Pressed(tag=notice.tag, key=key))
