"""What is looked at: each scene brings the window into a state worth a picture."""

from collections.abc import Callable

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from openpalm_desktop.ui import automations_page, domains_page
from openpalm_desktop.ui.automations_page import AutomationsPage
from openpalm_desktop.ui.bundle_export import BundleExport
from openpalm_desktop.ui.domains_page import DomainsPage
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section, Tab
from openpalm_desktop.ui.preview_pane import Kind
from tests.shot_certificates import show_certificates
from tests.shot_deploy import (
    show_done,
    show_failed,
    show_plan,
    show_progress,
    show_sick,
    show_unreachable,
)
from tests.shot_running import show_drift, show_running, show_runs
from tests.ui.hands import wait_for

Scene = Callable[[MainWindow], None]
A_KEY = "age1sznx62gysj2sxz762fqpyqtl5q3emppu6l4jfuxddj6ehsuj050sez7r85"


def rest(window: MainWindow) -> None:
    """Bring the window back to where every scene begins: nothing edited, files on the right."""
    if window.beginning.tour is not None:
        window.beginning.tour.end()
    if window.command_palette is not None:
        window.command_palette.hide()
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        dialog.close()
    document = window.document
    if document is not None and document.history.index():
        document.go_to_step(0)
    window.preview.find_bar.shut.emit()
    window.preview.show_kind(Kind.COMPOSE)
    window.preview.show_files()
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    for _ in range(2):
        QApplication.processEvents()


def scenes(stack: str, *, is_usual: bool) -> dict[str, Scene]:
    """Return what is drawn of a stack, by name; in unusual sizes only what differs there."""
    match stack:
        case "typical" if not is_usual:
            return _sections() | _tabs() | {"edited": _edit}
        case "troubles" | "secrets" | "deployed" if not is_usual:
            return {}
        case "empty":
            return {"welcome": lambda window: window.beginning.show_welcome()} | _sections()
        case "crowded":
            return _sections() | {
                "channels": _show_crowd,
                "palette": lambda window: _find(window, "channel 57"),
                "differences": _rename_network,
            }
        case "deployed":
            return _deployments()
        case "secrets":
            return {"secrets": _show_secrets, "picture": _section(Section.PICTURE)}
        case _:
            return _sections() | _tabs() | _parts() | _over()


def _section(section: Section) -> Scene:
    return lambda window: window.show_section(section)


def _sections() -> dict[str, Scene]:
    return {one.value: _section(one) for one in Section} | {"secrets": _show_secrets}


def _tabs() -> dict[str, Scene]:
    return {f"channel-{tab.value}": _tab(tab) for tab in Tab}


def _parts() -> dict[str, Scene]:
    """Return what the sections show when one looks closer."""
    return {
        "automations-week": lambda window: _show_view(window, automations_page.View.WEEK),
        "automations-scheduler": lambda window: _show_view(window, automations_page.View.SCHEDULER),
        "automations-script": _show_script,
        "domains-tester": _try_address,
        "domains-certificates": _part(domains_page.Part.CERTIFICATES),
        "domains-caddyfile": _part(domains_page.Part.OWN_TEXT),
        "services-ports": lambda window: window.go_to(("services", "postgres", "ports")),
        "several": _show_several,
        "edited": _edit,
        "spec-mistake": _break_text,
    }


def _deployments() -> dict[str, Scene]:
    return {
        "running": show_running,
        "drift": show_drift,
        "runs": show_runs,
        "plan": show_plan,
        "sick": show_sick,
        "done": show_done,
        "failed": show_failed,
        "progress": show_progress,
        "unreachable": show_unreachable,
        "certificates": show_certificates,
    }


def _over() -> dict[str, Scene]:
    """Return what opens over the sections or in place of the files."""
    return {
        "tour": lambda window: window.beginning.show_tour(),
        "preview-find": _find_in_preview,
        "palette": lambda window: _find(window, "blog"),
        "differences": lambda window: _compare(window, is_split=False),
        "differences-side-by-side": lambda window: _compare(window, is_split=True),
    }


def _channels(window: MainWindow) -> list[str]:
    return list(window.document.state.spec.channels) if window.document is not None else []


def _show_several(window: MainWindow) -> None:
    window.show_section(Section.CHANNELS)
    window.channels.table.show_chosen(_channels(window)[-3:])


def _show_crowd(window: MainWindow) -> None:
    window.show_section(Section.CHANNELS)
    window.channels.show_channel("channel-57")


def _tab(tab: Tab) -> Scene:
    return lambda window: _show_tab(window, tab)


