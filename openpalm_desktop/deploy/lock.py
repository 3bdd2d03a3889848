"""A file that one program holds: the system lets go of it however the program ends."""

import sys
from typing import IO

if sys.platform == "win32":
    import msvcrt

    _FAR = 2**40  # a byte that nobody writes: on Windows a locked one cannot be read either

    def hold(file: IO[bytes]) -> bool:
        """Hold an open file until it is closed, and tell whether nobody else does."""
        place = file.tell()
        try:
            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(place)
        return True
else:
    import fcntl

    def hold(file: IO[bytes]) -> bool:
        """Hold an open file until it is closed, and tell whether nobody else does."""
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
