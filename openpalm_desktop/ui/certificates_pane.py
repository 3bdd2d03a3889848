"""The certificates in use on the target: a row a site, and all about the chosen one."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.deploy.root_certificate import RootCertificate, read_root

from . import messages
from .certificate_words import (
    issuer_words,
    left_words,
    meaning,
    standing_severity,
    standing_word,
)
from .item_table import ItemTable
from .painting import mark_icon
from .plain_tip import plain_tip
from .root_dialog import RootDialog
from .state_words import target_title
from .tasks import Tasks
from .theme import tokens
from .words import moment_words, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.site_certificates import SiteCertificate

    from .certificate_watch import CertificateWatch
    from .document import Document
    from .state import State

_MOST_ROWS = 6


class CertificatesPane(QWidget):
    """Shows what a watch sees, and the root of Caddy's own authority."""

    def __init__(
        self, document: "Document", watch: "CertificateWatch", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("form")
        self._document, self._watch = document, watch
        self._reading = Tasks(self, waits_for_people=True)
        self.said, self.detail = QLabel(self), QLabel(self)
        self.again = QPushButton(tr("Look again"), self)
        self.root = QPushButton(tr("Caddy’s root certificate…"), self)
        headings = [tr("Site"), tr("State"), tr("Issued by"), tr("Left")]
        self.table = ItemTable(headings, {1: 116, 2: 150, 3: 90}, self)
        self._lay_out()
        self.again.clicked.connect(watch.look_again)
        self.root.clicked.connect(self._ask_for_root)
        watch.changed.connect(self.show_look)
        self.table.itemSelectionChanged.connect(self._show_detail)
        self.show_look()

    def show_look(self) -> None:
        """Show what was seen last."""
        look = self._watch.look
        sites = look.sites if look is not None else ()
        self.said.setText(self._words())
        self.again.setEnabled(self._watch.has_caddy and not self._watch.is_looking)
        self.root.setEnabled(self._watch.has_caddy)
        self.table.setVisible(bool(sites))
        self.table.setRowCount(len(sites))
        for row, one in enumerate(sites):
            self._show_row(row, one)
        self.table.fit(_MOST_ROWS)
        if sites and not self.table.selectedItems():
            self.table.selectRow(self._first_of_concern())
        self._show_detail()

    def show_state(self, state: "State") -> None:
        """Show what was seen of a state's sites."""
        del state
        self.show_look()

    def show_theme(self) -> None:
        """Draw marks in the theme's colours."""
        self.show_look()

    def _ask_for_root(self) -> None:
        engine = self._document.running.engine
        if engine is not None and not self._reading.is_busy:
            task = self._reading.run(read_root(engine, self._document.running.project))
            task.succeeded.connect(self._show_root)
            task.failed.connect(lambda error: messages.show_failure(self.window(), error))

    def _show_root(self, root: RootCertificate) -> None:
        path = self._document.path
        dialog = RootDialog(root, path.parent if path else Path(), self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _words(self) -> str:
        watch, running = self._watch, self._document.running.running
        if watch.trouble is not None:
            return f"{watch.trouble.sentence} {watch.trouble.hint}".strip()
        if watch.look is not None:
            when = moment_words(watch.look.at)
            if not watch.look.sites:
                return tr("No site of this stack has a certificate.")
            return f"{target_title(running.target)} · {when}"
        if watch.is_looking:
            return tr("Looking…")
        if not running.is_seen:
            return tr("Once the stack runs on its target, its certificates are seen here.")
        if not watch.has_caddy:
            return tr("Caddy does not run on the target, so there are no certificates to see.")
        return tr("No site of this stack has a certificate.")

    def _show_row(self, row: int, one: "SiteCertificate") -> None:
        look = self._watch.look
        assert look is not None  # noqa: S101 – there are rows
        standing = one.standing(look.at)
        texts = (
            one.domain,
            standing_word(standing),
            issuer_words(one.certificate),
            left_words(one.certificate, look.at),
        )
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(plain_tip(text))
            severity = standing_severity(standing)
            if column == 1 and severity is not None:
                item.setIcon(mark_icon(severity, tokens()))
            self.table.setItem(row, column, item)

    def _first_of_concern(self) -> int:
        look = self._watch.look
        sites = look.sites if look is not None else ()
        for row, one in enumerate(sites):
            if look is not None and standing_severity(one.standing(look.at)) is not None:
                return row
        return 0

    def _show_detail(self) -> None:
        look = self._watch.look
        rows = self.table.selectionModel().selectedRows()
        is_there = look is not None and bool(rows) and rows[0].row() < len(look.sites)
        self.detail.setVisible(is_there)
        if look is not None and is_there:
            self.detail.setText(meaning(look.sites[rows[0].row()], look.at))

    def _lay_out(self) -> None:
        for label in (self.said, self.detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.said.setProperty("role", "muted")
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        table = self.table
        table.setAccessibleName(tr("Certificates in use"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.said, 1)
        head.addWidget(self.again)
        head.addWidget(self.root)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.table)
        layout.addWidget(self.detail)
        layout.addStretch()
