"""Starts PySide without the part of it that explains, which is read when there is something to.

PySide brings 130 kB of Python, `shibokensupport`, and compiles it from source at each start, which
is a third of what a bare window takes. It words the error when an argument has a wrong type, tells
help texts to those who look for them, and watches over `from __feature__ import`.
"""

import builtins
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import module_from_spec
from types import ModuleType
from typing import Any

_PACKAGE = "shibokensupport"
_LOADER = f"{_PACKAGE}.signature.loader"  # PySide takes functions from it, once
_MAPPING = f"{_PACKAGE}.signature.mapping"  # and keeps what is in this one
# What PySide and `zipfile` ask for at once, and use for other archives or when starting fails.
_UNUSED = ("bz2", "lzma", "shutil", "tempfile", "traceback")


class _StandIn(ModuleType):
    """Stands where another module would, until somebody asks for something in it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        sys.modules[name] = self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # `import` asks for those, and who looks through all modules
            raise AttributeError(name)
        return self.asked_for(name)

    def asked_for(self, name: str) -> Any:
        """Return what the other module has by a name."""
        raise NotImplementedError

    def leave(self) -> None:
        """Let others import the real one."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]


class _Unread(_StandIn):
    """Stands in for the module that PySide asks; reads it, and passes on, at the first question."""

    def __init__(self, finder: Any) -> None:
        super().__init__(_LOADER)
        self._finder = finder
        self._mapping: Any = module_from_spec(finder.find_spec(_MAPPING, None))  # still empty
        vars(self._mapping)["update_mapping"] = self._update_mapping
        sys.modules[_MAPPING] = self._mapping

    def finish_import(self, module: ModuleType) -> None:
        """Add nothing to a module of Qt's: there is nothing to add."""

    def post_init(self) -> None:
        """Leave `import` as it is.

        PySide would read and keep the source of each module imported from now on, to see whether
        it wants Qt's names spelled otherwise. None of ours does; it saves 9 MB.
        """

    def asked_for(self, name: str) -> Callable[..., Any]:
        def answer(*given: Any) -> Any:
            return getattr(self._read(), name)(*given)

        return answer

    def _update_mapping(self) -> None:
        self._read()
        self._mapping.update_mapping()

    def _read(self) -> ModuleType:
        """Return the real module, which takes its place among the modules."""
        if sys.modules[_LOADER] is self:
            self.leave()
            self._finder.exec_module(self._mapping)
            sys.meta_path.insert(0, self._finder)
            import_module(_LOADER)
            sys.meta_path.remove(self._finder)
        return sys.modules[_LOADER]


class _Unused(_StandIn):
    """Stands in for a module of Python's while PySide starts; whoever uses it gets the real one.

    Some of its functions may be taken from it without that, until they are called.
    """

    def __init__(self, name: str, *functions: str) -> None:
        super().__init__(name)
        for each in functions:
            setattr(self, each, partial(self._call, each))

    def asked_for(self, name: str) -> Any:
        self.leave()
        return getattr(import_module(self.__name__), name)

    def _call(self, function: str, *given: Any) -> Any:
        return self.asked_for(function)(*given)


def start_pyside() -> None:
    """Import PySide; where that was done before, nothing is left to do."""
    unused = [_Unused(name) for name in _UNUSED if name not in sys.modules]
    if "textwrap" not in sys.modules:
        _Unused("textwrap", "dedent")  # stays, as PySide asks later, for a warning
    plain = getattr(builtins, "__orig_import__", builtins.__import__)

    def importing(name: str, *given: Any, **named: Any) -> ModuleType:
        module = plain(name, *given, **named)
        if name == _PACKAGE:  # PySide has just put before the others who finds its own modules
            _Unread(sys.meta_path[0])
        return module

    builtins.__import__ = importing
    try:
        import PySide6.QtCore  # noqa: F401, PLC0415 – while `import` is ours
    finally:
        builtins.__import__ = plain
        for each in unused:
            each.leave()
