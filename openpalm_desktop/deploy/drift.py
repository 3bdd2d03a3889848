"""Drift: what runs is not what was deployed, and not what the spec says, field by field. Pure.

What the spec says otherwise since the last deployment is no drift but the plan's matter: a field
has drifted when what runs differs from the spec and from the last release. No secret's value is
needed: variables are compared by the digests in the container's labels.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from openpalm_desktop.generate.caddy_service import SERVICE as CADDY
from openpalm_desktop.generate.generator import Generated
from openpalm_desktop.model.checks.variables import looks_secret
from openpalm_desktop.model.path import Path
from openpalm_desktop.phrases import phrase

from .comparison import Comparison, Runs, changed_files, compared
from .compose_units import NotDeployable
from .container_traits import (
    ENV,
    IMAGE,
    can_tell,
    environment_of,
    found_traits,
)
from .content import Content, content
from .difference import CADDYFILE, FILE, MADE, NAME, STATE, UNKNOWN, Difference, Finding
from .difference_paths import path_of
from .difference_words import file_words, value_words
from .engine import EngineContainer
from .hidden_secrets import secret_variables, wanted_without_secrets
from .labels import NAME as OWN_NAME
from .labels import PARTS, PROJECT, SERVICE
from .observed import CADDYFILE as CADDYFILE_NAME
from .observed import Observed
from .recovery import is_renamed_by_hand
from .taking import hindrance
from .wanted import Wanted, WantedService

_ENDED = frozenset({"exited", "paused"})
_SHORTEST = 4  # characters; a shorter value stands in many places by chance


def drift(generated: Generated, observed: Observed) -> tuple[Difference, ...]:
    """Return what differs of a stack; nothing while a deployment is under way or broke off."""
    if observed.under_way is not None or observed.interrupted:
        return ()
    what = content(generated)
    try:
        wished = wanted_without_secrets(what)
    except NotDeployable:
        return ()
    look = _Look(generated, what, wished, observed)
    spec = generated.stack.spec
    return tuple(replace(one, hindrance=hindrance(spec, one.finding)) for one in look.differences())


@dataclass(frozen=True, eq=False)
class _Look:
    """A stack beside what was seen of it."""

    generated: Generated
    content: Content
    wanted: Wanted
    observed: Observed

    def differences(self) -> Iterator[Difference]:
        """Yield what differs, in the order of the stack."""
        for service in self.wanted.services.values():
            one = self._container(service)
            if one is None and service.name in self.observed.was_deployed:
                yield self._of_state(
                    service.name, STATE, phrase("running"), phrase("removed"), None
                )
            elif one is not None:
                yield from self._of_service(service, one)
        yield from self._unknown()

    def _container(self, service: WantedService) -> EngineContainer | None:
        found = self.observed.of_service(service.name)
        return next(iter(found), None) or self.observed.stand_in(service.name, service.container)

    def _of_service(self, service: WantedService, one: EngineContainer) -> Iterator[Difference]:
        if PROJECT not in one.labels:
            made, by = phrase("made by a deployment"), phrase("made by somebody, under its name")
            yield self._of_state(service.name, MADE, made, by, one.name)
        if is_renamed_by_hand(one):
            yield self._of_state(service.name, NAME, one.labels[OWN_NAME], one.name, one.name)
        if one.state in _ENDED and not service.may_end:
            words = phrase("paused") if one.state == "paused" else phrase("stopped")
            yield self._of_state(service.name, STATE, phrase("running"), words, one.state)
        runs = self.observed.runs(one)
        if runs is not None:
            yield from self._of_settings(service, runs)
            yield from self._of_files(service, runs)

    def _of_settings(self, service: WantedService, runs: Runs) -> Iterator[Difference]:
        now = compared(service, runs)
        before = self._deployed(service, runs)
        kept = None if before is None else set(before.differing)
        secret = secret_variables(self.content, service.name)
        hidden = self._hidden(service.name)
        names = [f"{ENV}{name}" for name in sorted(secret)]
        for key in dict.fromkeys([*now.differing, *names]):
            if key.startswith(ENV) and runs.is_ours:
                has_drifted = runs.variable_differs(key.removeprefix(ENV))
            elif key in names:  # only whether it is there can be told
                has_drifted = key not in now.found
            else:
                has_drifted = kept is None or key in kept
            if has_drifted:
                yield self._of_key(now, key, hidden)

    def _of_key(self, now: Comparison, key: str, hidden: frozenset[str]) -> Difference:
        name, asked, found = now.service.name, now.asked.get(key), now.found.get(key)
        if key == IMAGE:
            asked, found = now.service.image, now.runs.image_name
        is_secret = _is_secret(key, found, hidden, environment_of(now.runs.settings))
        said = self._reference(name, key) or value_words(self.wanted.project, key, asked)
        is_hidden = is_secret and found is not None
        runs = (
            phrase("another value") if is_hidden else value_words(self.wanted.project, key, found)
        )
        return self._difference(name, key, said, runs, asked, found, is_secret=is_secret)

    def _reference(self, service: str, key: str) -> str:
        """Return the secret that a variable refers to, as the spec does; nothing if it is none."""
        variable = key.removeprefix(ENV)
        if not key.startswith(ENV) or variable not in secret_variables(self.content, service):
            return ""
        return str(self.content.project.services[service].environment[variable][0])

    def _of_files(self, service: WantedService, runs: Runs) -> Iterator[Difference]:
        deployed = self.observed.was_deployed.get(service.name, service)
        since = set(changed_files(deployed, runs))
        wished = {file.name: file.content for one in service.placed for file in one.files}
        for name in changed_files(service, runs):
            if name in since:
                said, runs_now = file_words(wished.get(name), runs.files.get(name))
                key, found = f"{FILE}{name}", runs.files.get(name)
                yield self._difference(
                    service.name,
                    key,
                    said,
                    runs_now,
                    wished.get(name),
                    found,
                    is_secret=_holds(found, self._hidden_values(service.name, runs)),
                )
        if service.name == CADDY and service.placed:
            yield from self._of_caddyfile(wished.get(CADDYFILE_NAME), deployed)

    def _of_caddyfile(self, wished: bytes | None, deployed: WantedService) -> Iterator[Difference]:
        before = {file.name: file.content for one in deployed.placed for file in one.files}
        found = self.observed.caddy_files.get(CADDYFILE_NAME)
        if found not in {wished, before.get(CADDYFILE_NAME)}:
            said, runs = file_words(wished, found)
            yield self._difference(CADDY, CADDYFILE, said, runs, wished, found)

    def _unknown(self) -> Iterator[Difference]:
        """Yield services of the project that nobody knows, neither the spec nor a release."""
        for one in self.observed.containers:
            name = one.labels.get(SERVICE, one.name)
            known = name in self.wanted.services or name in self.observed.was_deployed
            runs = self.observed.runs(one)
            if not known and PARTS not in one.labels and runs is not None:
                everything = found_traits(one, runs.settings, runs.image, ())
                variables = environment_of(runs.settings)
                secrets = [value for key, value in variables.items() if looks_secret(key, value)]
                traits = {
                    key: each
                    for key, each in everything.items()
                    if can_tell({}, key) and (key.startswith(ENV) or not _holds(each, secrets))
                }
                origin: Path = ("services", name)
                project = self.wanted.project
                image = runs.image_name
                finding = Finding(project, origin, origin, UNKNOWN, None, image, traits=traits)
                said = phrase("no such service")
                yield Difference(name, UNKNOWN, origin, said, image, finding)

    def _deployed(self, service: WantedService, runs: Runs) -> Comparison | None:
        deployed = self.observed.was_deployed.get(service.name)
        return None if deployed is None else compared(deployed, runs)

    def _hidden(self, service: str) -> frozenset[str]:
        """Return the variables of a service whose values are secrets, now or when deployed."""
        before = secret_variables(self._release, service)
        return secret_variables(self.content, service) | before

    def _hidden_values(self, service: str, runs: Runs) -> tuple[str, ...]:
        environment = environment_of(runs.settings)
        return tuple(environment.get(name, "") for name in self._hidden(service))

    @property
    def _release(self) -> Content:
        release = self.observed.deployed
        return self.content if release is None else release.content

    def _of_state(self, service: str, key: str, said: str, runs: str, found: Any) -> Difference:
        return self._difference(service, key, said, runs, said, found)

    def _difference(
        self,
        service: str,
        key: str,
        said: str,
        runs: str,
        asked: Any,
        found: Any,
        *,
        is_secret: bool = False,
    ) -> Difference:
        one = self.content.project.services[service]
        path = path_of(one, key, self.generated.files)
        finding = Finding(
            self.wanted.project,
            one.origin,
            path,
            key,
            asked,
            found,
            is_secret=is_secret,
            definition=one.plain,
        )
        return Difference(service, key, path, said, runs, finding)


def _is_secret(key: str, found: Any, hidden: frozenset[str], environment: dict[str, str]) -> bool:
    """Whether a value must not be shown: a secret's own, one that looks so, or one that has it."""
    if key.startswith(ENV):
        name = key.removeprefix(ENV)
        if name in hidden or looks_secret(name, found or ""):
            return True
    return _holds(found, [environment.get(name, "") for name in hidden])


def _holds(found: Any, values: Collection[str]) -> bool:
    """Whether one of some values stands in what was found, or in a part of it."""
    match found:
        case bytes():
            return _holds(found.decode("utf-8", errors="replace"), values)
        case str():
            return any(len(value) >= _SHORTEST and value in found for value in values)
        case Mapping():
            return _holds((*found, *found.values()), values)
        case list() | tuple():
            return any(_holds(one, values) for one in found)
        case _:
            return False
