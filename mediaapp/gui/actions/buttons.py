"""Buttons of widgets and of messages, drawn from what is offered."""

from functools import partial

from mediaapp.gui.actions.action import Offer
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.toast import ToastButton
from mediaapp.gui.widgets import Button


class OfferButton(Button):
    """The button of what is offered; `look` is one of the theme's, `plain` leaves its icon out."""

    def __init__(
        self, context: ActionContext, offered: Offer | None = None, *, look: str = "", plain: bool = False
    ) -> None:
        super().__init__(look)
        self._context = context
        self._plain = plain
        self._offered = offered
        self.clicked.connect(self._on_clicked)
        if offered is not None:
            self.show_offer(offered)

    def show_offer(self, offered: Offer) -> None:
        """Offer this from now on."""
        self._offered = offered
        self.show_words(offered.label, "" if self._plain else offered.action.icon)

    def _on_clicked(self) -> None:
        if self._offered is not None:
            self._offered.trigger(self._context)


def toast_button(context: ActionContext, offered: Offer) -> ToastButton:
    """A message's button."""
    return ToastButton(label=offered.label, do=partial(offered.trigger, context))
