"""What a frozen program holds beside the modules that its code imports by name."""

from pathlib import Path

from PyInstaller.utils.hooks import collect_data_files, collect_submodules, copy_metadata

_ROOT = Path(__file__).resolve().parent.parent
_FILES = sorted((_ROOT / "openpalm_desktop").rglob("*.py"))
_OURS = [".".join(file.relative_to(_ROOT).with_suffix("").parts) for file in _FILES]

# Commands, sections of the window and the keyrings of each system are imported when needed.
MODULES = [
    *(module.removesuffix(".__init__") for module in _OURS),
    *collect_submodules("keyring.backends"),
    "tzdata",
]
DATA = [
    (str(_ROOT / "resources"), "resources"),
    (str(_ROOT / "docs"), "docs"),  # Help shows it
    *collect_data_files("tzdata"),
    *copy_metadata("keyring"),  # it finds its backends there
]
# These lie in the folder as they are: from the archive, a start would unpack 200 of them.
MODES = {"openpalm_desktop": "pyc", "yaml": "pyc"}
EXCLUDED = ["PySide6.QtNetwork", "tkinter", "unittest", "pydoc", "lib2to3", "setuptools", "pip"]
