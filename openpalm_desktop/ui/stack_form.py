"""The settings that hold for the whole stack."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from openpalm_desktop.model.stack import Preset, StackSpec

from .fields.choice_field import ChoiceField, ReachField
from .fields.text_field import TextField
from .fields.zone_field import ZoneField
from .form import Form
from .words import tr

if TYPE_CHECKING:
    from .document import Document


class StackForm(Form):
    """The stack's own fields."""

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        presets = ((Preset.NONE, tr("None")), (Preset.OPENPALM, tr("OpenPalm")))
        self.add_heading(tr("Settings of the stack"))
        self.project = TextField()
        self.scope = ReachField()
        self.zone = ZoneField()
        self.add(StackSpec, "project_name", self.project, shows_help=True)
        self.add(StackSpec, "access_scope", self.scope, shows_help=True)
        self.add(StackSpec, "preset", ChoiceField(presets), shows_help=True)
        self.add(StackSpec, "timezone", self.zone, is_wide=False)
        self.add(StackSpec, "network", TextField(), is_beside=True)
        self.add(StackSpec, "data_root", TextField(), shows_help=True)
        self.add_heading(tr("Built-in images"))
        self.add(StackSpec, "image_namespace", TextField(), is_wide=False)
        self.add(StackSpec, "image_tag", TextField(), is_beside=True)
