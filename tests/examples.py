"""How many examples properties get of which each takes a whole stack.

Those that were promised a thousand keep them: what no text in a field may change, the routes that
Caddy reads, files that read back with their comments, and conversions that never fail.
"""

from hypothesis import settings

_FEWEST = 100
fewer = settings(max_examples=max(_FEWEST, settings().max_examples // 4))
