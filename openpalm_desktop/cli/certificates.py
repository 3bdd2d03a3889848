"""`certificates`: who certified each site until when, or why not; and Caddy's own root."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.root_certificate import read_root
from openpalm_desktop.deploy.site_certificates import (
    SiteCertificate,
    Standing,
    look_at_certificates,
    wanted_certificates,
)
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.phrases import form_for

from .stack_on_target import add_stack, named_stack, open_engine, refuse_words
from .work import driven

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from openpalm_desktop.model.spec_file import SpecFile


_STANDINGS = {
    Standing.GOOD: "",
    Standing.LATE: "ends soon",
    Standing.EXPIRED: "expired",
    Standing.AWAITED: "not there yet",
    Standing.FAILED: "failed",
}


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `certificates` command."""
    parser = subparsers.add_parser("certificates", description=__doc__)
    add_stack(parser)
    parser.add_argument(
        "--root",
        metavar="FILE",
        type=Path,
        help="write the root of Caddy's own authority instead: PEM, or DER for .der and .cer",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print a line a site, or write Caddy's root certificate."""
    stack = named_stack(args)
    refuse_words(stack)
    engine = open_engine(args)
    if args.root is not None:
        root = driven(read_root(engine, stack.project))
        root.write(args.root)
        print(f"Written: {args.root}, {root.name}\nSHA-256: {root.fingerprint}")
        return 0
    wanted = None if stack.file is None else certified_sites(stack.file)
    look = driven(look_at_certificates(engine, stack.project, wanted))
    rows = [certificate_row(one, look.at) for one in look.sites]
    if args.json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        _print_table(rows, look.sites)
    return 0 if all(row["standing"] == Standing.GOOD for row in rows) else 1


def certified_sites(file: "SpecFile") -> Mapping[str, str]:
    """Return the sites of a spec that have a certificate, and whose that is."""
    stack = resolved(file.spec)
    return wanted_certificates(stack.sites, stack.spec.caddy)


def certificate_row(one: SiteCertificate, now: datetime) -> dict[str, object]:
    """Return all that is known of a site's certificate, as `--json` prints it."""
    found, trouble = one.certificate, one.trouble
    return {
        "site": one.domain,
        "standing": str(one.standing(now)),
        "authority": str(found.authority) if found else None,
        "issuer": found.issuer if found else None,
        "names": list(found.names) if found else [],
        "notBefore": found.begins.isoformat() if found else None,
        "notAfter": found.ends.isoformat() if found else None,
        "daysLeft": found.days_left(now) if found else None,
        "problem": trouble.code if trouble else None,
        "message": trouble.sentence if trouble else None,
        "hint": trouble.hint if trouble else None,
        "said": trouble.said if trouble else None,
    }


def certificate_in_short(one: SiteCertificate, now: datetime) -> str:
    """Return how a site's certificate is, as a part of a line."""
    found, standing = one.certificate, one.standing(now)
    parts = [_STANDINGS[standing]]
    if found is not None:
        days = found.days_left(now)
        left = f", {days} {form_for(days, 'day', 'days')} left" if found.ends > now else ""
        parts.append(f"until {found.ends.date()}{left}")
    if one.trouble is not None:
        parts.append(one.trouble.sentence)
    return ": ".join(filter(None, parts))


def _print_table(rows: Sequence[Mapping[str, object]], sites: Sequence[SiteCertificate]) -> None:
    lines: list[tuple[str, ...]] = [("SITE", "STANDING", "ISSUER", "VALID UNTIL", "DAYS LEFT")]
    for row in rows:
        until = str(row["notAfter"] or "").partition("T")[0]
        cells = (row["site"], row["standing"], row["issuer"] or "-", until or "-", row["daysLeft"])
        lines.append(tuple("-" if cell is None else str(cell) for cell in cells))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  ".join(map(str.ljust, line, widths)).rstrip())
    for one in sites:
        if one.trouble is not None:
            print(f"{one.trouble.sentence} {one.trouble.hint}\n    {one.trouble.said}")
