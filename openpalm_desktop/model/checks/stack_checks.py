"""Rules for the stack as a whole: its names, its zone, its certificates' settings."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from openpalm_desktop.model.ingress import ACME_DIRECTORIES
from openpalm_desktop.model.problem import Problem, warning
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.zone import is_zone, zone_names
from openpalm_desktop.phrases import phrase

from .caddyfile_text import caddyfile_problem
from .names import PROJECT_NAME, RESOURCE_NAME, did_you_mean, is_image
from .processes import text_problems

_EMAIL = re.compile(r"[^\s@{}\"'`\\<>()\[\],;:]+@[^\s@{}\"'`\\<>()\[\],;:]+\.[A-Za-z0-9-]+")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")


def stack_problems(spec: StackSpec) -> Iterator[Problem]:
    """Yield what is wrong with the fields at the top of a spec."""
    yield from project_name_problems(spec)
    yield from network_problems(spec)
    yield from timezone_problems(spec)
    yield from image_source_problems(spec)
    yield from data_root_problems(spec)
    yield from caddy_problems(spec)


def project_name_problems(spec: StackSpec) -> Iterator[Problem]:
    """Compose's own rule for project names."""
    if not PROJECT_NAME.fullmatch(spec.project_name):
        yield Problem(
            ("projectName",),
            "project-name",
            phrase(
                "“{project_name}” is no project name that Compose accepts.",
                project_name=spec.project_name,
            ),
            phrase("Use lower-case letters, digits, - and _, and start with a letter or digit."),
        )


def network_problems(spec: StackSpec) -> Iterator[Problem]:
    """Docker's rule for network names, and the ones it keeps for itself."""
    if not RESOURCE_NAME.fullmatch(spec.network):
        yield Problem(
            ("network",),
            "network-name",
            phrase("“{network}” is no network name that Docker accepts.", network=spec.network),
            phrase("Use letters, digits, _, . and -, and start with a letter or digit."),
        )


def timezone_problems(spec: StackSpec) -> Iterator[Problem]:
    """The zone must be one that the IANA list has."""
    if not is_zone(spec.timezone):
        yield Problem(
            ("timezone",),
            "timezone",
            phrase("There is no time zone “{timezone}”.", timezone=spec.timezone),
            did_you_mean(
                spec.timezone, zone_names(), phrase("Write a name such as Europe/Berlin or UTC.")
            ),
        )


def image_source_problems(spec: StackSpec) -> Iterator[Problem]:
    """Namespace and tag must make image references."""
    if not is_image(f"{spec.image_namespace}/image"):
        yield Problem(
            ("imageNamespace",),
            "image-namespace",
            phrase(
                "“{image_namespace}” is no place that images can come from.",
                image_namespace=spec.image_namespace,
            ),
            phrase("Write a name such as openpalm, or a registry and a path: ghcr.io/acme."),
        )
    if not _TAG.fullmatch(spec.image_tag):
        yield Problem(
            ("imageTag",),
            "image-tag",
            phrase("“{image_tag}” is no image tag.", image_tag=spec.image_tag),
            phrase("Use letters, digits, _, . and -, as in 1.4 or latest."),
        )


def data_root_problems(spec: StackSpec) -> Iterator[Problem]:
    """A folder on the engine's host must be named from the root."""
    root = spec.data_root
    if root is not None and (not root.startswith("/") or ":" in root or not root.isprintable()):
        yield Problem(
            ("dataRoot",),
            "data-root",
            phrase("“{root}” is no folder that a server can be told.", root=root),
            phrase("Write the whole path from /, without a colon, as in /srv/palm."),
        )


def caddy_problems(spec: StackSpec) -> Iterator[Problem]:
    """Yield what is wrong with Caddy's own settings."""
    caddy = spec.caddy
    if not is_image(caddy.image):
        yield Problem(
            ("caddy", "image"),
            "image-reference",
            phrase("“{image}” is no image that Docker accepts.", image=caddy.image),
            phrase("Write it as in caddy:2-alpine."),
        )
    if caddy.email is not None and not _EMAIL.fullmatch(caddy.email):
        yield Problem(
            ("caddy", "email"),
            "email",
            phrase("“{email}” is no e-mail address.", email=caddy.email),
            phrase("Write it as in admin@example.org."),
        )
    if caddy.http_port == caddy.https_port:
        yield Problem(
            ("caddy", "httpsPort"),
            "caddy-ports-equal",
            phrase("HTTP and HTTPS cannot both have port {http_port}.", http_port=caddy.http_port),
            phrase("Give one of them another port."),
        )
    yield from acme_problems(spec)
    yield from text_problems(caddy.acme_ca_root, ("caddy", "acmeCaRoot"))
    if caddy.extra_config and (reason := caddyfile_problem(caddy.extra_config)):
        yield Problem(
            ("caddy", "extraConfig"),
            "extra-config",
            reason,
            phrase(
                "Write whole site blocks or snippets, as they would stand at the end of a"
                " Caddyfile."
            ),
        )


def acme_problems(spec: StackSpec) -> Iterator[Problem]:
    """The authority must be a known one or an https URL; ZeroSSL wants an e-mail address."""
    caddy = spec.caddy
    if caddy.acme not in ACME_DIRECTORIES and not _is_directory_url(caddy.acme):
        yield Problem(
            ("caddy", "acme"),
            "acme",
            phrase("“{acme}” is no certificate authority.", acme=caddy.acme),
            did_you_mean(
                caddy.acme,
                ACME_DIRECTORIES,
                phrase(
                    "Write {names} or a directory URL that starts with https://.",
                    names=", ".join(ACME_DIRECTORIES),
                ),
            ),
        )
    if caddy.acme == "zerossl" and caddy.email is None:
        yield Problem(
            ("caddy", "email"),
            "zerossl-email",
            phrase("ZeroSSL gives no certificates without an e-mail address."),
            phrase("Write the address that it may write to."),
        )
    if caddy.acme_ca_root is not None and caddy.acme in ACME_DIRECTORIES:
        yield warning(
            ("caddy", "acmeCaRoot"),
            "acme-root-unused",
            phrase(
                "{acme} needs no root of a private authority; with one, Caddy trusts no other.",
                acme=caddy.acme,
            ),
            phrase("Remove it, or write the directory URL of your own authority."),
        )


def _is_directory_url(text: str) -> bool:
    try:
        url = urlsplit(text)
        _ = url.port
    except ValueError:
        return False
    is_sound = re.fullmatch(r"[A-Za-z0-9._~:/\[\]@!$&'()*+,;=%?#-]+", text) is not None
    return is_sound and url.scheme == "https" and bool(url.hostname)
