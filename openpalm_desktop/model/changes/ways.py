"""Which route takes an address: the longest path of its site, or of the wildcard's above it.

Names that no site has are the stack's own site, whatever they are.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from openpalm_desktop.model.routes import Route, Site

ByPrefix: TypeAlias = Mapping[str, Route]


@dataclass(frozen=True)
class Ways:
    """Which route takes an address, as Caddy would decide."""

    sites: Mapping[str | None, Site]
    known: dict[str | None, ByPrefix] = field(default_factory=dict)

    def route(self, domain: str | None, prefix: str) -> Route | None:
        """Return the route that takes a path of a domain, if any does."""
        by_prefix = self.by_prefix(domain if domain in self.sites else _wildcard(domain))
        return next((by_prefix[p] for p in _upwards(prefix.lower()) if p in by_prefix), None)

    def by_prefix(self, domain: str | None) -> ByPrefix:
        """Return the routes of a site by their paths in lower case; none where there is no site."""
        if domain not in self.known:
            site = self.sites.get(domain)
            routes = reversed(site.routes) if site else ()  # of two alike the first one counts
            self.known[domain] = {route.prefix.lower(): route for route in routes}
        return self.known[domain]


def addresses(routes: Iterable[Route], old: Ways, new: Ways) -> Iterable[tuple[str | None, str]]:
    """Return where something may differ, each address once, in the order of the routes."""
    found = {(route.domain, route.prefix.lower()): route.prefix for route in routes}
    for domain in dict.fromkeys(domain for domain, _ in found):
        if domain is not None and (domain in old.sites) is not (domain in new.sites):
            for ways in (old, new):
                for key, route in ways.by_prefix(_wildcard(domain)).items():
                    found.setdefault((domain, key), route.prefix)
    return [(domain, prefix) for (domain, _), prefix in found.items()]


def _wildcard(domain: str | None) -> str | None:
    """Return the wildcard that a name falls to when no site has it; the own site has none."""
    return None if domain is None else f"*.{domain.partition('.')[2]}"


def _upwards(prefix: str) -> Iterator[str]:
    while prefix and prefix != "/":
        yield prefix
        prefix = prefix.rpartition("/")[0]
    yield "/"
