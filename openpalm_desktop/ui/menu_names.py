"""What the menus are called: in sight at once, while what is in them is read when it is needed."""

from openpalm_desktop.phrases import marked as _t

FILE = _t("&File")
EDIT = _t("&Edit")
CHANNEL = _t("&Channel")
VIEW = _t("&View")
HELP = _t("&Help")
MENUS = (FILE, EDIT, CHANNEL, VIEW, HELP)
