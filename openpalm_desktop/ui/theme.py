"""Light and dark: the colours of the program, and how Qt's own widgets wear them."""

import sys
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import ClassVar, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication


class Tokens(NamedTuple):
    """Every colour by what it is for; texts keep a contrast of 4.5 on what they stand on."""

    window: str
    sidebar: str
    surface: str
    raised: str
    inset: str
    hover: str
    pressed: str
    border: str
    fieldborder: str
    strong: str
    scroll: str
    chip: str
    text: str
    muted: str
    faint: str
    accent: str
    accenthover: str
    accentsoft: str
    onaccent: str
    selection: str
    host: str
    hostsoft: str
    lan: str
    lansoft: str
    public: str
    publicsoft: str
    error: str
    errorsoft: str
    warning: str
    warningsoft: str
    mark: str
    markedge: str
    key: str
    string: str
    name: str
    comment: str
    off: str


LIGHT = Tokens(
    window="#f5f6f8",
    sidebar="#eef0f3",
    surface="#ffffff",
    raised="#ffffff",
    inset="#fafbfd",
    hover="#f0f2f5",
    pressed="#e4e7ec",
    border="#e3e6eb",
    fieldborder="#8893a1",
    strong="#c3cad3",
    scroll="#c5ccd5",
    chip="#eceff3",
    text="#16202b",
    muted="#566272",
    faint="#616d7d",
    accent="#0f766e",
    accenthover="#0c615b",
    accentsoft="#e3f2f0",
    onaccent="#ffffff",
    selection="#bfe3df",
    host="#4a5565",
    hostsoft="#e7eaef",
    lan="#1b58a8",
    lansoft="#e3edfb",
    public="#9a4a08",
    publicsoft="#fdebd8",
    error="#b42318",
    errorsoft="#fdecea",
    warning="#8a5a00",
    warningsoft="#fdf4dd",
    mark="#fff5d6",
    markedge="#b07a08",
    key="#1f5fb4",
    string="#137049",
    name="#8a2f9b",
    comment="#616e7d",
    off="#788493",
)

DARK = Tokens(
    window="#14181d",
    sidebar="#171b21",
    surface="#1b2027",
    raised="#232a32",
    inset="#161a20",
    hover="#252c35",
    pressed="#303844",
    border="#2b323c",
    fieldborder="#66717f",
    strong="#465160",
    scroll="#3d4754",
    chip="#2a323c",
    text="#e6eaef",
    muted="#a6b2bf",
    faint="#8c99a8",
    accent="#3fb8a9",
    accenthover="#58cabc",
    accentsoft="#16322f",
    onaccent="#05201c",
    selection="#1f4f4a",
    host="#b4bfcb",
    hostsoft="#2b333d",
    lan="#8ab8f7",
    lansoft="#1a2f4e",
    public="#f3a75c",
    publicsoft="#43290f",
    error="#f58b80",
    errorsoft="#43201d",
    warning="#e8b04a",
    warningsoft="#342a12",
    mark="#36300f",
    markedge="#d9a83a",
    key="#7fb3f5",
    string="#7fce9f",
    name="#d78fe2",
    comment="#8d9aa8",
    off="#6d7988",
)


class Look(StrEnum):
    """What a person chose in the View menu."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def tokens() -> Tokens:
    """Return the colours that the application wears now."""
    return Theme.worn or _of_the_system()


def _of_the_system() -> Tokens:
    window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if window.lightness() < 128 else LIGHT


class Theme(QObject):
    """Dresses the application, again whenever the system or the person changes their mind."""

    changed = Signal()
    worn: ClassVar[Tokens | None] = None

    def __init__(self, app: QApplication, look: Look) -> None:
        super().__init__(app)
        self._app = app
        self._dressed: Tokens | None = None
        self._is_put_on = False
        self.look = look
        app.setFont(system_font())  # a window that was made before would hear of it too late
        self._dress()

    def put_on(self) -> None:
        """Dress the application wholly; before that it wears the grounds only, which is quick.

        Whatever is made afterwards Qt dresses anew each time it is put somewhere.
        """
        if self._is_put_on:
            return
        self._is_put_on = True
        self._app.styleHints().colorSchemeChanged.connect(self._dress)
        self._app.screenAdded.connect(lambda _: self.changed.emit())  # it may be a sharper one
        self._dressed = None
        self._dress()

    def choose(self, look: Look) -> None:
        """Follow the system, or stay light or dark."""
        self.look = look
        self._dress()

    def _dress(self) -> None:
        wanted = DARK if self._is_dark() else LIGHT
        if wanted is self._dressed:
            return
        Theme.worn = self._dressed = wanted
        self._app.setPalette(palette(wanted))
        if self._is_put_on:
            self._app.setStyleSheet(style_sheet(wanted, self._app.font().pointSizeF()))
            self.changed.emit()

    def _is_dark(self) -> bool:
        if self.look is not Look.SYSTEM:
            return self.look is Look.DARK
        if not self._is_put_on:
            return _of_the_system() is DARK
        from PySide6.QtCore import Qt  # noqa: PLC0415 – making its enums takes as long as the frame

        return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark


def palette(colours: Tokens) -> QPalette:
    """Return Qt's palette for our colours, for what the style sheet does not reach."""
    role = QPalette.ColorRole
    made = QPalette()
    for each, colour in (
        (role.Window, colours.surface),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.inset),
        (role.Text, colours.text),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.onaccent),
        (role.Accent, colours.accent),
        (role.PlaceholderText, colours.faint),
        (role.Link, colours.accent),
        (role.ToolTipBase, colours.raised),
        (role.ToolTipText, colours.text),
        (role.Mid, colours.border),
    ):
        made.setColor(each, QColor(colour))
    for each in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, each, QColor(colours.faint))
    return made


def style_sheet(colours: Tokens, points: float) -> str:
    """Return the style sheet with colours and text sizes filled in."""
    text = (_folder() / "style.qss").read_text(encoding="utf-8")
    values = colours._asdict() | {
        "folder": _folder().as_posix(),
        "welcomept": f"{points * 1.75:.1f}pt",
        "titlept": f"{points * 1.35:.1f}pt",
        "headpt": f"{points * 1.15:.1f}pt",
        "smallpt": f"{points * 0.92:.1f}pt",
    }
    for name in sorted(values, key=len, reverse=True):
        text = text.replace(f"@{name}", values[name])
    return text


@cache
def system_font() -> QFont:
    """Return the system's own font; on Linux Inter, where it is installed."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if sys.platform.startswith("linux"):
        font = QFont("Inter") if QFontDatabase.hasFamily("Inter") else font
        font.setPointSizeF(9.75)
    return font


@cache
def code_font() -> QFont:
    """Return a font whose letters are all of one width, for files."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    for family in ("JetBrains Mono", "Cascadia Mono", "SF Mono"):
        if QFontDatabase.hasFamily(family):
            font = QFont(family)
            break
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPointSizeF(system_font().pointSizeF() * 0.92)
    return font


@cache
def folder(name: str) -> Path:
    """Return a folder of packaged pictures and styles, in a checkout or a frozen program."""
    package = Path(__file__).resolve().parent.parent
    inside = Path(getattr(sys, "_MEIPASS", package)) / "resources"
    return (inside if inside.is_dir() else package.parent / "resources") / name


def _folder() -> Path:
    return folder("theme")
