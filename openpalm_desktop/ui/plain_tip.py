"""Tooltips of what others wrote: Qt takes what looks like HTML for it, and loads what it names."""

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """Return a text so that a tooltip shows each of its letters."""
    if not Qt.mightBeRichText(text):
        return text
    from html import escape  # noqa: PLC0415 – seldom needed, and knows 2,000 names

    return f'<p style="white-space: pre-wrap">{escape(text)}</p>'
