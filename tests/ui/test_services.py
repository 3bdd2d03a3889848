"""Services: what of a preset is overridden, what is one's own, and the way back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section, Tab
from openpalm_desktop.ui.service_form import ServiceForm
from openpalm_desktop.ui.service_rows import Column, Source
from openpalm_desktop.ui.service_tabs import EnvironmentTab, GeneralTab, HealthTab, RoutingTab
from openpalm_desktop.ui.services_page import ServicesPage
from tests.ui.hands import TWO_CHANNELS, Open, click, press, type_text

CORE = TWO_CHANNELS + "preset: openpalm\n"


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    window = open_window(CORE)
    window.show_section(Section.SERVICES)
    return window


@pytest.fixture
def page(window: MainWindow) -> ServicesPage:
    page = window.sections.page(Section.SERVICES)
    assert isinstance(page, ServicesPage)
    return page


def general(page: ServicesPage, name: str) -> GeneralTab:
    page.show_named(name)
    tab = page.form.page(Tab.GENERAL)
    assert isinstance(tab, GeneralTab)
    return tab


def said(document: Document) -> dict[str, object]:
    return {name: one.to_data() for name, one in document.state.spec.services.items()}


def test_an_edited_core_service_says_only_what_differs_and_returns_in_one_step(
    page: ServicesPage, document: Document
) -> None:
    tab = general(page, "postgres")
    type_text(tab.image.line, "3")
    assert said(document) == {"postgres": {"image": "postgres:16-alpine3"}}
    assert document.history.undoText() == "Change image of PostgreSQL"
    assert page.rows.row("postgres").source is Source.CHANGED
    form = page.form
    assert isinstance(form, ServiceForm)
    form.back.click()
    assert said(document) == {}
    assert tab.image.line.text() == "postgres:16-alpine"
    document.undo()
    assert said(document) == {"postgres": {"image": "postgres:16-alpine3"}}
    document.undo()
    assert document.text == CORE


def test_typing_the_presets_own_value_leaves_no_override(
    page: ServicesPage, document: Document
) -> None:
    tab = general(page, "postgres")
    type_text(tab.image.line, "3\b")
    assert document.text == CORE


def test_an_emptied_field_stays_empty_until_it_is_left(
    page: ServicesPage, document: Document
) -> None:
    tab = general(page, "postgres")
    tab.image.line.setFocus()
    type_text(tab.image.line, "3")
    tab.image.line.selectAll()
    press(tab.image.line, Qt.Key.Key_Delete)
    assert tab.image.line.text() == ""
    type_text(tab.image.line, "postgres:17")
    assert said(document) == {"postgres": {"image": "postgres:17"}}
    tab.image.line.selectAll()
    press(tab.image.line, Qt.Key.Key_Delete)
    tab.label.line.setFocus()
    assert tab.image.line.text() == "postgres:16-alpine"


def test_a_variable_of_the_preset_is_overridden_alone(
    page: ServicesPage, document: Document
) -> None:
    page.show_named("gateway")
    tab = page.form.page(Tab.ENVIRONMENT)
    assert isinstance(tab, EnvironmentTab)
    row = next(row for row in tab.env.rows if row.texts[0] == "OPENCODE_TIMEOUT_MS")
    row.lines[1].end(False)
    type_text(row.lines[1], "0")
    assert said(document) == {"gateway": {"env": {"OPENCODE_TIMEOUT_MS": "150000"}}}
    assert row.lines[0].isReadOnly()
    assert row._remove.toolTip() == "Back to the preset’s value: 15000"
    row._remove.click()
    assert said(document) == {}
    assert row.lines[1].text() == "15000"
    assert not row._remove.isVisible()


def test_one_healthcheck_value_keeps_the_rest_of_the_presets(
    page: ServicesPage, document: Document
) -> None:
    page.show_named("postgres")
    tab = page.form.page(Tab.HEALTH)
    assert isinstance(tab, HealthTab)
    tab.focus(("services", "postgres", "healthcheck", "retries"))
    retries = next(row for row in tab.rows if row.steps[-1] == "retries").field
    line = retries.findChild(QLineEdit)
    assert line is not None
    type_text(line, "0")
    check = document.state.spec.services["postgres"].healthcheck
    assert check is not None
    assert (check.retries, check.interval) == (50, "10s")


def test_a_switched_off_core_service_comes_back_without_a_trace(
    page: ServicesPage, document: Document
) -> None:
    where = page.table.visualRect(page.rows.index_of("qdrant", Column.ON)).center()
    click(page.table.viewport(), where)
    assert said(document) == {"qdrant": {"enabled": False}}
    assert document.history.undoText() == "Turn off Qdrant"
    press(page.table, Qt.Key.Key_Space)
    assert document.text == CORE


def test_a_service_of_ones_own_is_added_named_routed_and_removed(
    page: ServicesPage, document: Document
) -> None:
    page.add_button.menu().actions()[0].trigger()
    assert page.current == "service"
    tab = general(page, "service")
    type_text(tab.image.line, "redis:8")
    tab.short_name.selectAll()
    type_text(tab.short_name, "cache")
    press(tab.short_name, Qt.Key.Key_Return)
    assert said(document) == {"cache": {"image": "redis:8"}}
    routing = page.form.page(Tab.ROUTING)
    assert isinstance(routing, RoutingTab)
    routing.routes.add_button.click()
    card = routing.routes.cards[0]
    card.path.line.selectAll()
    type_text(card.path.line, "/cache")
    card.port.line.selectAll()
    type_text(card.port.line, "\b8001")
    assert said(document)["cache"] == {
        "image": "redis:8",
        "routes": [{"pathPrefix": "/cache", "port": 8001}],
    }
    page.form.remove.click()
    assert document.text == CORE


def test_cells_are_edited_in_place(page: ServicesPage, document: Document) -> None:
    page.table.setCurrentIndex(page.rows.index_of("postgres", Column.PORTS))
    press(page.table, Qt.Key.Key_F2)
    line = page.table.viewport().findChildren(QLineEdit)[-1]
    type_text(line, "127.0.0.1:5432:5432")
    press(line, Qt.Key.Key_Return)
    assert said(document) == {"postgres": {"ports": ["127.0.0.1:5432:5432"]}}
    assert page.rows.row("postgres").ports == "127.0.0.1:5432:5432"


def test_ctrl_d_copies_the_current_service_not_a_channel(
    window: MainWindow, page: ServicesPage, document: Document
) -> None:
    page.show_named("qdrant")
    window.menus.actions["duplicate"].trigger()
    assert page.current == "qdrant-2"
    assert document.state.spec.services["qdrant-2"].label == "Qdrant 2"
    assert len(document.state.spec.channels) == 2


def test_a_problem_leads_to_the_service_and_its_tab(window: MainWindow, page: ServicesPage) -> None:
    window.show_section(Section.OVERVIEW)
    window.go_to(("services", "postgres", "volumes", 0))
    assert page.isVisible()
    assert page.form.current_tab is Tab.STORAGE


def test_without_services_a_sentence_and_a_button_help(open_window: Open) -> None:
    window = open_window(TWO_CHANNELS)
    window.show_section(Section.SERVICES)
    page = window.sections.page(Section.SERVICES)
    assert isinstance(page, ServicesPage)
    assert page.empty.isVisible()
    page.empty.button.click()
    assert page.form.isVisible()
