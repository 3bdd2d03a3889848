"""The picture of the stack: from visitors to services, to look at, to go on from, to keep."""

from collections.abc import Iterator
from operator import is_
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.deploy.write import write
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.picture.graph import Kind
from openpalm_desktop.model.ways_in import WaysOf

from . import messages
from .elided_label import ElidedLabel
from .fields.choice_field import Switch
from .icons import icon
from .picture_export import Format, exported
from .picture_items import OnTarget
from .picture_scene import scene_steps
from .picture_view import PictureView
from .picture_words import drawn, drawn_steps, is_large, summary
from .theme import tokens
from .words import tr

if TYPE_CHECKING:
    from .document import Document
    from .state import State


_DONE = object()


class PicturePage(QWidget):
    """The picture, and what can be done with it."""

    chosen = Signal(object)

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._document = document
        self._ways = WaysOf()
        self._inputs: tuple[object, ...] | None = None
        self._work: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        self.view = PictureView(self)
        self._summary = ElidedLabel(self)
        self._summary.setProperty("role", "muted")
        self.shows_disabled = Switch(tr("Show what is off"), self)
        self.shows_disabled.setChecked(True)
        self.farther, self.nearer = self._quiet("−", tr("Smaller")), self._quiet("+", tr("Larger"))
        self.whole = self._quiet("100 %", tr("Show all of it"))
        self.export = QPushButton(tr("Save picture"), self)
        self.in_light = QAction(tr("In light colours"), self)
        self._lay_out()
        self.view.chosen.connect(self.chosen)
        document.running.changed.connect(self._show_running)
        self.view.zoomed.connect(lambda zoom: self.whole.setText(f"{zoom * 100:.0f} %"))
        self.farther.clicked.connect(lambda: self.view.change_zoom(-1))
        self.nearer.clicked.connect(lambda: self.view.change_zoom(1))
        self.whole.clicked.connect(self.view.fit)
        self.shows_disabled.toggled.connect(lambda: self.show_state(document.state))

    def show_state(self, state: "State") -> None:
        """Draw a state, if it does not look like the one before; a large one bit by bit."""
        inputs = (state.product.stack, state.product.problems, self._shows_disabled, tokens())
        if self._inputs is None or not all(map(is_, self._inputs, inputs)):
            self._inputs = inputs
            self._work = self._steps(state)
            if is_large(state):
                self._timer.start()  # the page is painted first
            else:
                self._go_on()

    def show_theme(self) -> None:
        """Draw it in the theme's colours."""
        self.export.setIcon(icon("chevron-down", tokens().muted))
        if self.isVisible():
            self.show_state(self._document.state)

    def focus(self, path: Path) -> None:
        """Put the focus on the node that a path belongs to."""
        self.view.setFocus()
        scene = self.view.picture
        if scene is not None and path[:2] in scene.node_items:
            self.view.show_node(path[:2])

    def _steps(self, state: "State") -> Iterator[None]:
        shown = yield from drawn_steps(state, self._ways, shows_disabled=self._shows_disabled)
        before, colours = self.view.picture, tokens()
        if before is not None and before.shown == shown and before.colours is colours:
            return
        self._summary.setText(tr("Drawing…"))
        scene = yield from scene_steps(shown, colours)
        self._summary.setText(summary(shown))
        self.view.show_scene(scene)
        self._show_running()

    def _show_running(self) -> None:
        """Show how each node is on the target."""
        scene, running = self.view.picture, self._document.running.running
        if scene is None:
            return
        stack = self._document.state.product.stack
        parts = {"channels": stack.channels, "services": stack.services}
        for key, item in scene.node_items.items():
            part = parts.get(str(key[0]), {}).get(str(key[1])) if len(key) == 2 else None
            service = part.service if part else "caddy" if item.node.kind is Kind.CADDY else ""
            state = running.state_of(service) if service else None
            item.show_target(OnTarget(state, running.is_gone) if state else None)

    def _go_on(self) -> None:
        """Take one step, and the next ones after what else there is to do."""
        if self._work is not None and next(self._work, _DONE) is not _DONE:
            self._timer.start()
        else:
            self._work = None

    @property
    def _shows_disabled(self) -> bool:
        return self.shows_disabled.isChecked()

    def save(self, kind: Format) -> None:
        """Ask for a file and write the picture to it."""
        project = self._document.state.spec.project_name or "stack"
        folder = self._document.path.parent if self._document.path else FilePath()
        kinds = {Format.SVG: tr("SVG pictures (*.svg)"), Format.PNG: tr("PNG pictures (*.png)")}
        start = folder / f"{project}.{kind.value}"
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the picture"), str(start), kinds[kind])
        if not name:
            return
        path = FilePath(name)
        path = path if path.suffix else path.with_suffix(f".{kind.value}")
        shown = drawn(self._document.state, shows_disabled=self._shows_disabled)
        title = tr("The stack {}").format(project)
        data = exported(shown, kind, title, is_light=self.in_light.isChecked())
        task = self._document.tasks.run(write(path, data))
        task.failed.connect(lambda error: messages.show_failure(self.window(), error))

    def _quiet(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("role", "quiet")
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _lay_out(self) -> None:
        title = QLabel(tr("Picture"), self)
        title.setProperty("role", "title")
        title.setTextFormat(Qt.TextFormat.PlainText)
        self.whole.setMinimumWidth(58)
        self._add_menu()
        head = QHBoxLayout()
        head.setContentsMargins(18, 14, 18, 12)
        head.setSpacing(6)
        head.addWidget(title)
        head.addSpacing(6)
        head.addWidget(self._summary)
        head.addStretch()
        head.addWidget(self.shows_disabled)
        head.addSpacing(10)
        for button in (self.farther, self.whole, self.nearer):
            head.addWidget(button)
        head.addSpacing(6)
        head.addWidget(self.export)
        rule = QFrame(self)
        rule.setObjectName("rule")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(rule)
        layout.addWidget(self.view, 1)

    def _add_menu(self) -> None:
        menu = QMenu(self.export)
        menu.setProperty("checkable", "true")
        for kind, text in ((Format.SVG, tr("As SVG…")), (Format.PNG, tr("As PNG…"))):
            action = menu.addAction(text)
            action.triggered.connect(lambda _=False, one=kind: self.save(one))
        menu.addSeparator()
        self.in_light.setCheckable(True)
        self.in_light.setChecked(True)
        menu.addAction(self.in_light)
        self.export.setMenu(menu)
        self.export.setIcon(icon("chevron-down", tokens().muted))
        self.export.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
