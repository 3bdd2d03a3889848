"""The picture of the stack as a file: SVG, whose texts stay texts, or PNG."""

from enum import StrEnum

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from openpalm_desktop.model.picture.layout import layout

from .picture_scene import PictureScene, finish, sizes
from .picture_words import Drawn
from .theme import LIGHT, Tokens, tokens
from .words import tr

_SHARPNESS, _LARGEST_SIDE = 2.0, 16_000
_METRE = 39.37  # inches


class Format(StrEnum):
    """The kinds of file."""

    SVG = "svg"
    PNG = "png"


def exported(shown: Drawn, kind: Format, title: str, *, is_light: bool) -> bytes:
    """Return a picture as a file's bytes, in light colours or in the theme's."""
    colours: Tokens = LIGHT if is_light else tokens()
    scene = PictureScene(shown, colours, layout(shown.picture, sizes(shown)))
    finish(scene.fill())
    return _svg(scene, title) if kind is Format.SVG else _png(scene)


def _svg(scene: PictureScene, title: str) -> bytes:
    from PySide6.QtSvg import QSvgGenerator  # noqa: PLC0415 – seldom needed, and slow to load

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(round(_dots_per_inch()))
    target = QRectF(0, 0, *_size(scene))
    generator.setSize(QSize(round(target.width()), round(target.height())))
    generator.setViewBox(target)
    generator.setTitle(title)
    generator.setDescription(tr("Who reaches what, and what it needs"))
    painter = QPainter(generator)
    scene.render(painter, target)
    painter.end()
    buffer.close()
    return bytes(data.data())


def _png(scene: PictureScene) -> bytes:
    width, height = _size(scene)
    scale = min(_SHARPNESS, _LARGEST_SIDE / max(width, height))
    image = QImage(round(width * scale), round(height * scale), QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(_dots_per_inch() * _METRE))
    image.setDotsPerMeterY(round(_dots_per_inch() * _METRE))
    image.fill(QColor(scene.colours.surface))
    painter = QPainter(image)
    scene.render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # takes it, says otherwise
    buffer.close()
    return bytes(data.data())


def _size(scene: PictureScene) -> tuple[float, float]:
    return scene.sceneRect().width(), scene.sceneRect().height()


def _dots_per_inch() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.logicalDotsPerInch() if screen else 96.0
