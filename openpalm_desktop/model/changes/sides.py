"""The two stacks that are compared, and who is who in them."""

from collections.abc import Mapping
from functools import cached_property

from openpalm_desktop.model.path import Path
from openpalm_desktop.model.resolved_stack import Part, ResolvedStack
from openpalm_desktop.model.routes import Site
from openpalm_desktop.record import Record

from .pairs import Pairs


class Sides(Record):
    """A stack before and after, its services and channels told apart."""

    before: ResolvedStack
    after: ResolvedStack
    services: Pairs
    channels: Pairs

    @cached_property
    def sites_before(self) -> Mapping[str | None, Site]:
        """Sites by their domains."""
        return {site.domain: site for site in self.before.sites}

    @cached_property
    def sites_after(self) -> Mapping[str | None, Site]:
        """Sites by their domains."""
        return {site.domain: site for site in self.after.sites}

    @cached_property
    def renamed(self) -> Mapping[Path, Path]:
        """Where a thing is now, by where it was, for what is called otherwise."""
        return {
            (section, old): (section, new)
            for section, pairs in (("services", self.services), ("channels", self.channels))
            for old, new in pairs.renamed.items()
        }

    def part_before(self, path: Path) -> Part | None:
        """Return what a channel or service, by its path now, was before."""
        section, name = str(path[0]), str(path[1])
        pairs, parts = (
            (self.channels, self.before.channels)
            if section == "channels"
            else (self.services, self.before.services)
        )
        if name in pairs.added:
            return None
        return parts.get(pairs.differing.get(name, name))

    def part_after(self, path: Path) -> Part | None:
        """Return a channel or service by its path now."""
        parts = self.after.channels if path[0] == "channels" else self.after.services
        return parts.get(str(path[1]))
