"""Things in a row, each as near as can be to where it wants to stand."""

from collections.abc import Sequence


def spread(wanted: Sequence[float], distances: Sequence[float]) -> list[float]:
    """Return places in the same order, at least so far apart, with the least squares of the moves.

    `distances` are those between neighbours, one fewer than there are places.
    """
    if not wanted:
        return []
    offsets = [0.0]
    for distance in distances:
        offsets.append(offsets[-1] + distance)
    blocks: list[tuple[float, int]] = []  # the sum and the number of those that touch
    for one, offset in zip(wanted, offsets, strict=True):
        total, count = one - offset, 1
        while blocks and blocks[-1][0] * count >= total * blocks[-1][1]:
            before = blocks.pop()
            total, count = total + before[0], count + before[1]
        blocks.append((total, count))
    places = [total / count for total, count in blocks for _ in range(count)]
    return [place + offset for place, offset in zip(places, offsets, strict=True)]
