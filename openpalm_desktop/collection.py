"""How often Python looks for circles among objects that nobody holds any more."""

import gc


def collect_rarely() -> None:
    """Look for circles seldom: stacks are large trees of frozen values, which have none.

    Looking through a thousand channels again and again costs as much as making them.
    """
    gc.set_threshold(200_000, 50, 1_000)
