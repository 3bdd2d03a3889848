"""Caddy's settings: certificates and ports, and text of your own for the Caddyfile."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from openpalm_desktop.model.ingress import CaddySettings

from .fields.authority_field import AuthorityField
from .fields.code_field import CodeField
from .fields.file_field import FileField
from .fields.text_field import PortField, TextField
from .form import Form
from .words import tr

if TYPE_CHECKING:
    from .document import Document


class CertificatesForm(Form):
    """Who certifies, and where Caddy listens."""

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.base = ("caddy",)
        self.email = TextField()
        self.authority = AuthorityField()
        kinds = tr("Certificates (*.pem *.crt *.cer);;All files (*)")
        self.root = FileField(tr("Choose the root certificate"), kinds, self._folder)
        self.http_port, self.https_port = PortField(), PortField()
        who = tr(
            "It certifies domains that are open to the internet; Caddy itself certifies the others."
        )
        self.add(CaddySettings, "email", self.email, shows_help=True)
        self.add(CaddySettings, "acme", self.authority, help_text=who)
        self.add(CaddySettings, "acme_ca_root", self.root, shows_help=True)
        self.add(CaddySettings, "http_port", self.http_port, is_wide=False)
        self.add(CaddySettings, "https_port", self.https_port, is_beside=True)
        self.add(CaddySettings, "image", TextField())

    def _folder(self) -> Path | None:
        return self._document.path.parent if self._document.path else None


class OwnTextForm(Form):
    """What is put at the end of the Caddyfile as it stands."""

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.base = ("caddy",)
        self.text = CodeField("Caddyfile", lines=9)
        row = self.add(CaddySettings, "extra_config", self.text, shows_help=True)
        row.label.setText(tr("Own text"))
        self.text.show_hint("old.example.org {\n    redir https://blog.example.org{uri}\n}")
