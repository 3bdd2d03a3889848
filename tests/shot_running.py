"""Pictures of a stack that runs: its services and their log, an automation's runs."""

from typing import cast

from PySide6.QtTest import QTest

from openpalm_desktop.ui.automation_form import Tab
from openpalm_desktop.ui.automations_page import AutomationsPage
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.running_page import RunningPage
from tests.ui.hands import wait_for
from tests.ui.running import deployed

_RUN = (
    '{{"ts":"2027-03-0{}T02:30:00+01:00","id":"{}","status":"{}","exit":{},"dur":{},'
    '"preview":"{}"}}\n'
)


def show_running(window: MainWindow) -> None:
    """Let the stack run on a server, one service of it sick, one stopped, and look at it."""
    document = window.document
    if document is None:
        return
    engine = deployed(document.state.spec)
    sick, stopped, *_ = engine.names()
    engine.becomes(sick, status="Up 3 minutes (unhealthy)")
    engine.becomes(stopped, state="exited", status="Exited (137) 2 minutes ago")
    lines = [f"GET /api/thing/{number} 200 {3 * number} ms" for number in range(40)]
    engine.printed = dict.fromkeys(engine.names(), lines)
    id_ = document.state.spec.automations[0].id
    ends = (("success", 0, 1234, "all is well"), ("error", 3, 125_000, "no space left"))
    engine.histories = "".join(_RUN.format(day, id_, *ends[day % 5 == 0]) for day in range(1, 9))
    engine.runs = {id_: (["Copying 1,204 files\n", "Done\n"], 0)}
    document.running.look_at("basement", engine)
    window.show_section(Section.RUNNING)
    QTest.qWait(2500)


def show_drift(window: MainWindow) -> None:
    """Let somebody have changed some things on the server, and look at them."""
    document = window.document
    if document is None:
        return
    engine = deployed(document.state.spec)
    lines = [f"GET /api/thing/{number} 200 {3 * number} ms" for number in range(40)]
    engine.printed = dict.fromkeys(engine.names(), lines)
    first, second, *_ = (n for n in engine.names() if "caddy" not in n and "scheduler" not in n)
    one = engine.named(first)
    one.set(
        Image=f"{one.shown.image.partition(':')[0]}:2", Env=[*one.body["Env"], "LOG_LEVEL=debug"]
    )
    one.update(Memory=96 * 2**20)
    engine.named(second).update(RestartPolicy={"Name": "no", "MaximumRetryCount": 0})
    caddy = next(name for name in engine.names() if "caddy" in name)
    engine.named(caddy).files["/etc/caddy/Caddyfile"] += b"# for a while\n"
    document.running.look_at("basement", engine)
    window.show_section(Section.RUNNING)
    page = cast("RunningPage", window.sections.page(Section.RUNNING))
    wait_for(lambda: page.drift.table.model().rowCount() == 5)
    wait_for(lambda: "thing/39" in page.logs.text.toPlainText())
    page.drift.table.selectRow(1)
    wait_for(lambda: all(row.use is not None for row in page.rows.rows))


def show_runs(window: MainWindow) -> None:
    """Run an automation of it."""
    show_running(window)
    window.go_to(("automations", 0))
    page = cast("AutomationsPage", window.sections.page(Section.AUTOMATIONS))
    page.form.tabs.setCurrentIndex(list(Tab).index(Tab.RUNS))
    page.form.runs.run()
    QTest.qWait(1000)
