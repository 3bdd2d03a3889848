"""Tooltips of what others wrote: Qt takes what looks like HTML for it, and loads what it names."""

from html import escape

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """Return a text so that a tooltip shows each of its letters."""
    if not Qt.mightBeRichText(text):
        return text
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>'
