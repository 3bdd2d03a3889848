"""PyYAML's parser in C with its events and errors; the rest of the package is read when asked for.

The rest takes longer to read than all else that a spec needs: readers in Python, what makes objects
of nodes, what writes, and Python's `datetime`. The parser wants nothing of it but names of errors.
"""

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

_SYNTAX = ("scanner", "parser", "composer")
_NEVER_RAISED_HERE = ("reader", "constructor", "emitter", "serializer", "representer")


class _Package(ModuleType):
    """PyYAML before anybody asked for more than some of its modules."""

    def __getattr__(self, name: str) -> Any:
        self.__class__ = ModuleType  # type: ignore[assignment] # it is as any other from now on
        assert self.__spec__ is not None  # noqa: S101 – it was found
        assert self.__spec__.loader is not None  # noqa: S101 – as above
        self.__spec__.loader.exec_module(self)
        return getattr(self, name)


def _begin() -> None:
    """Let PyYAML's modules be imported one by one, where nobody has imported all of it."""
    spec = find_spec("yaml")
    if spec is None or "yaml" in sys.modules:
        return
    package = sys.modules["yaml"] = module_from_spec(spec)  # with a path, and nothing executed
    package.__class__ = _Package
    error, _, _ = (import_module(f"yaml.{part}") for part in ("error", "nodes", "tokens"))
    for base, parts in ((error.MarkedYAMLError, _SYNTAX), (error.YAMLError, _NEVER_RAISED_HERE)):
        for part in parts:
            name = f"{part.capitalize()}Error"
            setattr(package, part, SimpleNamespace(**{name: type(name, (base,), {})}))


_begin()

if TYPE_CHECKING:
    from yaml import MarkedYAMLError, events

    Parser: Any
else:  # module by module: asked for a name, the package would read all of itself
    events = import_module("yaml.events")
    MarkedYAMLError = import_module("yaml.error").MarkedYAMLError
    try:
        Parser = import_module("yaml._yaml").CParser
    except ImportError:  # PyYAML is built without it, too: the one in Python is far slower
        Parser = import_module("yaml.loader").BaseLoader

__all__ = ["MarkedYAMLError", "Parser", "events"]
