"""The program's icon in every size, drawn from its one SVG: icons.py FOLDER."""

import sys
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
SOURCE = Path(__file__).resolve().parent.parent / "resources" / "icons" / "openpalm.svg"


def main(folder: Path) -> int:
    """Write the icons below hicolor/, as desktops look for them."""
    drawing = QSvgRenderer(str(SOURCE))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        drawing.render(painter, QRectF(0, 0, size, size))
        painter.end()
        _write(image, folder / f"{size}x{size}")
    scalable = folder / "scalable" / "apps"
    scalable.mkdir(parents=True, exist_ok=True)
    (scalable / "openpalm-desktop.svg").write_bytes(SOURCE.read_bytes())
    return 0


def _write(image: QImage, folder: Path) -> None:
    apps = folder / "apps"
    apps.mkdir(parents=True, exist_ok=True)
    if not image.save(str(apps / "openpalm-desktop.png")):
        sys.exit(f"The icon could not be written to {apps}.")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
