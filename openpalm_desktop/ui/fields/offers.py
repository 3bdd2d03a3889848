"""A list of offers under a line, of all that have the typed text anywhere in them."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QCompleter

_MOST = 10


def offers_of(words: Iterable[str], parent: QObject) -> QCompleter:
    """Return a completer that offers words; the case of letters does not matter."""
    completer = QCompleter(list(words), parent)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setMaxVisibleItems(_MOST)
    popup = completer.popup()
    if popup is not None:
        popup.setObjectName("offers")  # for the style sheet
    return completer
