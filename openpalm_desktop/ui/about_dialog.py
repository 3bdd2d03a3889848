"""What this program is: its version, what it is made of, and under which licences."""

import platform
from importlib import metadata

from PySide6.QtCore import QSize, Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.build import licences, version_words

from .icons import app_icon
from .words import tr

_PACKAGES = (  # its name for people, its name among packages, its licence
    ("PySide6", "pyside6-essentials", "LGPL-3.0"),
    ("PyYAML", "pyyaml", "MIT"),
    ("Docker SDK for Python", "docker", "Apache-2.0"),
    ("keyring", "keyring", "MIT"),
    ("pyrage", "pyrage", "MIT"),
    ("tzdata", "tzdata", "Apache-2.0"),
)


class AboutDialog(QDialog):
    """Version, licences, and a text with both to copy."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About OpenPalm Desktop"))
        self.setMinimumWidth(440)
        head = self._head()
        licence = QLabel(tr("Free software under the MIT licence. It is made of:"), self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(22)
        grid.setVerticalSpacing(4)
        for row, parts in enumerate(components()):
            for column, text in enumerate(parts):
                label = QLabel(text, self)
                label.setProperty("role", "" if column == 0 else "muted")
                grid.addWidget(label, row, column)
        grid.setColumnStretch(2, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        copy = buttons.addButton(tr("Copy versions"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(versions()))
        packed = licences()
        if packed is not None:
            texts = buttons.addButton(tr("All licences"), QDialogButtonBox.ButtonRole.ActionRole)
            texts.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(packed))))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 16)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addSpacing(4)
        layout.addWidget(licence)
        layout.addLayout(grid)
        layout.addSpacing(10)
        layout.addWidget(buttons)

    def _head(self) -> QHBoxLayout:
        picture = QLabel(self)
        picture.setPixmap(app_icon().pixmap(QSize(48, 48), self.devicePixelRatioF()))
        title = QLabel("OpenPalm Desktop", self)
        title.setProperty("role", "title")
        version = QLabel(tr("Version {}").format(version_words()), self)
        version.setProperty("role", "muted")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(version)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        return head


def components() -> tuple[tuple[str, str, str], ...]:
    """Return what the program is made of: name, version, licence."""
    packages = [(name, _version(package), licence) for name, package, licence in _PACKAGES]
    return (
        ("Python", platform.python_version(), "PSF-2.0"),
        ("Qt", qVersion(), "LGPL-3.0"),
        *packages,
    )


def versions() -> str:
    """Return everything that matters for a report, as a text."""
    lines = [f"{name} {version}" for name, version, _ in components()]
    return "\n".join([f"OpenPalm Desktop {version_words()}", platform.platform(), *lines])


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "–"
