"""Everything a person can do from menus and keys, as a plain list."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from openpalm_desktop.phrases import marked as _t
from openpalm_desktop.record import Record

from .help_commands import (
    show_about,
    show_manual,
    show_section_help,
    show_shortcuts,
    show_update,
)
from .menu_names import CHANNEL, EDIT, FILE, HELP, VIEW
from .navigation import SECTION_NAMES, Section

if TYPE_CHECKING:
    from .main_window import MainWindow


class Action(Record):
    """One entry: its menu, its text, its keys, what it does."""

    name: str
    menu: str
    text: str
    keys: str
    run: "Callable[[MainWindow], object]"
    begins_group: bool = False


ACTIONS = (
    Action("new", FILE, _t("&New"), "Ctrl+N", lambda w: w.files.new()),
    Action(
        "new_from_template",
        FILE,
        _t("New from &template…"),
        "Ctrl+Shift+N",
        lambda w: w.beginning.choose_template(),
    ),
    Action("new_window", FILE, _t("New &window"), "Ctrl+Alt+N", lambda w: w.new_window()),
    Action("open", FILE, _t("&Open…"), "Ctrl+O", lambda w: w.files.open()),
    Action(
        "open_beside",
        FILE,
        _t("Open &in a new window…"),
        "Ctrl+Shift+O",
        lambda w: w.files.open_beside(),
    ),
    Action("open_bundle", FILE, _t("Open a &bundle…"), "", lambda w: w.files.open_bundle()),
    Action("example", FILE, _t("Open the &example"), "", lambda w: w.files.open_example()),
    Action("save", FILE, _t("&Save"), "Ctrl+S", lambda w: w.files.save(), begins_group=True),
    Action("save_as", FILE, _t("Save &as…"), "Ctrl+Shift+S", lambda w: w.files.save_as()),
    Action(
        "export",
        FILE,
        _t("E&xport the folder…"),
        "Ctrl+E",
        lambda w: w.export(),
        begins_group=True,
    ),
    Action("bundle", FILE, _t("&Make a bundle…"), "", lambda w: w.bundle()),
    Action(
        "deploy",
        FILE,
        _t("Plan && &deploy"),
        "F5",
        lambda w: w.deploying.plan(),
        begins_group=True,
    ),
    Action("targets", FILE, _t("Tar&gets…"), "", lambda w: w.deploying.manage_targets()),
    Action("close", FILE, _t("&Close window"), "Ctrl+W", lambda w: w.close(), begins_group=True),
    Action("quit", FILE, _t("&Quit"), "Ctrl+Q", lambda w: w.quit()),
    Action("undo", EDIT, _t("&Undo"), "Ctrl+Z", lambda w: w.undo()),
    Action("redo", EDIT, _t("&Redo"), "Ctrl+Shift+Z", lambda w: w.redo()),
    Action("history", EDIT, _t("&History…"), "Ctrl+Shift+H", lambda w: w.show_history()),
    Action(
        "filter",
        EDIT,
        _t("&Filter the table"),
        "Ctrl+F",
        lambda w: w.focus_filter(),
        begins_group=True,
    ),
    Action(
        "next_problem", EDIT, _t("Go to the next &problem"), "F8", lambda w: w.focus_next_problem()
    ),
    Action(
        "find",
        EDIT,
        _t("Find in the previe&w"),
        "Ctrl+Shift+F",
        lambda w: w.preview.ask_what_to_find(),
    ),
    Action("find_next", EDIT, _t("&Next hit"), "F3", lambda w: w.preview.find_next(1)),
    Action("find_back", EDIT, _t("Previous h&it"), "Shift+F3", lambda w: w.preview.find_next(-1)),
    Action(
        "differences",
        EDIT,
        _t("&Differences"),
        "Ctrl+Shift+D",
        lambda w: w.preview.show_differences(),
        begins_group=True,
    ),
    Action("next_change", EDIT, _t("Ne&xt change"), "F4", lambda w: w.preview.go_to_change(1)),
    Action(
        "previous_change",
        EDIT,
        _t("Previous &change"),
        "Shift+F4",
        lambda w: w.preview.go_to_change(-1),
    ),
    Action(
        "palette",
        EDIT,
        _t("Find an&ything…"),
        "Ctrl+K; Ctrl+Shift+P; F1",
        lambda w: w.open_palette(),
    ),
    Action(
        "add_from_text",
        CHANNEL,
        _t("From a docker run &line…"),
        "",
        lambda w: w.add_from_text(),
    ),
    Action(
        "add_from_file",
        CHANNEL,
        _t("From a Compose fil&e…"),
        "",
        lambda w: w.add_from_text(asks_for_file=True),
    ),
    Action(
        "cut", CHANNEL, _t("Cu&t"), "", lambda w: w.in_table(lambda t: t.cut()), begins_group=True
    ),
    Action("copy", CHANNEL, _t("&Copy"), "", lambda w: w.in_table(lambda t: t.copy())),
    Action("paste", CHANNEL, _t("&Paste"), "", lambda w: w.in_table(lambda t: t.paste())),
    Action("duplicate", CHANNEL, _t("&Duplicate"), "Ctrl+D", lambda w: w.duplicate_chosen()),
    Action("remove", CHANNEL, _t("&Remove"), "Ctrl+Backspace", lambda w: w.remove_chosen()),
    Action(
        "turn_on",
        CHANNEL,
        _t("Turn o&n"),
        "",
        lambda w: w.switch_chosen(is_on=True),
        begins_group=True,
    ),
    Action("turn_off", CHANNEL, _t("Turn o&ff"), "", lambda w: w.switch_chosen(is_on=False)),
    Action(
        "move_up",
        CHANNEL,
        _t("Move &up"),
        "Alt+Up",
        lambda w: w.move_current(-1),
        begins_group=True,
    ),
    Action("move_down", CHANNEL, _t("Move do&wn"), "Alt+Down", lambda w: w.move_current(1)),
    *(
        Action(
            f"section_{section.value}",
            VIEW,
            SECTION_NAMES[section],
            f"Ctrl+{number % 10}",
            lambda w, one=section: w.show_section(one),  # type: ignore[misc] # mypy cannot see the default
        )
        for number, section in enumerate(Section, 1)
    ),
    Action("next_region", VIEW, _t("Go to the ne&xt part"), "F6", lambda w: w.focus_next_region()),
    Action("tour", HELP, _t("Show me &around"), "", lambda w: w.beginning.show_tour()),
    Action("welcome", HELP, _t("&Welcome page"), "", lambda w: w.beginning.show_welcome()),
    Action(
        "shortcuts",
        HELP,
        _t("&Keyboard shortcuts"),
        "Ctrl+F1",
        show_shortcuts,
        begins_group=True,
    ),
    Action("section_help", HELP, _t("Help on this &section"), "Shift+F1", show_section_help),
    Action("manual", HELP, _t("&Documentation"), "", show_manual),
    Action("update", HELP, _t("Look for a &newer version…"), "", show_update, begins_group=True),
    Action(
        "about",
        HELP,
        _t("A&bout OpenPalm Desktop"),
        "",
        show_about,
    ),
)
