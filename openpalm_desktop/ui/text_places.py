"""Where texts differ, and places in them as Qt counts."""


def units(text: str) -> int:
    """Return a text's length as Qt counts: letters beyond U+FFFF are two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def alike(one: str, other: str) -> tuple[int, int]:
    """Return how many letters two texts begin with alike, and how many of the rest they end in."""
    start = _alike_at_start(one, other)
    return start, _alike_at_start(one[start:][::-1], other[start:][::-1])


def _alike_at_start(one: str, other: str) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
