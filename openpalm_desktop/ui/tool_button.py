"""Small buttons with a picture only."""

from PySide6.QtWidgets import QPushButton, QWidget


def tool_button(parent: QWidget, name: str) -> QPushButton:
    """Return a small button with a picture only; its name is told to mouse and screen reader."""
    button = QPushButton(parent)
    button.setProperty("role", "quiet")
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setFixedSize(28, 26)
    return button
