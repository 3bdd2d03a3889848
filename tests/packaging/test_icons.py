"""The icon in the forms of each system."""

import struct
from pathlib import Path

from PySide6.QtGui import QImage, QImageReader


def test_every_size_that_desktops_look_for_is_there(icons: Path) -> None:
    for size in (16, 22, 24, 32, 48, 64, 128, 256, 512):
        picture = QImage(str(icons / f"hicolor/{size}x{size}/apps/openpalm-desktop.png"))
        assert (picture.width(), picture.height()) == (size, size)
        assert picture.pixelColor(size // 2, size // 2).alpha() > 0
    assert (icons / "hicolor/scalable/apps/openpalm-desktop.svg").is_file()


def test_the_icon_of_windows_holds_pictures_from_16_to_256(icons: Path) -> None:
    reader = QImageReader(str(icons / "openpalm-desktop.ico"))
    sizes = []
    for number in range(reader.imageCount()):
        reader.jumpToImage(number)
        sizes.append(reader.read().width())
    assert sizes == [16, 24, 32, 48, 64, 128, 256]


def test_the_icon_of_macos_holds_each_picture_under_its_name(icons: Path) -> None:
    content = (icons / "openpalm-desktop.icns").read_bytes()
    name, length = struct.unpack(">4sI", content[:8])
    assert (name, length) == (b"icns", len(content))
    widths, place = {}, 8
    while place < length:
        name, size = struct.unpack(">4sI", content[place : place + 8])
        picture = QImage.fromData(content[place + 8 : place + size])
        widths[name] = picture.width()
        place += size
    assert widths[b"icp4"] == 16
    assert widths[b"ic08"] == widths[b"ic13"] == 256
    assert widths[b"ic10"] == 1024
