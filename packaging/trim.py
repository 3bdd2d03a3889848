"""What of Qt the program does not use, and so does not bring along."""

import re
import sys
from collections.abc import Iterable
from pathlib import PurePosixPath

from PyInstaller.depend.bindepend import get_imports

Entry = tuple[str, str, str]  # name in the folder, file here, kind

# Qt finds plugins by looking into folders, so PyInstaller takes them all; these are the used ones.
_PLUGINS = {
    "platforms": r"q(xcb|wayland.*|offscreen|windows|cocoa)",
    "imageformats": r"q(svg|ico)",
    "iconengines": r"qsvgicon",
    "platforminputcontexts": r"(ibus|compose).*",
    "platformthemes": r"qxdgdesktopportal",
    "styles": r"q(modernwindowsstyle|macstyle).*",
    "xcbglintegrations": r"$^",
    "wayland-shell-integration": r".*xdg-shell.*",
    "wayland-decoration-client": r".*",
    "wayland-graphics-integration-client": r"$^",
}
# Done at each start, for programs that read their own source, start others of their kind, or have
# a Qt that does not know where it lies: the wheels of PySide tell theirs. It would import PySide.
_HOOKS = {"pyi_rth_inspect", "pyi_rth_pkgutil", "pyi_rth_multiprocessing", "pyi_rth_pyside6"}
_TRANSLATIONS = re.compile(r"qtbase_(en|de)\.qm")


def libraries(entries: Iterable[Entry]) -> list[Entry]:
    """Leave out plugins that are not used, then every library that nothing kept needs."""
    kept = [entry for entry in entries if _is_used(entry)]
    if sys.platform == "darwin":  # there a library is a framework, a folder with links in it
        return kept
    while True:
        needed = {name.lower() for _, file, _ in kept for name, _ in get_imports(file)}
        fewer = [
            entry for entry in kept if not _is_library(entry) or _name(entry).lower() in needed
        ]
        if len(fewer) == len(kept):
            return kept
        kept = fewer


def scripts(entries: Iterable[Entry]) -> list[Entry]:
    """Leave out what PyInstaller would do at each start for other programs."""
    return [entry for entry in entries if entry[0] not in _HOOKS]


def data(entries: Iterable[Entry], kept: Iterable[Entry]) -> list[Entry]:
    """Leave out Qt's texts in languages not spoken, and links to libraries that are not `kept`."""
    names = {_name(entry) for entry in kept}
    return [
        entry
        for entry in entries
        if ("/translations/qt" not in _place(entry) or _is_spoken(entry))
        and (entry[2] != "SYMLINK" or _name(entry) in names)
    ]


def _is_used(entry: Entry) -> bool:
    place = PurePosixPath(_place(entry))
    if "plugins" in place.parts and "PySide6" in place.parts:
        wanted = _PLUGINS.get(place.parent.name)
        stem = place.name.split(".")[0].removeprefix("lib")
        return wanted is not None and re.fullmatch(wanted, stem) is not None
    return True


def _is_spoken(entry: Entry) -> bool:
    return _TRANSLATIONS.fullmatch(_name(entry)) is not None


def _is_library(entry: Entry) -> bool:
    """Whether a file is there only because others need it: no module of Python, no plugin."""
    # The program itself loads Python's library, by name.
    is_loaded = "/plugins/" in _place(entry) or _name(entry).startswith(("libpython", "python3"))
    is_library = ".so" in _name(entry) or _name(entry).endswith(".dll")
    return entry[2] == "BINARY" and is_library and not is_loaded


def _name(entry: Entry) -> str:
    return PurePosixPath(_place(entry)).name


def _place(entry: Entry) -> str:
    return entry[0].replace("\\", "/")
