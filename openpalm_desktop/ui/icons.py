"""Pictures drawn from lines, in the colour and the sharpness that the place asks for."""

from functools import cache
from math import ceil

from PySide6.QtGui import QGuiApplication, QIcon, QPixmap

from .theme import folder

SIZE = 16


def icon(name: str, colour: str, size: int = SIZE) -> QIcon:
    """Return a picture of `resources/icons` in one colour, as sharp as the screens are."""
    app = QGuiApplication.instance()
    sharpness = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1
    return _drawn(name, colour, size, ceil(sharpness))


def app_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(str(folder("icons") / "openpalm.svg"))


@cache
def _drawn(name: str, colour: str, size: int, sharpness: int) -> QIcon:
    made = QIcon()
    for scale in range(1, sharpness + 1):
        pixmap = _pixmap(name, colour, size * scale)
        pixmap.setDevicePixelRatio(scale)
        made.addPixmap(pixmap)
    return made


@cache
def _lines(name: str) -> str:
    return (folder("icons") / f"{name}.svg").read_text(encoding="utf-8")


def _pixmap(name: str, colour: str, pixels: int) -> QPixmap:
    text = _lines(name).replace("currentColor", colour)
    text = text.replace('width="16" height="16"', f'width="{pixels}" height="{pixels}"', 1)
    pixmap = QPixmap()
    pixmap.loadFromData(text.encode(), "SVG")  # said, as else Qt loads all formats it knows
    return pixmap
