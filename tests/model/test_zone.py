"""Zones by name, and their rules for systems that have no zone database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from openpalm_desktop.model.zone import posix_tz, zone, zone_names
from tests.zone_rules import zone_from_rule


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("UTC", "UTC0"),
        ("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"),
        ("America/New_York", "EST5EDT,M3.2.0,M11.1.0"),
        ("Asia/Kolkata", "IST-5:30"),
        ("America/Nuuk", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"),
    ],
)
def test_the_rule_of(name: str, rule: str) -> None:
    assert posix_tz(name) == rule


@pytest.mark.parametrize(
    "name", ["", "Mars/Base", "Europe", "../zones", "europe/berlin", "/etc/localtime", "zone.tab"]
)
def test_an_unknown_name_is_no_zone(name: str) -> None:
    assert posix_tz(name) is None
    assert zone(name) is None


def test_every_zone_has_a_rule_and_a_key() -> None:
    for name in zone_names():
        found = zone(name)
        assert found
        assert found.key == name
        assert posix_tz(name)


def test_the_rules_are_right_in_all_zones_but_those_that_follow_the_moon() -> None:
    hours = [datetime(2038, 1, 1, tzinfo=UTC) + timedelta(hours=12 * n) for n in range(730)]
    different = set()
    for name in zone_names():
        found, rule = zone(name), posix_tz(name)
        assert found
        assert rule
        by_rule = zone_from_rule(rule)
        if any(t.astimezone(found).utcoffset() != t.astimezone(by_rule).utcoffset() for t in hours):
            different.add(name)
    assert different <= {"Africa/Casablanca", "Africa/El_Aaiun", "Asia/Gaza", "Asia/Hebron"}
