"""What Windows shows of the program in its properties; scanners distrust programs without."""

from typing import Any


def version_info(version: str) -> Any:
    """Return the version resource as PyInstaller takes it; can be called on Windows only."""
    from PyInstaller.utils.win32 import versioninfo as w  # noqa: PLC0415

    numbers = (*map(int, version.split(".")), 0)
    words = {
        "CompanyName": "OpenPalm Desktop",
        "FileDescription": "OpenPalm Desktop",
        "FileVersion": version,
        "LegalCopyright": "MIT licence",
        "ProductName": "OpenPalm Desktop",
        "ProductVersion": version,
    }
    english, unicode = 0x0409, 1200
    strings = [w.StringStruct(name, value) for name, value in words.items()]
    table = w.StringTable(f"{english:04x}{unicode:04x}", strings)
    return w.VSVersionInfo(
        ffi=w.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            w.StringFileInfo([table]),
            w.VarFileInfo([w.VarStruct("Translation", [english, unicode])]),
        ],
    )
