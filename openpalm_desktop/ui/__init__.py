"""The window."""

import sys

if sys.version_info < (3, 12):
    # PySide6 6.12 is built as if None could not die, which is so from Python 3.12 on. Before, each
    # Qt method that returns nothing takes one reference off None, and after some ten thousand calls
    # Python aborts with “deallocating None”. So None gets more references than anyone can take.
    import ctypes

    ctypes.c_ssize_t.from_address(id(None)).value += 1 << 40
