"""The language that the window speaks: the system's or a chosen one, with its numbers and days."""

from PySide6 import QtCore  # a class of it takes its time when it is named
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from openpalm_desktop.phrases import speak

SYSTEM, ENGLISH = "", "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch"}  # each by its own name for itself


def speak_language(app: QApplication, chosen: str) -> None:
    """Say everything in a language from now on, in Qt's own dialogs too; English costs nothing."""
    code = chosen or system_language(QLocale.system().uiLanguages())
    QLocale.setDefault(_locale(code))
    if code == ENGLISH:
        return
    from openpalm_desktop.catalogue import language_of  # noqa: PLC0415 – not for English
    from openpalm_desktop.model.resources import resource_text  # noqa: PLC0415

    speak(language_of(resource_text("translations", f"{code}.po")))
    translator = QTranslator(app)
    info = QtCore.QLibraryInfo
    folder = info.path(info.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{code}", folder):
        app.installTranslator(translator)


def system_language(wanted: list[str]) -> str:
    """Return the first language of the system's that the program speaks; else English."""
    codes = (name.replace("_", "-").partition("-")[0].lower() for name in wanted)
    return next((code for code in codes if code in LANGUAGES), ENGLISH)


def _locale(code: str) -> QLocale:
    """Return the system's own ways with numbers and days where it speaks the language, too."""
    system, plain = QLocale.system(), QLocale(code)
    return system if system.language() == plain.language() else plain
