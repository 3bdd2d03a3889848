"""The licences of all that a frozen program holds, found by asking where each file is from."""

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TEXTS = HERE / "licences"  # of parts that bring none along
LIST = "LICENCES.txt"

_ABOUT = """\
OpenPalm Desktop is free software under the MIT licence (LICENSE.txt). It is made of the parts
below, each under its own licence, with the texts in the folders of this folder.

Qt and PySide6 are used under the GNU Lesser General Public License, version 3 (LGPL-3.0.txt and
GPL-3.0.txt). You may exchange them: they are ordinary shared libraries in files of their own, below
{qt}. Put libraries of the same names there, built from Qt's sources with your changes; the program
loads what it finds and checks nothing. Qt's sources: https://download.qt.io/official_releases/qt/,
those of PySide6 and shiboken6: https://code.qt.io/pyside/pyside-setup.git. What Qt itself holds of
others, such as ICU: https://doc.qt.io/qt-6/licenses-used-in-qt.html.

"""
_QT_FOLDERS = {"win32": "PySide6", "darwin": "Contents/Frameworks/PySide6/Qt/lib"}


@dataclass(frozen=True)
class Part:
    """Something that was packed in: what it is, and the texts of its licence."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]

    @property
    def line(self) -> str:
        """The part as it stands in the list."""
        return f"{self.name} {self.version}".ljust(40) + self.licence


def write(sources: Iterable[str], folder: Path) -> None:
    """Write the list, and a folder with the texts of each part that one of the files is from."""
    parts = sorted(_parts(frozenset(map(Path, sources))), key=lambda part: part.name.lower())
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", folder / "LICENSE.txt")
    for text in sorted(TEXTS.iterdir()):
        shutil.copy(text, folder)
    for part in parts:
        (folder / part.name).mkdir(exist_ok=True)
        for text in part.texts:
            shutil.copy(text, folder / part.name / text.name)
    about = _ABOUT.format(qt=_QT_FOLDERS.get(sys.platform, "_internal/PySide6/Qt/lib"))
    lines = "".join(f"{part.line}\n" for part in parts)
    (folder / LIST).write_text(about + lines, encoding="utf-8", newline="\n")


def _parts(sources: frozenset[Path]) -> Iterator[Part]:
    yield _python()
    claimed: set[Path] = set()
    for package in metadata.distributions():
        files = {Path(str(package.locate_file(file))) for file in package.files or ()}
        # PyInstaller's own loader, which starts the program, is among no list of files.
        if files & sources or package.name == "pyinstaller":
            claimed |= files
            yield _of_package(package)
    if sys.platform == "linux":
        yield from _of_debian(sources - claimed)


def _of_package(package: metadata.Distribution) -> Part:
    about = package.metadata
    licence = about.get("License-Expression") or about.get("License") or _classified(package)
    texts = [
        Path(str(package.locate_file(file)))
        for file in package.files or ()
        if ".dist-info" in str(file) and file.stem.upper() in ("LICENSE", "COPYING", "NOTICE")
    ]
    return Part(about["Name"], package.version, licence.splitlines()[0], tuple(texts))


def _classified(package: metadata.Distribution) -> str:
    classifiers = package.metadata.get_all("Classifier") or ()
    found = [one.rpartition(" :: ")[2] for one in classifiers if one.startswith("License")]
    return ", ".join(found) or "see its text"


def _python() -> Part:
    version = ".".join(map(str, sys.version_info[:3]))
    places = (
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(f"/usr/share/doc/python3.{sys.version_info[1]}/copyright"),
    )
    return Part("Python", version, "PSF-2.0", tuple(place for place in places if place.is_file()))


def _of_debian(sources: Iterable[Path]) -> Iterator[Part]:
    """The libraries of a Debian that were packed in, by the packages that they are from."""
    python = Path(sys.base_prefix)
    libraries = [
        file.resolve()
        for file in sources
        if ".so" in file.name and (python == Path("/usr") or python not in file.parents)
    ]
    if not libraries or not shutil.which("dpkg-query"):
        return
    asked = ["dpkg-query", "--search", *{f"*/{file.name}" for file in libraries}]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    packages = {line.partition(": ")[0].partition(":")[0] for line in found.stdout.splitlines()}
    for package in sorted(packages):
        copyright_ = Path("/usr/share/doc") / package / "copyright"
        texts = (copyright_,) if copyright_.is_file() else ()
        yield Part(package, _version_of(package), "see its copyright file", texts)


def _version_of(package: str) -> str:
    asked = ["dpkg-query", "--show", "--showformat=${Version}\n", package]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    return (found.stdout.splitlines() or [""])[0]