def _show_tab(window: MainWindow, tab: Tab) -> None:
    window.show_section(Section.CHANNELS)
    has_discord = tab is Tab.ENVIRONMENT and "discord" in _channels(window)
    window.channels.show_channel("discord" if has_discord else "blog")
    window.channels.form.page(tab)
    window.channels.form.tabs.setCurrentIndex(list(Tab).index(tab))


def _show_secrets(window: MainWindow) -> None:
    window.show_section(Section.SECRETS)
    document = window.document
    if document is not None and document.path is not None:
        while document.secrets.held.names is None:
            QTest.qWait(5)


def _automations(window: MainWindow) -> AutomationsPage:
    window.show_section(Section.AUTOMATIONS)
    return window.findChildren(AutomationsPage)[0]


def _show_view(window: MainWindow, view: automations_page.View) -> None:
    _automations(window).show_view(view)


def _show_script(window: MainWindow) -> None:
    _automations(window).show_view(automations_page.View.LIST)
    window.go_to(("automations", 0, "script"))


def _part(part: domains_page.Part) -> Scene:
    def show(window: MainWindow) -> None:
        _show_part(window, part)

    return show


def _show_part(window: MainWindow, part: domains_page.Part) -> DomainsPage:
    window.show_section(Section.DOMAINS)
    page = window.findChildren(DomainsPage)[0]
    page.show_part(part)
    return page


def _try_address(window: MainWindow) -> None:
    tester = _show_part(window, domains_page.Part.TRY).tester
    tester.url.setText("https://bot.example.org/telegram/webhook")
    tester.ask()


def _edit(window: MainWindow) -> None:
    _show_tab(window, Tab.GENERAL)
    if window.document is not None:
        window.document.put(
            ("channels", "blog", "domains"), ("blog.example.org", "www.example.org")
        )
        window.go_to(("channels", "blog", "domains"))
    window.preview.show_kind(Kind.CADDYFILE)


def _break_text(window: MainWindow) -> None:
    window.show_section(Section.SPEC_TEXT)
    if window.document is not None:
        window.document.put(("channels", "blog", "domains"), ("no name",))


def _find_in_preview(window: MainWindow) -> None:
    window.preview.ask_what_to_find()
    window.preview.find_bar.line.setText("image")


def _find(window: MainWindow, letters: str) -> None:
    window.open_palette()
    if window.command_palette is not None:
        window.command_palette.line.setText(letters)


def _compare(window: MainWindow, *, is_split: bool) -> None:
    _edit(window)
    window.preview.show_differences()
    if window.preview.differences is not None:
        window.preview.differences.split.setChecked(is_split)
        window.preview.differences.go(1)


def _rename_network(window: MainWindow) -> None:
    if window.document is not None:
        window.document.put(("network",), "home")
    window.preview.show_differences()


def _caddyfile_beside(scene: Scene) -> Scene:
    def both(window: MainWindow) -> None:
        scene(window)
        window.preview.show_kind(Kind.CADDYFILE)

    return both


# What docs/ and README.md show: for each stack and look, the pictures' names.
def _bundle(window: MainWindow) -> None:
    """Ask for a bundle with its secrets locked for a key."""
    bundle = BundleExport(window)
    bundle.begin()
    bundle.dialog.line.setText("/home/ada/palm-home.tar.gz")
    bundle.dialog.for_keys.click()
    bundle.dialog.keys.setPlainText(A_KEY)
    wait_for(bundle.dialog.write.isEnabled)


HANDBOOK: dict[tuple[str, str], dict[str, Scene]] = {
    ("empty", "light"): {"welcome": lambda window: window.beginning.show_welcome()},
    ("palm-home", "light"): {
        "overview": _section(Section.OVERVIEW),
        "picture": _section(Section.PICTURE),
        "edited": _edit,
        "environment": _tab(Tab.ENVIRONMENT),
        "domains": _caddyfile_beside(_try_address),
        "services": _section(Section.SERVICES),
        "secrets": _show_secrets,
        "automations": lambda window: _show_view(window, automations_page.View.LIST),
        "week": lambda window: _show_view(window, automations_page.View.WEEK),
        "palette": lambda window: _find(window, "blog"),
        "differences": lambda window: _compare(window, is_split=False),
        "deploy": show_plan,
        "drift": show_drift,
        "certificates": show_certificates,
        "bundle": _bundle,
    },
    ("palm-home", "dark"): {"edited": _edit, "spec": _section(Section.SPEC_TEXT)},
}
