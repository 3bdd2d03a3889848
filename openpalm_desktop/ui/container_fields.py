"""Fields that channels and services have in common."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from openpalm_desktop.model.container import Container, Healthcheck

from .fields.choice_field import SwitchField
from .fields.rows_field import MapField
from .fields.text_field import CommandField, NumberField, TextField
from .form import Form
from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.model.resolved_stack import Part

    from .fields.waits_field import WaitsField
    from .state import State


def add_storage(form: Form) -> None:
    """Add the volumes."""
    from .fields.volumes_field import VolumesField  # noqa: PLC0415 – not before its tab is opened

    form.add(Container, "volumes", VolumesField(), shows_help=True)


def add_health(form: Form) -> CommandField:
    """Add the healthcheck; return its command."""
    test = CommandField()
    off = SwitchField(tr("Ignore the image’s own check"))
    form.add(Healthcheck, "test", test, under="healthcheck", shows_help=True)
    form.add(Healthcheck, "interval", TextField(), under="healthcheck", is_wide=False)
    form.add(Healthcheck, "timeout", TextField(), under="healthcheck", is_beside=True)
    form.add(Healthcheck, "retries", NumberField(), under="healthcheck", is_wide=False)
    form.add(Healthcheck, "start_period", TextField(), under="healthcheck", is_beside=True)
    form.add(Healthcheck, "start_interval", TextField(), under="healthcheck", is_wide=False)
    form.add(Healthcheck, "disable", off, under="healthcheck")
    return test


def add_running(form: Form) -> "WaitsField":
    """Add what it waits for, how it runs, and what has no field; return what it waits for."""
    from .fields.networks_field import NetworksField  # noqa: PLC0415 – as above
    from .fields.waits_field import WaitsField  # noqa: PLC0415 – as above
    from .fields.yaml_field import YamlField  # noqa: PLC0415 – as above

    waits = WaitsField()
    form.add(Container, "depends_on", waits, shows_help=True)
    form.add(Container, "networks", NetworksField(), shows_help=True)
    form.add(Container, "command", CommandField())
    form.add(Container, "user", TextField(), is_wide=False)
    form.add(Container, "working_dir", TextField(), is_beside=True)
    labels = MapField(tr("Add a label"), "com.example.team", tr("value"))
    form.add(Container, "labels", labels, shows_help=True)
    compose = YamlField()
    form.add(Container, "compose", compose, shows_help=True)
    compose.show_hint("cap_drop: [ALL]")
    return waits


def others(part: "Part", state: "State") -> list[str]:
    """Return what a container can wait for."""
    stack = state.product.stack
    mine = part.resolved.name
    return [name for name in (*stack.services, *stack.channels) if name != mine]


class NameLine(QLineEdit):
    """A name in the spec; taken over when one is done, for other things hang on it."""

    renamed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.editingFinished.connect(self._rename)
        self.setAccessibleName(tr("Short name"))
        self.setToolTip(tr("In host names and in the Compose file; letters, digits and -."))

    def show_name(self, name: str) -> None:
        """Show a name, unless another one is being typed."""
        if not self.hasFocus() or not self.isModified():
            self.setText(name)

    def _rename(self) -> None:
        if self.isModified() and self.text():
            self.setModified(False)
            self.renamed.emit(self.text())
