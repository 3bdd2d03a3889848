"""The program's icon in every size and form, drawn from its one SVG: icons.py FOLDER.

hicolor/…             as desktops on Linux look for them
openpalm-desktop.ico  Windows
openpalm-desktop.icns macOS
"""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

NAME = "openpalm-desktop"
SOURCE = Path(__file__).resolve().parent.parent / "resources" / "icons" / "openpalm.svg"
HICOLOR = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO = (16, 24, 32, 48, 64, 128, 256)
# Apple's names for a picture of so many pixels; those with two are for one and two pixels a point.
ICNS = {
    "icp4": 16,
    "icp5": 32,
    "ic11": 32,
    "ic12": 64,
    "ic07": 128,
    "ic13": 256,
    "ic08": 256,
    "ic14": 512,
    "ic09": 512,
    "ic10": 1024,
}


def main(folder: Path) -> int:
    """Write all of them."""
    for size in HICOLOR:
        _write(folder / "hicolor" / f"{size}x{size}" / "apps" / f"{NAME}.png", png(size))
    scalable = folder / "hicolor" / "scalable" / "apps" / f"{NAME}.svg"
    _write(scalable, SOURCE.read_bytes())
    _write(folder / f"{NAME}.ico", ico())
    _write(folder / f"{NAME}.icns", icns())
    return 0


def ico() -> bytes:
    """The icon file of Windows: a directory of PNG pictures."""
    pictures = {size: png(size) for size in ICO}
    place = 6 + 16 * len(pictures)
    directory = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in pictures.items():
        side = size % 256  # 0 stands for 256
        directory += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return directory + b"".join(pictures.values())


def icns() -> bytes:
    """The icon file of macOS: PNG pictures, each after its name and length."""
    parts = b""
    for name, size in ICNS.items():
        picture = png(size)
        parts += name.encode("ascii") + struct.pack(">I", 8 + len(picture)) + picture
    return b"icns" + struct.pack(">I", 8 + len(parts)) + parts


def png(size: int) -> bytes:
    """The icon as a PNG picture."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):
        sys.exit("Qt could not write the icon as PNG.")
    return bytes(content.data())


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
