"""Schedules put together from presets and choices say what was chosen."""

from datetime import date

import pytest

from openpalm_desktop.model.automation import Automation
from openpalm_desktop.model.automation_edits import (
    add_automation,
    duplicate_automation,
    move_automations,
    remove_automations,
)
from openpalm_desktop.model.schedule import FIELDS, Schedule, parse_schedule
from openpalm_desktop.model.schedule_choices import (
    Chosen,
    Every,
    Preset,
    choices,
    field_text,
    preset_of,
    preset_words,
    time_of,
)
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.week_runs import Mark, week_marks
from openpalm_desktop.model.zone import zone

MONDAY = date(2026, 11, 23)


def schedule(text: str) -> Schedule:
    found = parse_schedule(text)
    assert isinstance(found, Schedule), found
    return found


@pytest.mark.parametrize(
    "text", ["* * * * *", "*/5 8-18 * * 1-5", "0,30 2 1,15 1-3 *", "0 0 1-7 * 0,6"]
)
def test_choices_written_again_give_the_same_text(text: str) -> None:
    found = choices(schedule(text))
    again = " ".join(field_text(field, one) for field, one in zip(FIELDS, found, strict=True))
    assert again == text


def test_names_and_sunday_as_seven_become_numbers() -> None:
    found = choices(schedule("0 0 * jan,feb sat-7"))
    assert found == (Chosen((0,)), Chosen((0,)), Every(), Chosen((1, 2)), Chosen((0, 6)))


def test_all_values_chosen_are_every_value() -> None:
    assert field_text(FIELDS[4], Chosen((0, 1, 2, 3, 4, 5, 6))) == "*"


@pytest.mark.parametrize("preset", list(Preset))
def test_a_preset_is_known_again(preset: Preset) -> None:
    found = schedule(" ".join(preset_words(preset, (7, 5))))
    assert preset_of(found) is preset
    assert time_of(found) == ((7, 5) if preset.has_time else None)


def test_a_weekly_one_is_weekly_on_any_day_and_others_are_no_preset() -> None:
    assert preset_of(schedule("0 8 * * thu")) is Preset.WEEKLY
    assert preset_of(schedule("0 8 * * 1,3")) is None


def test_a_week_lists_runs_and_makes_bands_of_dense_ones() -> None:
    berlin = zone("Europe/Berlin")
    assert berlin is not None
    assert week_marks(schedule("30 2 * * tue"), berlin, MONDAY) == (Mark(1, 150, 150),)
    assert week_marks(schedule("*/5 8-9,17 * * 1"), berlin, MONDAY) == (
        Mark(0, 480, 600),
        Mark(0, 1020, 1080),
    )


def test_a_week_follows_the_clocks() -> None:
    berlin = zone("Europe/Berlin")
    assert berlin is not None
    nightly = schedule("30 2 * * *")
    spring, autumn = date(2027, 3, 22), date(2027, 10, 25)
    assert [mark.day for mark in week_marks(nightly, berlin, spring)] == [0, 1, 2, 3, 4, 5]
    assert [mark.day for mark in week_marks(nightly, berlin, autumn)] == [0, 1, 2, 3, 4, 5, 6, 6]


def test_automations_are_added_copied_moved_and_removed() -> None:
    one = Automation(id="backup", name="Backup", schedule="0 2 * * *", script="true")
    spec = StackSpec(automations=(one,))
    spec = add_automation(duplicate_automation(spec, 0))
    assert [(each.id, each.name) for each in spec.automations] == [
        ("backup", "Backup"),
        ("backup-2", "Backup 2"),
        ("automation", None),
    ]
    spec = move_automations(spec, [2], 0)
    assert [each.id for each in remove_automations(spec, [1]).automations] == [
        "automation",
        "backup-2",
    ]
