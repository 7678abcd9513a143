"""Colours, fonts, icons and the stylesheet: the look of every widget, light and dark."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from string import Template

from PySide6.QtCore import QByteArray, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

ICONS = Path(str(files("resources"))) / "icons"
TEXT_PX = 13
TITLE_PX = 16
CHECKER_PX = 6


class Role(StrEnum):
    """What a colour is for; each is a field of `Palette`."""

    SURFACE = "surface"
    BG = "bg"
    TEXT = "text"
    MUTED = "muted"
    LINE = "line"
    FIELD = "field"
    EDGE = "edge"
    ACCENT = "accent"
    FILL = "fill"
    ON_FILL = "on_fill"
    SELECTION = "selection"
    HOVER = "hover"
    TRACK = "track"
    BAR = "bar"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    OK_BOX = "ok_box"
    WARN_BOX = "warn_box"
    BAD_BOX = "bad_box"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeColors:
    """One theme's colours as '#rrggbb'. Text and the three states read at 4.75:1 on every background here."""

    surface: str
    bg: str
    text: str
    muted: str
    line: str
    field: str
    edge: str
    accent: str
    fill: str
    on_fill: str
    selection: str
    hover: str
    track: str
    bar: str
    ok: str
    warn: str
    bad: str
    ok_box: str
    warn_box: str
    bad_box: str

    def color(self, role: Role) -> QColor:
        """The colour that is for this."""
        return QColor(getattr(self, role.value))


LIGHT = ThemeColors(
    surface="#ffffff",
    bg="#f5f6f8",
    text="#1b1f24",
    muted="#59626d",
    line="#e2e5e9",
    field="#8a929c",
    edge="#c3cad2",
    accent="#2461d6",
    fill="#2461d6",
    on_fill="#ffffff",
    selection="#e4edfd",
    hover="#eef1f4",
    track="#dfe3e8",
    bar="#638de0",
    ok="#157347",
    warn="#855400",
    bad="#b42b2b",
    ok_box="#e8f5ee",
    warn_box="#fdf3dc",
    bad_box="#fdeeee",
)
DARK = ThemeColors(
    surface="#1b1f25",
    bg="#14171b",
    text="#e8eaed",
    muted="#a3acb7",
    line="#2c323a",
    field="#6b7480",
    edge="#444d58",
    accent="#82adff",
    fill="#2f6be0",
    on_fill="#ffffff",
    selection="#22324f",
    hover="#262b33",
    track="#343b45",
    bar="#5b80c4",
    ok="#5bd09a",
    warn="#e8b95a",
    bad="#ff8a8a",
    ok_box="#1c3329",
    warn_box="#362c18",
    bad_box="#38221f",
)


def is_dark() -> bool:
    """Whether the application shows the dark theme now."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def current() -> ThemeColors:
    """The colours the application shows now."""
    return DARK if is_dark() else LIGHT


class Theme(QObject):
    """Keeps the application in the wanted theme, and in the desktop's own while that is 'auto'."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: str = "auto") -> None:
        super().__init__(app)
        self._app = app
        self._mode = mode
        if not app.styleSheet():
            app.setStyle(QStyleFactory.create("Fusion"))
        if app.font() != app_font():
            app.setFont(app_font())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    def use(self, mode: str) -> None:
        """Change to 'light', 'dark' or 'auto'."""
        self._mode = mode
        self._apply()

    @contextmanager
    def put_on_at_the_end(self) -> Iterator[None]:
        """Dress what is built meanwhile once, when it is whole.

        Under a stylesheet, Qt works out a new style for a widget and all below it each time that it is put into another:
        0.3 s for the window, of which this leaves 0.15.
        """
        sheet = self._app.styleSheet()
        self._app.setStyleSheet("")
        try:
            yield
        finally:
            self._app.setStyleSheet(sheet)

    def _apply(self) -> None:
        palette = self._wanted()
        sheet = stylesheet(palette)
        if sheet == self._app.styleSheet():
            return  # a new stylesheet costs every widget of the application a new style: 0.2 s in a full window
        self._app.setPalette(qt_palette(palette))
        self._app.setStyleSheet(sheet)
        self.changed.emit()

    def _wanted(self) -> ThemeColors:
        if self._mode == "auto":
            return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
        return DARK if self._mode == "dark" else LIGHT


