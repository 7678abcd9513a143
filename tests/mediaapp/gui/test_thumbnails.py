"""The small pictures of the rows."""

import pytest
from pytestqt.qtbot import QtBot

from mediaapp.gui.jobs.thumbnails import Thumbnails
from tests.support.histories import done
from tests.support.scripted_bridge import ScriptedBridge
from workers.outcome import Raster
from workers.peek import PassedOver, Thumbnail

pytestmark = pytest.mark.gui

PICTURE = Thumbnail(Raster(width=1, height=1, rgba=b"\xff\xff\xff\xff"), None)


def test_a_row_that_was_passed_over_is_asked_for_again_when_it_is_seen_again(qtbot: QtBot) -> None:
    bridge = ScriptedBridge()
    thumbnails = Thumbnails(bridge)
    bridge.preview.answers = lambda _: PassedOver()
    thumbnails.want([done()])
    assert thumbnails.get(done()) is None
    bridge.preview.answers = lambda _: PICTURE
    thumbnails.want([done()])
    assert thumbnails.get(done()) is not None
    thumbnails.want([done()])
    assert len(bridge.preview.asked) == 2
