"""Reads the program's other parts while nobody waits for them, so that no click does."""

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from .document import Document
    from .opener import Opener

_PACKAGE = "openpalm_desktop"
_FIRST_MS, _NEXT_MS = 600, 40  # what was asked for is shown and painted before
_CALM_MS = 120  # after an edit: who types on would wait for what is being read
# Small parts before what is made of them, so that each step is a short one.
_PARTS = (
    "ui.fields.volumes_field",
    "model.changes",
    "ui.fields.yaml_field",
    "ui.fields.networks_field",
    "ui.fields.waits_field",
    "ui.services_page",
    "model.schedule_words",
    "ui.highlighters.caddyfile",
    "ui.highlighters.env",
    "ui.highlighters.shell",
    "ui.fields.schedule_field",
    "ui.fields.script_field",
    "ui.automation_form",
    "ui.week_view",
    "ui.automations_page",
    "ui.overview_facts",
    "ui.stack_page",
    "ui.running_page",
    "model.picture.layout",
    "ui.picture_scene",
    "ui.picture_export",
    "ui.picture_page",
    "ui.tester",
    "ui.domains_page",
    "ui.secrets_page",
    "ui.spec_text_page",
    "deploy.ssh",
    "deploy.visit",
    "deploy.plan",
    "deploy.planning",
    "deploy.execute",
    "ui.target_dialog",
    "ui.deploy_sheet",
    "ui.deploy_page",
    "ui.palette_entries",
    "ui.command_palette",
    "generate.file_diff",
    "ui.comparison",
    "ui.differences_pane",
)


class Ahead(QObject):
    """One part after another, each in a moment of its own; not while a person edits or opens."""

    def __init__(self, opener: "Opener", document: "Document", parent: QObject) -> None:
        super().__init__(parent)
        self._opener = opener
        self._parts = iter(_PARTS)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._read_next)
        self._timer.start(_FIRST_MS)
        document.changed.connect(self._wait)

    def _wait(self) -> None:
        if self._timer.isActive():
            self._timer.start(max(_CALM_MS, self._timer.remainingTime()))

    def _read_next(self) -> None:
        if self._opener.is_busy:
            self._timer.start(_FIRST_MS)
            return
        part = next(self._parts, None)
        if part is not None:
            import_module(f"{_PACKAGE}.{part}")
            self._timer.start(_NEXT_MS)
