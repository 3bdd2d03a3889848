"""Who certifies: a known authority, with a switch for trying things out, or one of your own."""

from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout

from openpalm_desktop.ui.styled import set_property
from openpalm_desktop.ui.words import tr

from .choice_field import ChoiceField, Switch
from .field import Field

_PUBLIC, _STAGING, _ZEROSSL, _OWN = "letsencrypt", "letsencrypt-staging", "zerossl", ""


class AuthorityField(Field):
    """One text of the spec: a name, or the https address of an ACME directory."""

    def __init__(self) -> None:
        super().__init__()
        choices = (
            (_PUBLIC, tr("Let’s Encrypt")),
            (_ZEROSSL, tr("ZeroSSL")),
            (_OWN, tr("An authority of your own")),
        )
        self.choice = ChoiceField(choices, self)
        self.staging = Switch(tr("Test certificates, while you try things out"), self)
        self.staging.setToolTip(
            tr("Browsers do not trust them, and Let’s Encrypt does not count them against you.")
        )
        self.url = QLineEdit(self)
        self.url.setPlaceholderText("https://ca.home.arpa/acme/directory")
        self.url.setAccessibleName(tr("Directory URL"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.choice)
        layout.addWidget(self.staging)
        layout.addWidget(self.url)
        self.setFocusProxy(self.box)
        self.choice.edited.connect(self._choose)
        self.staging.clicked.connect(lambda: self._choose(_PUBLIC))
        self.url.textEdited.connect(lambda text: self.edited.emit(text or None))
        for widget in (self.box, self.staging, self.url):
            self.watch_leaving(widget)

    @property
    def box(self) -> QComboBox:
        """The list to pull down."""
        return self.choice.box

    def show_value(self, value: Any) -> None:
        text = str(value or _PUBLIC)
        kind = _PUBLIC if text == _STAGING else text
        kind = kind if kind in (_PUBLIC, _ZEROSSL) else _OWN
        is_typing = self.url.hasFocus() and not self.url.text()
        if is_typing:
            return
        self.choice.show_value(kind)
        self.staging.setVisible(kind == _PUBLIC)
        self.staging.setChecked(text == _STAGING)
        self.url.setVisible(kind == _OWN)
        if kind == _OWN and self.url.text() != text:
            self.url.setText(text)

    def show_severity(self, severity: Any) -> None:
        set_property(self.url, "problem", severity.value if severity else "")

    def focus_step(self, step: str | int | None) -> None:
        del step
        (self.url if self.url.isVisibleTo(self) else self.box).setFocus()

    def _choose(self, kind: str) -> None:
        if kind == _OWN:
            self.edited.emit("https://")
            self.url.setFocus()
        elif kind == _PUBLIC:
            self.edited.emit(_STAGING if self.staging.isChecked() else _PUBLIC)
        else:
            self.edited.emit(kind)
