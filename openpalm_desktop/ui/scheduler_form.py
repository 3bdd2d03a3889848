"""Where and in which time zone the automations run."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from openpalm_desktop.model.automation import Scheduler
from openpalm_desktop.model.stack import StackSpec

from .fields.rows_field import MapField, TextsField
from .fields.text_field import TextField
from .fields.zone_field import ZoneField
from .form import Form
from .words import tr

if TYPE_CHECKING:
    from .document import Document


class SchedulerForm(Form):
    """The stack's time zone and the container that runs the scripts."""

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.zone, self.image = ZoneField(), TextField()
        self.env = MapField(tr("Add a variable"), tr("NAME"), tr("value, or ${SECRET}"))
        self.volumes = TextsField(tr("Add storage"), "notes-data:/data/notes:ro")
        self.add_heading(tr("Time"))
        self.add(
            StackSpec,
            "timezone",
            self.zone,
            help_text=tr("The zone of every schedule. Type a part of a city’s name to find it."),
        )
        self.add_heading(
            tr("Container"), tr("One container runs all automations, each in a shell of its own.")
        )
        self.add(Scheduler, "image", self.image, under="scheduler", shows_help=True)
        self.add(Scheduler, "user", TextField(), under="scheduler", shows_help=True)
        self.add(Scheduler, "env", self.env, under="scheduler", shows_help=True)
        self.add(Scheduler, "volumes", self.volumes, under="scheduler", shows_help=True)
        self.setMaximumWidth(820)
