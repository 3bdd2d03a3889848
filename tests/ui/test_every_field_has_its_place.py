"""Every field of the spec is in the window, with its title and its help."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QTabBar, QWidget

from openpalm_desktop.model.automation import Automation, Scheduler
from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.container import Healthcheck
from openpalm_desktop.model.ingress import CaddySettings
from openpalm_desktop.model.service import Service, ServiceRoute
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.value import Value
from openpalm_desktop.ui.channel_rows import ChannelRows, Column
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.fields.routes_field import RouteCard
from openpalm_desktop.ui.form import Form
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.named_page import NamedPage
from openpalm_desktop.ui.navigation import Section
from tests.ui.hands import TWO_CHANNELS, Open, click, wait_for

FULL = (
    TWO_CHANNELS
    + """\
services:
  db:
    image: postgres:17
    routes: [{pathPrefix: /db, port: 80}]
automations:
  - {id: one, schedule: "0 3 * * *", script: "true"}
"""
)
SECTIONS: dict[str, type[Value]] = {
    "": StackSpec,
    "caddy": CaddySettings,
    "channels": Channel,
    "services": Service,
    "routes": ServiceRoute,
    "healthcheck": Healthcheck,
    "scheduler": Scheduler,
    "automations": Automation,
}
ELSEWHERE = {
    ("", "version"),  # not a person's to choose
    ("", "caddy"),  # sections of their own, all of whose fields are asked for one by one
    ("", "services"),
    ("", "channels"),
    ("", "scheduler"),
    ("", "automations"),
    ("channels", "healthcheck"),
    ("services", "healthcheck"),
    ("services", "routes"),
}


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    window = open_window(FULL)
    for section in Section:
        window.show_section(section)
        page = window.sections.page(section)
        if isinstance(page, NamedPage):
            page.table.show_current(page.rows.names[0])
            wait_for(page.form.isVisible)
        look_at_all_tabs(page)
    return window


def look_at_all_tabs(page: QWidget, seen: frozenset[QTabBar] = frozenset()) -> None:
    """Go through the tabs of a page, and behind each one through those that it shows."""
    bars = [bar for bar in page.findChildren(QTabBar) if bar.isVisible() and bar not in seen]
    for bar in bars:
        for index in range(bar.count()):
            bar.setCurrentIndex(index)
            look_at_all_tabs(page, seen | set(bars))
        bar.setCurrentIndex(0)


def places(window: MainWindow) -> Iterator[tuple[str, str]]:
    """Yield the section and the field of each row of each form, as a path names them."""
    for form in window.findChildren(Form):
        for row in form.rows:
            path = (*form.base, *row.steps)
            names = [str(step) for step in path if isinstance(step, str)]
            section = names[-2] if len(names) > 1 and names[-2] in SECTIONS else ""
            if not section and names[0] in SECTIONS and len(names) > 1:
                section = names[0]
            yield section, names[-1]
    for card in window.findChildren(RouteCard):
        for name in ("domain", "pathPrefix", "port", "exposure", "pathMode"):
            assert hasattr(card, "said")
            yield "routes", name
        yield from (("routes", "rewritePath"), ("routes", "upstreamPrefix"))
    for page in window.findChildren(NamedPage):
        yield page.form.SECTION, "enabled" if page.form.switch.isVisibleTo(page) else ""


def test_every_field_of_the_spec_has_an_editor(window: MainWindow) -> None:
    wanted = {
        (section, field.key)
        for section, kind in SECTIONS.items()
        for name, field in kind.fields.items()
        if name != "extensions"
    }
    assert wanted - set(places(window)) - ELSEWHERE == set()


def test_every_field_has_a_title_and_a_help_and_free_texts_an_example() -> None:
    for section, kind in SECTIONS.items():
        for name, field in kind.fields.items():
            if name != "extensions":
                assert field.title, (section, name)
                assert field.description, (section, name)


def test_every_row_tells_screen_readers_what_it_is(window: MainWindow) -> None:
    for form in window.findChildren(Form):
        for row in form.rows:
            target = row.field.focusProxy() or row.field
            assert target.accessibleName(), row.steps


def test_the_switch_beside_the_title_turns_the_channel_off(
    window: MainWindow, document: Document
) -> None:
    window.show_section(Section.CHANNELS)
    page = window.channels
    page.table.show_current("blog")
    click(page.form.switch)
    assert not document.state.spec.channels["blog"].enabled
    assert not page.rows.row("blog").is_on
    rows = page.rows
    assert isinstance(rows, ChannelRows)
    assert rows.row("blog").text(Column.ON) == "Off"
