"""From a resolved stack to its files, making only what changed since the stack before."""

from collections.abc import Callable, Mapping
from functools import cached_property

from openpalm_desktop.model.ingress import CaddySettings
from openpalm_desktop.model.memo import Memo, MemoMap, Same
from openpalm_desktop.model.resolved_stack import ResolvedStack, resolved
from openpalm_desktop.model.routes import Site
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.record import Record

from .artifact import Artifact, Block, Bundle
from .automations import automation_artifacts, has_automations
from .caddy_service import ACME_ROOT, CADDYFILE
from .caddyfile_maker import CaddyfileMaker
from .entries import Entries
from .env_files import env_file
from .manifest import MANIFEST, ManifestMaker
from .project import FILE_NAME, ComposeProject, ComposeService, tail_block
from .project_maker import ProjectMaker


class Supplies(Record):
    """What files need from outside the spec: secret values, and the private authority's root.

    Without `secrets` the env files keep their references, as a preview shows them.
    """

    secrets: Mapping[str, str] | None = None
    acme_root: str = ""


class Generated(Record, eq=False):
    """A stack, its Compose project and all of its files."""

    stack: ResolvedStack
    project: ComposeProject
    files: Mapping[str, Artifact]
    make_manifest: Callable[[], Artifact]

    @cached_property
    def bundle(self) -> Bundle:
        """Every file, the manifest last."""
        return Bundle({**self.files, MANIFEST: self.make_manifest()})


class Generator:
    """Generates one stack after another; an unchanged channel's lines are not made again."""

    def __init__(self, supplies: Supplies | None = None) -> None:
        self._supplies = supplies or Supplies()
        self._projects = ProjectMaker()
        self._blocks: MemoMap[str, Block] = MemoMap(_block)
        self._tail: Memo[Block] = Memo(tail_block)
        self._volumes: Same[tuple[str, ...]] = Same()
        self._networks: Same[tuple[str, ...]] = Same()
        self._env_files: MemoMap[str, Artifact | None] = MemoMap(self._env_file)
        self._entries: Memo[Entries] = Memo(_entries)
        self._same_entries: Same[Entries] = Same()
        self._caddyfiles = CaddyfileMaker()
        self._automations: Memo[tuple[Artifact, ...]] = Memo(automation_artifacts)
        self._manifests = ManifestMaker()

    def generate(self, stack: ResolvedStack) -> Generated:
        """Return everything that follows from a stack without errors."""
        spec = stack.spec
        entries = self._same_entries(self._entries.get(stack.sites, spec.caddy))
        project = self._projects.project(stack, entries)
        files = {FILE_NAME: self._compose_file(project)}
        if stack.sites:
            files[CADDYFILE] = self._caddyfiles.caddyfile(spec.caddy, stack.sites, entries)
            files |= self._acme_root(spec)
        env_files = self._env_files.get(project.services).values()
        files |= {one.name: one for one in env_files if one is not None}
        if has_automations(spec):
            files |= {one.name: one for one in self._automations.get(spec.automations)}
        return Generated(stack, project, files, lambda: self._manifests.manifest(spec, files))

    def _compose_file(self, project: ComposeProject) -> Artifact:
        blocks = self._blocks.get(project.services)
        networks, volumes = self._networks(project.networks), self._volumes(project.volumes)
        tail = self._tail.get(networks, volumes)
        return Artifact(FILE_NAME, (project.head(), *blocks.values(), tail))

    def _env_file(self, name: str, service: ComposeService) -> Artifact | None:
        if not service.environment:
            return None
        return env_file(name, service.environment, self._supplies.secrets)

    def _acme_root(self, spec: StackSpec) -> dict[str, Artifact]:
        if spec.caddy.acme_ca_root is None:
            return {}
        block = Block.from_text(self._supplies.acme_root, ("caddy", "acmeCaRoot"))
        return {ACME_ROOT: Artifact(ACME_ROOT, (block,))}


def generated(spec: StackSpec, supplies: Supplies | None = None) -> Generated:
    """Return everything that follows from a single spec without errors."""
    return Generator(supplies).generate(resolved(spec))


def _entries(sites: tuple[Site, ...], caddy: CaddySettings) -> Entries:
    return Entries.of((route for site in sites for route in site.routes), caddy)


def _block(_name: str, service: ComposeService) -> Block:
    return service.block()
