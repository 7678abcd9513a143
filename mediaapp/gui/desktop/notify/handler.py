"""What a desktop notice is, and what whoever shows it must be able to do."""

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

DEFAULT_BUTTON = "default"
"""The key that is reported when the notice itself was clicked."""


class NoticeButton(Struct, frozen=True, kw_only=True):
    """One button of a notice; `key` comes back when it was pressed."""

    key: str
    label: str


class DesktopNotice(Struct, frozen=True, kw_only=True):
    """One notice in plain text. A later one with the same `tag` takes its place."""

    tag: str
    title: str
    body: str
    buttons: tuple[NoticeButton, ...] = ()


class Pressed(Struct, frozen=True, kw_only=True):
    """A button of the notice `tag` was pressed; the notice is gone."""

    tag: str
    key: str


class NoticeHandler(Protocol):
    """One way to show notices. Reports from the GUI thread; `show` returns at once."""

    def show(self, notice: DesktopNotice) -> None:
        """Show it, or report it as refused when nobody on this desktop shows notices."""

    def withdraw(self, tag: str) -> None:
        """Take back the notice with this tag, where it is still on screen."""

    def close(self) -> None:
        """Let go of the desktop; notices on screen stay."""


OnPressed = Callable[[Pressed], None]
OnRefused = Callable[[DesktopNotice], None]
