"""The fields that channels and services share: storage, waiting, networks, labels, Compose keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.fields.networks_field import NetworkRow, NetworksField
from openpalm_desktop.ui.fields.ports_field import PortRow, PortsField
from openpalm_desktop.ui.fields.rows_field import MapField
from openpalm_desktop.ui.fields.volumes_field import VolumeRow, VolumesField
from openpalm_desktop.ui.fields.waits_field import WaitRow, WaitsField
from openpalm_desktop.ui.fields.yaml_field import YamlField
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section, Tab
from openpalm_desktop.ui.services_page import ServicesPage
from tests.ui.hands import Open, press, type_text

TEXT = """\
version: 4
channels:
  blog:
    image: example/blog:1
    containerPort: 80
    volumes:
      - blog-data:/var/lib/blog   # all posts
      - /srv/pictures:/pictures:ro,z
      - {type: tmpfs, target: /run, tmpfs: {size: 1000}}
    dependsOn: [db]
    networks: {monitoring: {aliases: [blog], priority: 5}}
    labels: [team=home]
    compose:
      # nobody needs more
      cap_drop: [ALL]
      mem_limit: 512m
services:
  db:
    image: postgres:17
    ports: ["127.0.0.1:5432:5432", {target: 80, published: "81", mode: host}, "8000-8010"]
"""


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    return open_window(TEXT)


def field(window: MainWindow, tab: Tab, alias: str) -> QWidget:
    window.go_to(("channels", "blog", alias))
    page = window.channels.form.page(tab)
    return next(row.field for row in page.rows if row.steps == (alias,))


def said(document: Document, alias: str) -> object:
    return document.state.spec.channels["blog"].to_data().get(alias)


def set_line(line: QWidget, text: str) -> None:
    line.selectAll()  # type: ignore[attr-defined] # every line has it
    type_text(line, text)


def test_storage_is_shown_in_parts_and_what_has_no_part_is_kept(
    window: MainWindow, document: Document
) -> None:
    volumes = field(window, Tab.STORAGE, "volumes")
    assert isinstance(volumes, VolumesField)
    first, second, third = volumes.rows
    assert isinstance(first, VolumeRow)
    assert isinstance(second, VolumeRow)
    assert isinstance(third, VolumeRow)
    assert first.sentence.text().startswith("A volume: Docker keeps it")
    assert second.sentence.text() == "A folder of the server, as it is there."
    assert third.sentence.text().startswith("In memory")
    first.access.box.setCurrentIndex(1)
    first.access.box.activated.emit(1)
    second.access.box.setCurrentIndex(0)
    second.access.box.activated.emit(0)
    set_line(third.target.line, "/tmp")
    assert said(document, "volumes") == [
        "blog-data:/var/lib/blog:ro",
        "/srv/pictures:/pictures:z",
        {"type": "tmpfs", "target": "/tmp", "tmpfs": {"size": 1000}},
    ]
    volumes.add_button.click()
    fourth = volumes.rows[3]
    assert isinstance(fourth, VolumeRow)
    type_text(fourth.source.line, "./x")
    assert "beside the generated files" in fourth.sentence.text()
    type_text(fourth.target.line, "/x")
    assert str(said(document, "volumes")).endswith("'./x:/x']")
    while document.history.canUndo():
        document.undo()
    assert document.text == TEXT


def test_waiting_is_names_until_a_condition_is_chosen(
    window: MainWindow, document: Document
) -> None:
    waits = field(window, Tab.ADVANCED, "dependsOn")
    assert isinstance(waits, WaitsField)
    row = waits.rows[0]
    assert isinstance(row, WaitRow)
    row.condition.box.setCurrentIndex(1)
    row.condition.box.activated.emit(1)
    assert said(document, "dependsOn") == {"db": {"condition": "service_started"}}
    row.condition.box.setCurrentIndex(0)
    row.condition.box.activated.emit(0)
    assert said(document, "dependsOn") == ["db"]
    set_line(row.name.line, "nobody")
    assert any("nobody" in one.message for one in document.state.product.problems)


def test_networks_keep_options_that_have_no_field(window: MainWindow, document: Document) -> None:
    networks = field(window, Tab.ADVANCED, "networks")
    assert isinstance(networks, NetworksField)
    row = networks.rows[0]
    assert isinstance(row, NetworkRow)
    assert row.sentence.text() == "Also: priority: 5"
    set_line(row.aliases.line, "blog, shop")
    assert said(document, "networks") == {
        "monitoring": {"priority": 5, "aliases": ["blog", "shop"]}
    }


def test_labels_are_a_table(window: MainWindow, document: Document) -> None:
    labels = field(window, Tab.ADVANCED, "labels")
    assert isinstance(labels, MapField)
    labels.add_button.click()
    type_text(labels.rows[1].lines[0], "room")
    type_text(labels.rows[1].lines[1], "attic")
    assert said(document, "labels") == {"team": "home", "room": "attic"}


def test_compose_keys_are_typed_as_yaml_and_the_file_keeps_its_comments(
    window: MainWindow, document: Document
) -> None:
    compose = field(window, Tab.ADVANCED, "compose")
    assert isinstance(compose, YamlField)
    editor = compose.text
    assert editor.toPlainText() == "cap_drop: [ALL]\nmem_limit: 512m"
    editor.setFocus()
    press(editor, Qt.Key.Key_End, ctrl=True)
    press(editor, Qt.Key.Key_Return)
    type_text(editor, "init: [")
    assert compose.trouble.isVisible()
    assert compose.trouble.text().startswith("Line 3: ")
    assert said(document, "compose") == {"cap_drop": ["ALL"], "mem_limit": "512m", "init": None}
    type_text(editor, "\btrue")
    assert not compose.trouble.isVisible()
    assert said(document, "compose") == {"cap_drop": ["ALL"], "mem_limit": "512m", "init": True}
    assert "# nobody needs more\n" in document.text
    while document.history.canUndo():
        document.undo()
    assert document.text == TEXT
    assert editor.toPlainText() == "cap_drop: [ALL]\nmem_limit: 512m"


def test_a_services_ports_are_shown_in_parts_and_odd_ones_as_they_stand(
    window: MainWindow, document: Document
) -> None:
    window.go_to(("services", "db", "ports"))
    page = window.sections.page(Section.SERVICES)
    assert isinstance(page, ServicesPage)
    general = page.form.page(Tab.GENERAL)
    ports = next(row.field for row in general.rows if row.steps == ("ports",))
    assert isinstance(ports, PortsField)
    first, second, third = ports.rows
    assert isinstance(first, PortRow)
    assert isinstance(second, PortRow)
    first.address.box.setCurrentIndex(1)
    first.address.box.activated.emit(1)
    assert "without TLS" in first.sentence.text()
    set_line(second.host.line, "82")
    assert "free port" in third.sentence.text()
    assert document.state.spec.services["db"].to_data()["ports"] == [
        "5432:5432",
        {"target": 80, "published": "82", "mode": "host"},
        "8000-8010",
    ]
