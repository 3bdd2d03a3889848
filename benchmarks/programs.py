"""Programs that tell when their window was painted: a bare one, and ours with a spec in it."""

BARE = """\
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit, QSplitter, QTableWidget
app = QApplication([])
window = QMainWindow()
split = QSplitter()
split.addWidget(QTableWidget(20, 6))
split.addWidget(QPlainTextEdit())
window.setCentralWidget(split)
window.resize(1440, 900)
window.show()
app.processEvents()
print("painted", time.time())
"""
OURS = """\
import os, sys, time
from openpalm_desktop.collection import collect_rarely
collect_rarely()  # as the program does
from pathlib import Path
from openpalm_desktop import app as program
from PySide6.QtCore import QEvent, QEventLoop, QSettings
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.theme import Look, Theme

class Window(MainWindow):
    has_stack, shown = False, None

    def show_state(self, state):
        super().show_state(state)
        self.has_stack = True

    def event(self, event):
        done = super().event(event)
        if self.has_stack and event.type() is QEvent.Type.UpdateRequest:  # now all is painted
            self.shown = self.shown or time.time()
        return done

app = program.application()
settings = Settings(QSettings(sys.argv[2], QSettings.Format.IniFormat))
window = Window(settings, Theme(app, Look.LIGHT))
window.resize(1440, 900)
window.show()
app.processEvents()
print("painted", time.time())
program.fill(window, [Path(sys.argv[1])])
app.processEvents()
print("usable", time.time())
waiting = QEventLoop.ProcessEventsFlag.WaitForMoreEvents  # as the program waits, in its loop
while not window.shown:
    app.processEvents(waiting)
print("shown", window.shown)
while "form" not in vars(window.channels):
    app.processEvents(waiting)
app.processEvents()
print("form", time.time())
"""
MEMORY = """
import os
line = next(line for line in open("/proc/self/status") if line.startswith("VmRSS"))
print("memory", int(line.split()[1]) / 1024, flush=True)
os._exit(0)
"""
LEAVE = "import os; sys.stdout.flush(); os._exit(0)\n"
