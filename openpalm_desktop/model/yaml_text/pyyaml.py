"""PyYAML, without the expressions that only its readers and writers in Python use.

It compiles them when it is imported. Ours is the reader in C, which needs none, and compiling them
takes three times as long as all else in it: 7 % of the window's start.
"""

import re
from _thread import get_ident  # `threading` takes longer to read, and has the same
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class _Expression:
    """An expression that is compiled when it is first used."""

    def __init__(self, *wanted: Any) -> None:
        self._wanted = wanted

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._wanted), name)
        setattr(self, name, found)
        return found


@contextmanager
def _compiling_later() -> Iterator[None]:
    """Let this thread compile nothing; those who compile on others get what they asked for."""
    module: Any = re
    here, plain = get_ident(), re.compile
    module.compile = lambda *wanted: _Expression(*wanted) if get_ident() == here else plain(*wanted)
    try:
        yield
    finally:
        module.compile = plain


with _compiling_later():
    import yaml as yaml  # noqa: PLC0414 – for others here, who take it from us
