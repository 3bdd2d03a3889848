"""Adding from a docker run line or a Compose file: what will come of it is seen before."""

from pathlib import Path

import pytest

from openpalm_desktop.ui.add_dialog import AddDialog
from openpalm_desktop.ui.channel_rows import Column
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.services_page import ServicesPage
from tests.ui.hands import TWO_CHANNELS, type_text

LINE = "docker run -d --name web -p 127.0.0.1:80:8080 -e API_TOKEN=canary --wat nginx:1"
COMPOSE = """\
services:
  web:
    image: nginx
    ports: ["80:80", "443:443"]
    depends_on: [db]
  db: {image: postgres}
  old: {image: old}
"""


@pytest.fixture
def dialog(window: MainWindow) -> AddDialog:
    menu = window.channels.add_button.menu()
    menu.aboutToShow.emit()
    action = next(one for one in menu.actions() if one.text() == "From a docker run line…")
    action.trigger()
    dialog = window.channels.findChild(AddDialog)
    assert isinstance(dialog, AddDialog)
    return dialog


def test_a_typed_line_shows_live_what_it_becomes_and_what_it_loses(
    dialog: AddDialog, document: Document
) -> None:
    assert not dialog.add_button.isEnabled()
    type_text(dialog.text.text, "docker run")
    assert "names no image" in dialog.problem.text()
    type_text(dialog.text.text, LINE.removeprefix("docker run"))
    assert not dialog.problem.isVisible()
    shown = dialog.spec.text.toPlainText()
    assert "  web:\n    exposure: host\n" in shown or "exposure: host" in shown
    assert "API_TOKEN: ${API_TOKEN}" in shown
    assert "canary" not in shown
    assert "--wat was left out" in dialog.notes.text()
    assert not document.is_edited
    dialog.add_button.click()
    assert list(document.state.spec.channels) == ["blog", "web", "notes"]
    assert document.history.undoText() == "Add web"
    assert "canary" not in document.text
    document.undo()
    assert document.text == TWO_CHANNELS


def test_a_line_is_pasted_without_a_click(dialog: AddDialog) -> None:
    assert dialog.focusWidget() is dialog.text.text


def test_a_long_line_is_read_without_scrolling_sideways(dialog: AddDialog) -> None:
    variables = " ".join(f"-e SETTING_{number}=/srv/place/{number}" for number in range(12))
    dialog.show_text(f"docker run -d --name web {variables} {'n' * 200}:1")
    text = dialog.text.text
    assert text.horizontalScrollBar().maximum() == 0
    assert text.document().firstBlock().layout().lineCount() > 4


def test_a_secret_stands_in_the_clear_only_if_it_is_wanted_so(
    dialog: AddDialog, document: Document
) -> None:
    dialog.show_text(LINE)
    dialog.secrets["API_TOKEN"].click()
    assert "API_TOKEN: canary" in dialog.spec.text.toPlainText()
    dialog.secrets["API_TOKEN"].click()
    assert "canary" not in dialog.spec.text.toPlainText()
    dialog.secrets["API_TOKEN"].click()
    dialog.add_button.click()
    assert document.state.spec.channels["web"].env == {"API_TOKEN": "canary"}


def test_each_service_of_a_compose_file_comes_as_what_is_chosen(
    window: MainWindow, dialog: AddDialog, document: Document, tmp_path: Path
) -> None:
    path = tmp_path / "docker-compose.yml"
    path.write_text(COMPOSE, encoding="utf-8")
    dialog.show_file(path)
    assert [row.arrival.name for row in dialog.rows] == ["web", "db", "old"]
    web, _, old = dialog.rows
    old.box.click()
    web.role.setCurrentIndex(0)
    web.role.activated.emit(0)
    assert "-p 443:443 was left out" in dialog.notes.text()
    assert dialog.add_button.text() == "Add 2"
    dialog.add_button.click()
    assert list(document.state.spec.channels) == ["blog", "web", "notes"]
    assert document.state.spec.channels["web"].host_port == 80
    assert document.state.spec.channels["web"].depends_on == ("db",)
    assert list(document.state.spec.services) == ["db"]
    assert "db went to the services." in window.channels.notice.label.text()


def test_a_file_that_cannot_be_read_is_said(dialog: AddDialog, tmp_path: Path) -> None:
    dialog.show_file(tmp_path / "nowhere.yml")
    assert dialog.problem.text()
    assert not dialog.add_button.isEnabled()


def test_a_line_becomes_a_service_on_the_services_page(
    window: MainWindow, document: Document
) -> None:
    window.show_section(Section.SERVICES)
    page = window.sections.page(Section.SERVICES)
    assert isinstance(page, ServicesPage)
    page.add_button.menu().actions()[1].trigger()
    dialog = page.findChild(AddDialog)
    assert isinstance(dialog, AddDialog)
    dialog.show_text("docker run -p 80:80 -p 443:443 nginx")
    dialog.add_button.click()
    assert document.state.spec.services["nginx"].ports == ("80:80", "443:443")
    assert page.current == "nginx"


def test_at_the_smallest_window_columns_give_way_and_nothing_is_cut(window: MainWindow) -> None:
    window.resize(960, 600)
    table = window.channels.table
    assert table.isColumnHidden(Column.CERTIFICATE)
    assert not table.isColumnHidden(Column.ANSWERS)
    assert table.horizontalHeader().length() <= table.viewport().width()
    assert window.channels.form.tabs.sizeHint().width() <= window.channels.width()
    window.resize(1920, 1080)
    assert not any(table.isColumnHidden(each) for each in range(6))
