"""A segment: one of a few choices that stand side by side in one frame."""

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.ui.fields.choice_field import ReachField
from openpalm_desktop.ui.segment import Segment

PADDING = 2 * 2 + 2  # what the style sheet keeps free around a text


@pytest.mark.usefixtures("theme")
@pytest.mark.parametrize("family", ["DejaVu Sans", "Liberation Serif"])
def test_choosing_a_segment_cuts_no_letter_and_moves_no_other(
    qtbot: QtBot, qapp: QApplication, family: str
) -> None:
    field = ReachField()
    qtbot.addWidget(field)
    field.setFont(QFont(family))
    field.show()
    segments = field.findChildren(Segment)
    before = [segment.geometry() for segment in segments]
    for reach in Exposure:
        field.show_value(reach)
        qapp.processEvents()
        assert [segment.geometry() for segment in segments] == before
        chosen = field.button(reach)
        bold = QFont(chosen.font())
        bold.setWeight(QFont.Weight.DemiBold)
        room = chosen.width() - PADDING
        assert QFontMetrics(bold).horizontalAdvance(chosen.text()) <= room
