"""The colours can be read, the icons can be drawn, and the theme can be changed while the window is open."""

import itertools

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mediaapp.gui.theme import DARK, ICONS, LIGHT, Role, Theme, ThemeColors, current, icon, pixmap, stylesheet

pytestmark = pytest.mark.gui

GROUNDS = (Role.SURFACE, Role.BG, Role.SELECTION)


def luminance(color: QColor) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(palette: ThemeColors, one: Role, other: Role) -> float:
    lights = sorted((luminance(palette.color(one)), luminance(palette.color(other))))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_every_ground(palette: ThemeColors) -> None:
    texts = (Role.TEXT, Role.MUTED, Role.ACCENT, Role.OK, Role.WARN, Role.BAD)
    pairs = [*itertools.product(texts, GROUNDS), (Role.ON_FILL, Role.FILL)]
    pairs += [(Role.OK, Role.OK_BOX), (Role.WARN, Role.WARN_BOX), (Role.BAD, Role.BAD_BOX)]
    pairs += [(Role.TEXT, box) for box in (Role.OK_BOX, Role.WARN_BOX, Role.BAD_BOX)]
    assert {pair: contrast(palette, *pair) for pair in pairs if contrast(palette, *pair) < 4.5} == {}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_fields_have_an_edge_that_can_be_seen(palette: ThemeColors) -> None:
    assert contrast(palette, Role.FIELD, Role.SURFACE) >= 3


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_stylesheet_has_no_colour_left_open(palette: ThemeColors) -> None:
    assert "$" not in stylesheet(palette)


@pytest.mark.parametrize("name", sorted(path.stem for path in ICONS.glob("*.svg")))
def test_every_icon_draws_something(qtbot: QtBot, name: str) -> None:
    image = pixmap(name, Role.TEXT, 16).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(16) for y in range(16))


def test_icons_follow_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp, "light")
    sign = icon("plus")
    light = sign.pixmap(QSize(16, 16)).toImage()
    theme.use("dark")
    assert current() is DARK
    assert sign.pixmap(QSize(16, 16)).toImage() != light
    assert sign.pixmap(QSize(16, 16), QIcon.Mode.Disabled).toImage() != sign.pixmap(QSize(16, 16)).toImage()
    theme.use("light")
    theme.deleteLater()


def test_an_icon_outlives_the_name_it_was_made_with(qtbot: QtBot) -> None:
    button = QPushButton("Add files")
    button.setIcon(icon("plus"))
    qtbot.addWidget(button)
    copies = [QIcon(button.icon()) for _ in range(50)]
    assert all(not copy.pixmap(QSize(16, 16)).isNull() for copy in copies)
    assert not button.grab().isNull()
