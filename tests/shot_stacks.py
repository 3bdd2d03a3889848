"""The stacks that are drawn: nothing, a household, troubles, 200 channels, 60 secrets."""

from benchmarks.specs import spec_text
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.model.secret_uses import secret_uses
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.ui.welcome import EXAMPLE

DEPLOYED = "deployed"  # the only one whose secrets all have a value

_TROUBLES = """version: 4
projectName: trouble
timezone: Europe/Berlin
caddy: {email: admin@example.org}
channels:
  blog: {image: ghcr.io/example/blog:2.4.1, exposure: public, containerPort: 8080,
    domains: [blog.example.org, b log.example.org]}
  wiki: {image: example/wiki, exposure: public, containerPort: 8080, domains: [blog.example.org]}
  a-channel-with-a-name-that-is-longer-than-most-people-would-write: {image: example/app,
    containerPort: 3000, env: {API_TOKEN: sk-1234567890abcdef}, dependsOn: {nobody: {}}}
automations:
  - {id: never, name: A night that does not come, schedule: "0 3 31 2 *", script: echo never}
  - {id: gap, name: In the night of the clocks, schedule: "30 2 * * *", script: echo gap}
"""


def stacks(language: str) -> dict[str, str]:
    """Return the spec of each stack by its name; other languages need only the usual ones."""
    usual = {"empty": "", "typical": _typical(), DEPLOYED: _typical(), "troubles": _TROUBLES}
    if language != "en":
        return usual
    return {**usual, "crowded": spec_text(200), "secrets": _stack_of_secrets(60)}


def handbook_stacks() -> dict[str, str]:
    """Return the stacks that the handbook shows."""
    return {"empty": "", "palm-home": _typical()}


def secret_names(text: str) -> list[str]:
    """Return the names of a stack's secrets, its preset's too."""
    file = read_spec(text)
    uses = secret_uses(resolved(file.spec)) if isinstance(file, SpecFile) else ()
    return list(dict.fromkeys(use.name for use in uses))


def _typical() -> str:
    return EXAMPLE.read_text(encoding="utf-8")


def _stack_of_secrets(count: int) -> str:
    channels = [
        f"  app-{number}: {{image: example/app, containerPort: {8000 + number}, env:"
        f" {{TOKEN: '${{APP_{number}_TOKEN}}', KEY: '${{SHARED_KEY}}'}}}}\n"
        for number in range(1, count)
    ]
    return f"version: 4\nprojectName: many\nchannels:\n{''.join(channels)}"
