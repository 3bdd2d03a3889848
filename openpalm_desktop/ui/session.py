"""What a window looks like, as a text to keep between two starts, and back."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray

from openpalm_desktop.record import Record

from .navigation import Section
from .preview_files import Kind

if TYPE_CHECKING:
    from .main_window import MainWindow

_FORMAT = 1
_MOST_TABS = 100  # far more than there are; Qt counts no further than an int


class View(Record):
    """Where a window stands, how it is divided, what is open in it and what is looked at."""

    path: str = ""
    geometry: str = ""
    section: str = Section.CHANNELS.value
    channel: str = ""
    tab: int = 0
    preview: str = Kind.COMPOSE.value
    splits: Mapping[str, str] = {}

    @property
    def file(self) -> Path | None:
        """The file that was open."""
        return Path(self.path) if self.path else None


def view_of(window: "MainWindow") -> View:
    """Return what a window looks like now."""
    document = window.document
    section = window.sections.current
    return View(
        str(document.path) if document and document.path else "",
        _text(window.saveGeometry()),
        section.value if section else Section.CHANNELS.value,
        window.channels.current,
        window.channels.open_tab,
        window.preview.kind.value,
        {name: _text(split.saveState()) for name, split in window.splits.items()},
    )


def show_frame(window: "MainWindow", view: View) -> None:
    """Put a window where it was."""
    if view.geometry:
        window.restoreGeometry(_bytes(view.geometry))


def divide(window: "MainWindow", view: View) -> None:
    """Divide a window as it was divided."""
    for name, split in window.splits.items():
        if name in view.splits:
            split.restoreState(_bytes(view.splits[name]))


def show_inside(window: "MainWindow", view: View) -> None:
    """Look at what was looked at, as far as it is there still."""
    document = window.document
    if document is not None and view.channel in document.state.spec.channels:
        window.channels.show_channel(view.channel)
        window.channels.open_tab = view.tab
    if view.section in list(Section):
        window.show_section(Section(view.section))
    if view.preview in list(Kind):
        window.preview.show_kind(Kind(view.preview))


def as_text(views: list[View]) -> str:
    """Return views as a text to keep."""
    return json.dumps({"version": _FORMAT, "windows": [vars(view) for view in views]})


def from_text(text: str) -> list[View]:
    """Return the views of a text; what cannot be understood is left out."""
    said = _said(text)
    views = said.get("windows") if said.get("version") == _FORMAT else []
    views = views if isinstance(views, list) else []
    return [_view(each) for each in views if isinstance(each, dict)]


def is_newer(text: str) -> bool:
    """Whether a newer version of the program kept a text, which is not to be lost."""
    version = _said(text).get("version", _FORMAT)
    return not isinstance(version, int) or version > _FORMAT


def _said(text: str) -> dict[str, Any]:
    """Return what a text says; a list is one of before there were versions."""
    try:
        said = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    if isinstance(said, list):
        return {"version": _FORMAT, "windows": said}
    return said if isinstance(said, dict) else {}


def _view(said: dict[str, Any]) -> View:
    plain = View()
    kept = {
        name: said[name]
        for name, value in vars(plain).items()
        if type(said.get(name)) is type(value)
    }
    splits = {k: v for k, v in kept.get("splits", {}).items() if isinstance(v, str)}
    tab = kept.get("tab", 0)
    return View(**kept | {"splits": splits, "tab": tab if 0 <= tab < _MOST_TABS else 0})


def _text(state: QByteArray) -> str:
    return bytes(state.toBase64().data()).decode()


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(QByteArray(text.encode(errors="replace")))
