"""Why Caddy gets no certificate: its log's own words, and what they mean for a person."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpalm_desktop.phrases import marked, phrase

_NAMED = re.compile(r"\[(?P<domain>[^\]\s]+)\]")
_DONE = re.compile("certificate (?:obtained|renewed) successfully")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class CaddyTrouble:
    """The last thing that went wrong with a domain's certificate."""

    code: str
    sentence: str
    hint: str
    said: str  # by Caddy, or the authority


def troubles_in(log: str) -> Mapping[str, CaddyTrouble]:
    """Return what went wrong last with each domain, unless it went well since."""
    said: dict[str, str] = {}
    for line in log.splitlines():
        entry = _entry(line)
        domain = _domain(entry)
        if not domain:
            continue
        if _DONE.search(str(entry.get("msg"))):
            said.pop(domain, None)
        elif entry.get("level") == "error" and (words := _words(entry)):
            said[domain] = _telling(said.get(domain, ""), words)
    return {domain: trouble(domain, words) for domain, words in said.items()}


def trouble(domain: str, said: str) -> CaddyTrouble:
    """Return what words of Caddy's log mean for a domain."""
    short = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
    for code, needles, sentence, hint in _MEANINGS:
        if needles.search(said):
            return CaddyTrouble(code, phrase(sentence, domain=domain), phrase(hint), short)
    return CaddyTrouble(
        "other",
        phrase("Caddy gets no certificate for {domain}.", domain=domain),
        phrase("It tries again by itself; its log says more."),
        short,
    )


def _entry(line: str) -> Mapping[str, Any]:
    if not line.startswith("{"):
        return {}
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return entry if str(entry.get("logger", "")).startswith("tls") else {}


def _domain(entry: Mapping[str, Any]) -> str:
    named = entry.get("identifier") or entry.get("domain")
    if named:
        return str(named)
    found = _NAMED.match(str(entry.get("error", "")))
    return found["domain"] if found else ""


def _words(entry: Mapping[str, Any]) -> str:
    problem = entry.get("problem")
    if isinstance(problem, dict):
        return f"{problem.get('type', '')}: {problem.get('detail', '')}"
    return str(entry.get("error") or "")


def _telling(before: str, now: str) -> str:
    """Return the newer words, unless they only say once more that it did not work."""
    return now if not before or _is_known(now) or not _is_known(before) else before


def _is_known(said: str) -> bool:
    return any(needles.search(said) for _, needles, _, _ in _MEANINGS)


_MEANINGS = (
    (
        "limit",
        re.compile(r"error:rateLimited|too many (?:certificates|failed)"),
        marked("The authority issues no more certificates for {domain} for now."),
        marked(
            "Its limit is reached. Caddy tries again by itself; use test certificates while you "
            "try things out."
        ),
    ),
    (
        "caa",
        re.compile("error:caa|CAA record"),
        marked("The DNS of {domain} forbids this authority to certify it."),
        marked("Change its CAA record, or choose another authority."),
    ),
    (
        "dns",
        re.compile(r"error:dns|[Cc]ould not resolve|NXDOMAIN|SERVFAIL|[Nn]o valid (?:A|IP)"),
        marked("The authority finds no address of {domain} in the DNS."),
        marked("Give it an A or AAAA record that leads to the server."),
    ),
    (
        "port",
        re.compile("error:connection|error:tls|Failed to connect"),
        marked("The authority cannot reach {domain} from the internet."),
        marked(
            "Let its DNS records lead to the server, and ports 80 and 443 through to it, in the "
            "firewall and the router."
        ),
    ),
    (
        "elsewhere",
        re.compile("error:unauthorized|error:incorrectResponse"),
        marked("Somebody else answers for {domain}."),
        marked("Let its DNS records lead to this server, and let no proxy answer in between."),
    ),
    (
        "name",
        re.compile("error:rejectedIdentifier|error:unsupportedIdentifier|error:malformed"),
        marked("The authority certifies no name such as {domain}."),
        marked("Use a public domain, or a certificate of Caddy’s own."),
    ),
    (
        "untrusted",
        re.compile("x509:|unknown authority"),
        marked("Caddy does not trust the certificate authority itself."),
        marked("Give the authority’s root certificate under Authority and ports."),
    ),
    (
        "unreachable",
        re.compile("dial tcp|no such host|connection refused|i/o timeout|deadline exceeded"),
        marked("Caddy does not reach the certificate authority."),
        marked("Check its address, and that the server may connect to the internet."),
    ),
)
