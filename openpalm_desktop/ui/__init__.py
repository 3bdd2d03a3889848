"""The window."""

import sys

from .pyside_start import start_pyside
from .quick_enums import make_enums_quickly

make_enums_quickly()
start_pyside()

if sys.version_info < (3, 12):
    # PySide6 6.12 is built as if None and True could not die, which is so from Python 3.12 on.
    # Before, each Qt method that returns nothing takes one reference off None, each emitted signal
    # one off True; after some hundred or thousand calls Python aborts with “deallocating None” or
    # “deallocating True or False”. So they get more references than anyone can take.
    from _ctypes import _SimpleCData

    class _Count(_SimpleCData):  # type: ignore[type-arg] # as in `ctypes`, which is long to read
        _type_ = "q"

    for lasting in (None, True, False):
        _Count.from_address(id(lasting)).value += 1 << 40
