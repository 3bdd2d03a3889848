"""What a person does with keyboard and mouse, and a stack to do it to."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from openpalm_desktop.deploy.opening import Opened
from openpalm_desktop.model.kept_text import KeptText
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.ui.main_window import MainWindow

TWO_CHANNELS = """\
version: 4
projectName: home
# The people who read this file like comments.
channels:
  blog:
    label: Family blog
    image: ghcr.io/example/blog:1   # the newest that works
    exposure: public
    containerPort: 8080
    domains: [blog.example.org]
    env: {PAGE_SIZE: 20}
  notes:
    image: example/notes:latest
    containerPort: 3000
    pathPrefixes: [/notes]
caddy: {email: admin@example.org}
"""

Open = Callable[..., MainWindow]


def type_text(widget: QWidget, text: str) -> None:
    """Type a text."""
    for letter in text:
        if letter == "\b":
            QTest.keyClick(widget, Qt.Key.Key_Backspace)
        else:
            QTest.keyClicks(widget, letter)


def press(widget: QWidget, key: Qt.Key, *, ctrl: bool = False) -> None:
    """Press a key."""
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(widget, key, modifier)
    QApplication.processEvents()


def click(widget: QWidget, where: QPoint | None = None) -> None:
    """Click on a widget."""
    no_key = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, no_key, where or QPoint())


def opened_text(text: str) -> Opened:
    """A text as if it were opened from a file."""
    file = read_spec(text)
    assert isinstance(file, SpecFile), file
    return Opened(file.spec, KeptText.of(file))


def wait_for(is_so: Callable[[], bool]) -> None:
    """Let the window go on until something is so; five seconds are too long."""
    for _ in range(1000):
        if is_so():
            return
        QTest.qWait(5)
    raise AssertionError("It never came about.")


def wait_saved(window: MainWindow) -> None:
    """Let the window finish what it is saving."""
    document = window.document
    assert document is not None
    wait_for(lambda: not document.is_saving)


def wait_opened(window: MainWindow) -> None:
    """Let the window finish what it is opening, and have all its parts."""
    wait_for(lambda: not window.files.opener.is_busy and window.later.is_done)
