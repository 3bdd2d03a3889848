"""P14: the longest that the window keeps a person waiting, among a thousand channels.

What counts is the processor time of the window's thread between two turns of the event loop: what
other programs do to this machine meanwhile does not.
"""

import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from openpalm_desktop.app import fill
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.ui.channel_tabs import EnvironmentTab, GeneralTab
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.journal_keeper import JournalKeeper
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section, Tab
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.spec_text_page import SpecTextPage
from openpalm_desktop.ui.theme import Look, Theme

from .measure import Figure, Limit, Samples
from .specs import spec_text

CHANNELS = 1_000
GOAL = 0.050
RUNS = 2
_AUTOMATIONS = "automations:\n" + "".join(
    f"  - {{id: job-{number}, schedule: '{number} 3 * * *', script: 'echo {number}'}}\n"
    for number in range(20)
)


class Watch:
    """Drives the event loop, and keeps the longest pause of each thing that is done."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._longest = 0.0
        self.samples: dict[str, list[float]] = {}

    def turn(self, do: Callable[[], object]) -> None:
        """Do something in one turn of the loop."""
        started = time.thread_time()
        do()
        self._longest = max(self._longest, time.thread_time() - started)

    def rest(self, is_done: Callable[[], bool] = lambda: True) -> None:
        """Let the loop turn until something is so, and some time beyond."""
        until = time.monotonic() + 0.25
        while time.monotonic() < until or not is_done():
            self.turn(self._app.processEvents)
            if not is_done():
                until = time.monotonic() + 0.25
            time.sleep(0.001)

    def watch(
        self, what: str, do: Callable[[], object], is_done: Callable[[], bool] = lambda: True
    ) -> None:
        """Do something, and keep the longest pause until everything is shown."""
        self.rest()
        self._longest = 0.0
        self.turn(do)
        self.rest(is_done)
        self.samples.setdefault(what, []).append(self._longest)

    def watch_keys(self, what: str, widget: QWidget, keys: str) -> None:
        """Press keys one after another, and keep the longest pause of them."""
        widget.setFocus()
        self.rest()
        self._longest = 0.0
        for key in keys:
            self.turn(partial(_press, widget, key))
            self.turn(self._app.processEvents)
        self.rest()
        self.samples.setdefault(what, []).append(self._longest)


def longest_pauses() -> Iterator[Figure]:
    """P14: the longest pause of each thing that people do in the window."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    watch = Watch(app)
    theme = Theme(app, Look.LIGHT)
    for _ in range(RUNS):
        with TemporaryDirectory() as folder:
            _Visit(watch, theme, Path(folder)).pay()
    for what, seconds in watch.samples.items():
        size = f"{CHANNELS:,} channels"
        yield Figure("P14", f"longest pause: {what}", size, Samples(tuple(seconds)), Limit(GOAL))


