"""P12: the longest that the window keeps a person waiting while it deploys to a real engine.

What counts is the processor time of the window's thread between two turns of the event loop, as
with P14: that the engine and its containers need the same processors meanwhile does not.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from openpalm_desktop.app import fill
from openpalm_desktop.ui.deploy_desk import BUSY, DeployDesk, Stage
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.target_desk import Standing
from openpalm_desktop.ui.theme import Look, Theme

from .deployments import SIZE, Side, both_sides
from .measure import Figure, Limit, Samples
from .pauses import GOAL, Watch

_RUNS = 3


def longest_pauses_while_deploying() -> Iterator[Figure]:
    """P12: the longest pause from the choice of a target to the end of a deployment."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    watch = Watch(app)
    theme = Theme(app, Look.LIGHT)
    with both_sides() as (side, _), TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = folder
        for _ in range(_RUNS):
            side.write()
            _Deployer(watch, theme, side).deploy()
            side.on_engine("down", "openpalm.yaml", "--volumes")
    for what, seconds in watch.samples.items():
        yield Figure("P12", f"longest pause: {what}", SIZE, Samples(tuple(seconds)), Limit(GOAL))


class _Deployer:
    """A person who deploys a stack by the window, changes a channel, and deploys again."""

    def __init__(self, watch: Watch, theme: Theme, side: Side) -> None:
        self._watch, self._side = watch, side
        store = QSettings(str(side.folder / "settings.ini"), QSettings.Format.IniFormat)
        self._window = MainWindow(Settings(store), theme)
        self._window.resize(1440, 900)
        self._window.show()
        self._document: Document = fill(self._window, [])
        self._desk: DeployDesk = self._document.deploying

    def deploy(self) -> None:
        """Do it all, and leave."""
        window, target = self._window, self._document.target
        window.files.open_path(Path(self._side.folder / "openpalm.yaml"))
        self._watch.rest(lambda: not window.files.opener.is_busy)
        window.show_section(Section.DEPLOY)
        self._watch.watch(
            "asking the target",
            lambda: target.choose(self._side.engine.host),
            lambda: target.sight.standing is not Standing.ASKING,
        )
        self._plan_and_carry_out("a first deployment")
        self._document.put(("channels", "c7", "env"), {"STUB_NAME": "c7", "VERSION": "2"})
        self._plan_and_carry_out("one changed channel")
        self._watch.watch("showing what runs", lambda: window.show_section(Section.RUNNING))
        self._document.history.setClean()
        window.close()
        window.deleteLater()
        self._watch.rest()

    def _plan_and_carry_out(self, what: str) -> None:
        desk = self._desk
        planning = (Stage.IDLE, Stage.PLANNING)
        self._watch.watch(
            f"the plan for {what}", desk.plan, lambda: desk.doing.stage not in planning
        )
        assert desk.doing.plan is not None, desk.doing.trouble
        assert not desk.doing.plan.is_empty
        self._watch.watch(what, desk.carry_out, lambda: desk.doing.stage not in BUSY)
        assert desk.doing.stage is Stage.DONE, desk.doing.trouble