def app_font(px: int = TEXT_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The application's font, `px` logical pixels high, with digits of one width."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font = QFont(system)
    font.setFamilies(["Inter", *system.families()])
    font.setPixelSize(px)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def qt_palette(palette: ThemeColors) -> QPalette:
    """The same colours in Qt's own roles, for what the stylesheet does not reach."""
    roles = QPalette.ColorRole
    pairs = {
        roles.Window: Role.SURFACE,
        roles.WindowText: Role.TEXT,
        roles.Base: Role.SURFACE,
        roles.AlternateBase: Role.BG,
        roles.Text: Role.TEXT,
        roles.Button: Role.SURFACE,
        roles.ButtonText: Role.TEXT,
        roles.BrightText: Role.ON_FILL,
        roles.PlaceholderText: Role.MUTED,
        roles.Highlight: Role.FILL,
        roles.HighlightedText: Role.ON_FILL,
        roles.ToolTipBase: Role.SURFACE,
        roles.ToolTipText: Role.TEXT,
        roles.Link: Role.ACCENT,
        roles.LinkVisited: Role.ACCENT,
        roles.Light: Role.HOVER,
        roles.Midlight: Role.HOVER,
        roles.Mid: Role.EDGE,
        roles.Dark: Role.FIELD,
        roles.Shadow: Role.LINE,
        roles.Accent: Role.FILL,
    }
    made = QPalette()
    for role, meaning in pairs.items():
        made.setColor(role, palette.color(meaning))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, palette.color(Role.FIELD))
    return made


def stylesheet(palette: ThemeColors) -> str:
    """The stylesheet in these colours; what a widget is, its dynamic property `look` says.

    QLabel: title, heading, muted, small, link, bad, warn, ok. QPushButton: primary, small, link, flat, tab, danger.
    QFrame: card, well, bad_box, warn_box, ok_box, line, field, panel.
    """
    tokens = {role.value: getattr(palette, role.value) for role in Role}
    shade = "dark" if palette is DARK else "light"
    images = {
        "down_image": (ICONS / f"field-down-{shade}.svg").as_posix(),
        "up_image": (ICONS / f"field-up-{shade}.svg").as_posix(),
        "check_image": (ICONS / "field-check.svg").as_posix(),
        "minus_image": (ICONS / "field-minus.svg").as_posix(),
    }
    template = (ICONS.parent / "theme.qss").read_text(encoding="utf-8")
    return Template(template).substitute(tokens | images)


def icon(name: str, role: Role = Role.TEXT) -> QIcon:
    """A line icon that takes its colour from the theme at the moment it is drawn. `name` is a file in resources/icons."""
    return QIcon(_IconEngine(name, role))


def pixmap(name: str, role: Role, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as pixels, `size` logical ones a side, in the colours of now. Drawn once, then taken from Qt's cache."""
    palette = current()
    key = f"{name}:{getattr(palette, role.value)}:{palette.surface}:{size}:{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    drawn = QPixmap(QSize(size, size) * ratio)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    _renderer(name, palette, role).render(painter, QRectF(0, 0, size, size))
    painter.end()
    QPixmapCache.insert(key, drawn)
    return drawn


def paint_checkerboard(painter: QPainter, place: QRectF, picture: QPixmap) -> None:
    """What stands behind a picture that can be seen through, and nothing behind any other. `place` is where it goes."""
    if not picture.hasAlphaChannel():
        return
    palette = current()
    tile = QPixmap(2 * CHECKER_PX, 2 * CHECKER_PX)
    tile.fill(palette.color(Role.SURFACE))
    squares = QPainter(tile)
    for at in (0, CHECKER_PX):
        squares.fillRect(at, at, CHECKER_PX, CHECKER_PX, palette.color(Role.TRACK))
    squares.end()
    painter.drawTiledPixmap(place, tile)


def application_icon() -> QIcon:
    """The application's own icon, for windows, the taskbar and notices."""
    return QIcon(str(ICONS / "mediaapp.svg"))


def _renderer(name: str, palette: ThemeColors, role: Role) -> QSvgRenderer:
    drawing = (ICONS / f"{name}.svg").read_bytes()
    mark = palette.on_fill if role is Role.ON_FILL else palette.surface
    colored = drawing.replace(b'"white"', f'"{mark}"'.encode())
    return QSvgRenderer(QByteArray(colored.replace(b"currentColor", getattr(palette, role.value).encode())))


class _IconEngine(QIconEngine):
    def __init__(self, name: str, role: Role) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role = Role.FIELD if mode is QIcon.Mode.Disabled else self._role
        side = min(rect.width(), rect.height())
        corner = rect.topLeft() + QPoint((rect.width() - side) // 2, (rect.height() - side) // 2)
        painter.drawPixmap(corner, pixmap(self._name, role, side, painter.device().devicePixelRatioF()))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        role = Role.FIELD if mode is QIcon.Mode.Disabled else self._role
        return pixmap(self._name, role, min(size.width(), size.height()))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        role = Role.FIELD if mode is QIcon.Mode.Disabled else self._role
        return pixmap(self._name, role, round(min(size.width(), size.height()) / scale), scale)

    def clone(self) -> QIconEngine:
        return _IconEngine(self._name, self._role)
