"""`routes`: who reaches what, where it goes and with which certificate."""

import json
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model.answer import Answer, NoUrl, answer, visitor_address
from openpalm_desktop.model.exposure import Exposure, PathMode
from openpalm_desktop.model.ingress import CaddySettings
from openpalm_desktop.model.resolved_stack import ResolvedStack, resolved
from openpalm_desktop.model.routes import Certificate, Route, Site, published_port

from .spec_input import add_spec, print_problems, spec_input
from .validate import problems_of

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_WHO = {Exposure.HOST: "this host", Exposure.LAN: "local network", Exposure.PUBLIC: "everyone"}


class Unusable(OpenPalmError):
    """An argument is not what it should be."""


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `routes` command."""
    parser = subparsers.add_parser("routes", description=__doc__)
    add_spec(parser)
    parser.add_argument("url", metavar="URL", nargs="?", help="which channel answers it, and why")
    parser.add_argument(
        "--from",
        dest="visitor",
        metavar="ADDRESS",
        default="127.0.0.1",
        help="where the visitor stands (127.0.0.1, the server itself)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print every route, or who answers one URL."""
    given = spec_input(args.spec)
    errors = [problem for problem in problems_of(given, None) if problem.is_error]
    if given.file is None or errors:
        print_problems(args.spec, errors)
        return 1
    stack = resolved(given.file.spec)
    if args.url is None:
        return _print_all(stack, as_json=args.json)
    visitor = visitor_address(args.visitor)
    if visitor is None:
        raise Unusable(f"“{args.visitor}” is no IP address.", "Write it as in 192.168.1.20.")
    try:
        found = answer(stack, args.url, visitor)
    except NoUrl as error:
        raise Unusable(str(error), "Write it as in https://blog.example.org/notes.") from error
    _print_answer(found, as_json=args.json)
    return 0 if found.is_answered else 1


def _print_all(stack: ResolvedStack, *, as_json: bool) -> int:
    caddy = stack.spec.caddy
    rows = [_row(site, route, caddy) for site in stack.sites for route in site.routes]
    rows += _published_rows(stack)
    if as_json:
        print(json.dumps(rows, indent=2))
        return 0
    columns = ["url", "reach", "certificate", "to", "path"]
    table = [columns, *([str(row[column]) for column in columns] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        print("  ".join(map(str.ljust, line, widths)).rstrip())
    return 0


def _row(site: Site, route: Route, caddy: CaddySettings) -> dict[str, Any]:
    scheme = "https" if site.has_tls else "http"
    host = f"{site.domain or '*'}{caddy.at_port(has_tls=site.has_tls)}"
    return {
        "url": f"{scheme}://{host}{route.prefix}",
        "reach": _WHO[route.reach],
        "certificate": _certificate(site),
        "channel": str(route.origin[1]),
        "to": f"{route.upstream}:{route.container_port}",
        "path": _path_in_words(route),
    }


def _published_rows(stack: ResolvedStack) -> list[dict[str, Any]]:
    rows = []
    for name, part in stack.channels.items():
        one = part.resolved
        port = published_port(one, part.routes)
        if port is None or not one.is_enabled:
            continue
        exposure = getattr(one.container, "exposure", Exposure.LAN)
        is_host = exposure is Exposure.HOST
        rows.append(
            {
                "url": f"{'127.0.0.1' if is_host else '0.0.0.0'}:{port}",  # noqa: S104 – shown
                "reach": _WHO[Exposure.HOST if is_host else Exposure.PUBLIC],
                "certificate": "none",
                "channel": name,
                "to": f"{one.service}:{one.container_port}",
                "path": "as it is",
            }
        )
    return rows


def _certificate(site: Site) -> str:
    names = {
        Certificate.NONE: "none",
        Certificate.INTERNAL: "internal CA",
        Certificate.ACME: "ACME",
    }
    return names[site.certificate]


def _path_in_words(route: Route) -> str:
    if route.path_mode is PathMode.REWRITE and route.rewrite_path:
        return f"always {route.rewrite_path}"
    if route.path_mode is not PathMode.STRIP or route.covers_all:
        return "as it is"
    instead = f", {route.upstream_prefix} instead" if route.upstream_prefix else ""
    return f"without {route.prefix}{instead}"


def _print_answer(found: Answer, *, as_json: bool) -> None:
    fields = {
        "outcome": str(found.outcome),
        "channel": str(found.origin[1]) if found.origin else None,
        "to": found.upstream or None,
        "path": found.path or None,
        "location": found.location or None,
        "certificate": _certificate(found.site) if found.site else "none",
        "reason": found.reason,
    }
    if as_json:
        print(json.dumps(fields, indent=2, ensure_ascii=False))
        return
    for name, value in fields.items():
        if value is not None:
            print(f"{name + ':':12} {value}")
