"""Keys in a format of their own, as YAML: what cannot be read stays until it can, and says so."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QLabel

from openpalm_desktop.model.value import plain
from openpalm_desktop.model.yaml_text import read_yaml
from openpalm_desktop.model.yaml_text.writing import write_yaml
from openpalm_desktop.ui.styled import set_property
from openpalm_desktop.ui.words import tr

from .code_field import CodeField

_LINES = 7


class YamlField(CodeField):
    """A mapping as text; comments stay while the text stands, and in the file where they were."""

    def __init__(self) -> None:
        super().__init__("docker-compose.yml", _LINES)
        self.trouble = QLabel(self)
        self.trouble.setProperty("role", "error")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.trouble)

    def show_value(self, value: Any) -> None:
        wanted = plain(value or {})
        data, _ = _read(self.text.toPlainText())
        is_being_mended = self.text.hasFocus() and data is None and wanted == self._said
        if is_being_mended or (data == wanted and repr(data) == repr(wanted)):
            return
        self._said = wanted
        super().show_value(write_yaml(wanted).rstrip("\n") if wanted else None)
        self._show_trouble("")

    _said: Any = None

    def _tell(self) -> None:
        if self._is_showing:
            return
        data, trouble = _read(self.text.toPlainText())
        self._show_trouble(trouble)
        if data is not None:
            self._said = data
            self.edited.emit(data or None)

    def _show_trouble(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))
        set_property(self.text, "problem", "error" if text else "")


def _read(text: str) -> tuple[dict[str, Any] | None, str]:
    """Return the mapping that a text is, or why it is none."""
    if not "".join(line.partition("#")[0] for line in text.splitlines()).strip():
        return {}, ""
    document = read_yaml(text)
    serious = [problem for problem in document.problems if problem.is_error]
    if serious:
        where = serious[0].position
        line = tr("Line {}: ").format(where.line) if where else ""
        return None, f"{line}{serious[0].message} {serious[0].hint}".strip()
    if not isinstance(document.data, Mapping):
        return None, tr("Write keys with values, as in cap_drop: [ALL].")
    return dict(document.data), ""