class _Visit:
    """A person who opens a large stack in a window, and does everything once."""

    def __init__(self, watch: Watch, theme: Theme, folder: Path) -> None:
        self._watch = watch
        self._spec = folder / "stack.yaml"
        self._spec.write_text(spec_text(CHANNELS) + _AUTOMATIONS, encoding="utf-8")
        store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self._window = MainWindow(Settings(store), theme)
        self._window.resize(1440, 900)
        self._window.show()
        self._document: Document = fill(self._window, [])
        self._window.keeper = JournalKeeper(self._document, folder / "journals")

    def pay(self) -> None:
        """Do everything, and leave."""
        window = self._window
        self._watch.watch(
            "opening a file",
            lambda: window.files.open_path(self._spec),
            lambda: not window.files.opener.is_busy,
        )
        self._type()
        self._switch()
        self._type_as_text()
        self._change_many()
        self._go_back()
        self._compare()
        self._ask_palette()
        self._document.draft.forget()
        self._document.history.setClean()
        window.close()
        window.deleteLater()
        self._watch.rest()

    def _type(self) -> None:
        window, watch = self._window, self._watch
        watch.watch("choosing a channel", lambda: window.channels.show_channel("channel-500"))
        general = cast("GeneralTab", window.channels.form.page(Tab.GENERAL))
        watch.watch_keys("typing an image", general.image.line, "example")
        watch.watch_keys("typing a domain", general.domains.line, "more.example.org\n")
        go_to = ("channels", "channel-500", "env", "TITLE")
        watch.watch("going to a variable", lambda: window.go_to(go_to))
        environment = cast("EnvironmentTab", window.channels.form.page(Tab.ENVIRONMENT))
        watch.watch_keys("typing a variable", _focused(environment), "example")
        path = ("automations", 3, "script")
        watch.watch("going to an automation", lambda: window.go_to(path))
        watch.watch_keys("typing a script", _focused(window), "example")
        watch.watch("saving", window.files.save, lambda: not self._document.is_saving)

    def _switch(self) -> None:
        for time_ in ("first", "again"):
            for section in Section:
                what = f"showing {section.value}, {time_}"
                self._watch.watch(what, partial(self._window.show_section, section))

    def _type_as_text(self) -> None:
        window = self._window
        window.show_section(Section.SPEC_TEXT)
        page = cast("SpecTextPage", window.sections.page(Section.SPEC_TEXT))
        self._watch.rest()
        page.editor.go_to(40, 1)
        self._watch.watch_keys("typing in the spec's text", page.editor, "# a note\n")
        self._watch.rest(lambda: self._document.draft.text is None)

    def _change_many(self) -> None:
        window, document = self._window, self._document
        window.show_section(Section.DOMAINS)
        self._watch.watch(
            "another authority",
            lambda: document.put(("caddy", "acme"), "letsencrypt-staging"),
            self._is_made,
        )
        window.show_section(Section.CHANNELS)
        table = window.channels.table
        self._watch.watch("choosing all channels", table.selectAll)
        several: Any = window.channels.several
        for reach in (Exposure.HOST, Exposure.LAN):
            button = several.reach.button(reach)
            self._watch.watch("reach of all channels", button.click, self._is_made)

    def _is_made(self) -> bool:
        return not self._document.making.is_busy

    def _is_idle(self) -> bool:
        return not self._document.tasks.is_busy

    def _go_back(self) -> None:
        window = self._window
        self._watch.watch("undoing an edit of all", window.undo, self._is_made)
        self._watch.watch("redoing an edit of all", window.redo, self._is_made)
        self._watch.watch("undoing an edit of all", window.undo, self._is_made)
        window.channels.show_channel("channel-7")
        self._watch.rest()
        self._document.put(("channels", "channel-7", "image"), "example/other:2")
        self._watch.watch("undoing an edit", window.undo)
        self._watch.watch("redoing an edit", window.redo)

    def _compare(self) -> None:
        window = self._window
        self._watch.watch("showing differences", window.preview.show_differences, self._is_idle)
        general = cast("GeneralTab", window.channels.form.page(Tab.GENERAL))
        self._watch.watch_keys("typing beside differences", general.image.line, "example")
        window.redo()
        self._watch.rest(self._is_idle)
        window.preview.show_files()
        self._watch.rest()

    def _ask_palette(self) -> None:
        window = self._window
        self._watch.watch("opening the palette", window.open_palette)
        palette: Any = window.command_palette
        self._watch.watch_keys("typing in the palette", palette.line, "blog 50")
        self._watch.turn(lambda: QTest.keyClick(palette.line, Qt.Key.Key_Escape))


def _press(widget: QWidget, key: str) -> None:
    if key == "\n":
        QTest.keyClick(widget, Qt.Key.Key_Return)
    else:
        QTest.keyClicks(widget, key)


def _focused(within: QWidget) -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    assert within.isAncestorOf(widget)
    return widget
