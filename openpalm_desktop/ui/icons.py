"""Pictures drawn from lines, in the colour and the sharpness that the place asks for."""

from functools import cache

from PySide6.QtGui import QIcon, QImage, QPixmap

from .theme import folder

_SIZE = 16


@cache
def icon(name: str, colour: str) -> QIcon:
    """Return a picture of `resources/icons` in one colour, for any scale of the screen."""
    made = QIcon()
    for scale in (1, 2, 3):
        pixmap = _pixmap(name, colour, _SIZE * scale)
        pixmap.setDevicePixelRatio(scale)
        made.addPixmap(pixmap)
    return made


def app_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(str(folder("icons") / "openpalm.svg"))


def _pixmap(name: str, colour: str, pixels: int) -> QPixmap:
    text = (folder("icons") / f"{name}.svg").read_text(encoding="utf-8")
    text = text.replace("currentColor", colour)
    text = text.replace('width="16" height="16"', f'width="{pixels}" height="{pixels}"', 1)
    return QPixmap.fromImage(QImage.fromData(text.encode()))
