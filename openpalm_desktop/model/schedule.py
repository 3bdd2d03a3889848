"""A cron schedule: five fields, read so that busybox crond and Debian's cron agree on them.

The two read the same text differently in places: busybox takes `*/2` in the day of month for the
even days and stumbles over Sunday as 7; Debian joins a day of month and a day of week with "and"
when one of them starts with `*`. What can be written so that both agree is (`Schedule.crontab`);
what cannot is refused.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from openpalm_desktop.phrases import form_for, marked, phrase
from openpalm_desktop.record import Record

Numbers = tuple[int, ...]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


class ScheduleError(NamedTuple):
    """Why a text is no schedule: the field's name (or none), a sentence, and what to write."""

    code: str
    field: str
    reason: str
    hint: str


class Schedule(Record):
    """The minutes that match, in the words of crontab(5); Sunday is 0."""

    text: str
    minutes: Numbers
    hours: Numbers
    days_of_month: Numbers
    months: Numbers
    days_of_week: Numbers
    is_either_day: bool  # both kinds of day are restricted: a day of one kind is enough
    crontab: str  # the five fields so that both crons read them alike

    def includes_day(self, day: date) -> bool:
        """Whether it runs at all on this day."""
        if day.month not in self.months:
            return False
        in_month = day.day in self.days_of_month
        in_week = day.isoweekday() % 7 in self.days_of_week
        return in_month or in_week if self.is_either_day else in_month and in_week


class Part(NamedTuple):
    """One element of a field's list, `first-last/step`; `is_star` where it was written `*`."""

    first: int
    last: int
    step: int
    is_star: bool

    @property
    def numbers(self) -> range:
        """What it matches."""
        return range(self.first, self.last + 1, self.step)


class Field(NamedTuple):
    """One of the five: its name, its numbers, and words for them."""

    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many different values it has."""
        return 7 if self.names is WEEKDAYS else self.high - self.low + 1


MINUTE = Field(marked("minute"), 0, 59)
HOUR = Field(marked("hour"), 0, 23)
DAY_OF_MONTH = Field(marked("day of month"), 1, 31)
MONTH = Field(marked("month"), 1, 12, MONTHS)
DAY_OF_WEEK = Field(marked("day of week"), 0, 7, WEEKDAYS)
FIELDS = (MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK)

_NICKNAMES = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_PART = re.compile(r"(?P<star>\*)|(?P<first>[0-9]+|[A-Za-z]+)(?:-(?P<last>[0-9]+|[A-Za-z]+))?")
NEVER = "schedule-never"
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")  # a tab may part fields
_STEP = re.compile(r"[0-9]{1,4}")


def parse_schedule(text: str) -> Schedule | ScheduleError:
    """Return the schedule that `text` is, or why it is none."""
    if wrong := _wrong_as_a_whole(text):
        return wrong
    fields: list[tuple[Part, ...]] = []
    words = text.split()
    for field, word in zip(FIELDS, words, strict=True):
        parts = _parts(field, word)
        if isinstance(parts, ScheduleError):
            return parts
        fields.append(parts)
    return _schedule(words, fields)


def field_parts(schedule: Schedule) -> tuple[tuple[Field, str, tuple[Part, ...]], ...]:
    """Return each field with its text and the parts of its list, as they were written."""
    found = []
    for field, word in zip(FIELDS, schedule.text.split(), strict=True):
        parts = _parts(field, word)
        if not isinstance(parts, ScheduleError):
            found.append((field, word, parts))
    return tuple(found)


def _wrong_as_a_whole(text: str) -> ScheduleError | None:
    if _CONTROL.search(text):
        reason = phrase("The schedule holds a line break or another control character.")
        return ScheduleError(
            "schedule-control-character", "", reason, phrase("Write it on one line.")
        )
    words = text.split()
    if words and words[0].startswith("@"):
        return _nickname(words[0])
    if len(words) != len(FIELDS):
        return _field_count(words)
    return None


def _nickname(word: str) -> ScheduleError:
    reason = phrase("“{word}” is a nickname that not every cron knows.", word=word)
    if fields := _NICKNAMES.get(word.lower()):
        return ScheduleError(
            "schedule-nickname", "", reason, phrase("Write {fields}", fields=fields)
        )
    return ScheduleError(
        "schedule-nickname", "", reason, phrase("Write five fields, as in 0 8 * * 1-5")
    )


def _field_count(words: list[str]) -> ScheduleError:
    number = f"{len(words)} {form_for(len(words), 'field', 'fields')}"
    reason = (
        phrase("A schedule has five fields, this one has {number}.", number=number)
        if words
        else phrase("It is empty.")
    )
    hint = phrase("Write minute, hour, day of month, month and day of week, as in 0 8 * * 1-5")
    if len(words) == len(FIELDS) + 1:
        hint = phrase("Leave out the seconds or the year: cron knows neither. {hint}", hint=hint)
    return ScheduleError("schedule-field-count", "", reason, hint)


def _parts(field: Field, word: str) -> tuple[Part, ...] | ScheduleError:
    parts: list[Part] = []
    for piece in word.split(","):
        part = _part(field, piece)
        if isinstance(part, ScheduleError):
            return part
        parts.append(part)
    return tuple(parts)


def _part(field: Field, piece: str) -> Part | ScheduleError:
    span, slash, step_text = piece.partition("/")
    match = _PART.fullmatch(span)
    if not match:
        return _not_a_part(field, piece)
    if match["star"]:
        part = Part(field.low, field.high, 1, is_star=True)
    else:
        first = _number(field, match["first"])
        last = first if match["last"] is None else _number(field, match["last"])
        if isinstance(first, ScheduleError):
            return first
        if isinstance(last, ScheduleError):
            return last
        part = Part(first, last, 1, is_star=False)
    if part.first > part.last:
        return _backwards(field, span, part)
    if not slash:
        return part
    if not (match["star"] or match["last"]):
        reason = phrase(
            "“{piece}” has a step but no range; crons disagree on what that means.", piece=piece
        )
        hint = phrase(
            "Write {first}-{high}/{step_text}",
            first=part.first,
            high=field.high,
            step_text=step_text,
        )
        return ScheduleError("schedule-step", field.name, reason, hint)
    return _stepped(field, piece, part, step_text)


def _stepped(field: Field, piece: str, part: Part, step_text: str) -> Part | ScheduleError:
    if not _STEP.fullmatch(step_text) or int(step_text) == 0:
        reason = phrase("The step in “{piece}” is not a number from 1 up.", piece=piece)
        return ScheduleError("schedule-step", field.name, reason, phrase("Write a step as in */5"))
    step = int(step_text)
    size = field.size if part.is_star else part.last - part.first + 1
    if step > size:
        reason = phrase(
            "The step {step} is larger than the range: only {first} is ever reached.",
            step=step,
            first=part.first,
        )
        return ScheduleError(
            "schedule-step", field.name, reason, phrase("Write {first}", first=part.first)
        )
    return part._replace(step=step)


def _number(field: Field, word: str) -> int | ScheduleError:
    if not word.isdigit():
        if word.lower() in field.names:
            return field.names.index(word.lower()) + field.low
        return _unknown_name(field, word)
    number = int(word) if len(word) <= 4 else field.high + 1
    if field.low <= number <= field.high:
        return number
    reason = phrase(
        "{word} is out of range: a {name} is {low} to {high}.",
        word=word,
        name=phrase(field.name),
        low=field.low,
        high=field.high,
    )
    return ScheduleError("schedule-out-of-range", field.name, reason, _range_hint(field))


def _unknown_name(field: Field, word: str) -> ScheduleError:
    if word.upper() in {"L", "W", "LW", "H", "R"}:
        return _not_a_part(field, word)
    reason = phrase("“{word}” is not a {name}.", word=word, name=phrase(field.name))
    short = word[:3].lower()
    hint = phrase("Write {short}", short=short) if short in field.names else _range_hint(field)
    return ScheduleError("schedule-name", field.name, reason, hint)


def _range_hint(field: Field) -> str:
    numbers = phrase("Use numbers from {low} to {high}", low=field.low, high=field.high)
    return (
        phrase(
            "{numbers}, or {first} to {last}",
            numbers=numbers,
            first=field.names[0],
            last=field.names[-1],
        )
        if field.names
        else numbers
    )


def _not_a_part(field: Field, piece: str) -> ScheduleError:
    if any(sign in piece for sign in "LW#?"):
        reason = phrase(
            "“{piece}” uses an extension (L, W, # or ?) that cron does not know.", piece=piece
        )
    elif not piece:
        reason = phrase("A value is missing before or after a comma.")
    else:
        reason = phrase("“{piece}” is not a value, a range or a step.", piece=piece)
    hint = phrase(
        "Write *, a value, a range as in {first}-{last}, or a list of them",
        first=field.low + 1,
        last=field.low + 5,
    )
    return ScheduleError("schedule-syntax", field.name, reason, hint)


def _backwards(field: Field, span: str, part: Part) -> ScheduleError:
    reason = phrase("The range “{span}” runs backwards.", span=span)
    if field is DAY_OF_WEEK:
        rest = "" if part.last == 0 else ",1" if part.last == 1 else f",1-{part.last}"
        hint = phrase("Write {first}-7{rest}", first=part.first, rest=rest)
    else:
        hint = phrase(
            "Write {first}-{high},{low}-{last}",
            first=part.first,
            high=field.high,
            low=field.low,
            last=part.last,
        )
    return ScheduleError("schedule-backwards", field.name, reason, hint)


def _schedule(words: list[str], fields: list[tuple[Part, ...]]) -> Schedule | ScheduleError:
    minutes, hours, days, months, days_of_week = (_numbers(parts) for parts in fields)
    weekdays = tuple(sorted({day % 7 for day in days_of_week}))
    day_text, week_text = words[2], words[4]
    is_either = not day_text.startswith("*") and not week_text.startswith("*")  # Debian's rule
    if not _busybox_agrees(fields[2], weekdays, days, is_either=is_either):
        return _two_meanings(day_text, week_text)
    if not is_either and not _has_a_day(months, days):
        reason = phrase("It never runs: no chosen month has the chosen day.")
        hint = phrase("Choose a day that the month has.")
        return ScheduleError(NEVER, DAY_OF_MONTH.name, reason, hint)
    # Without the `*` that a day of month may lose, Debian would join it with all days by "or".
    is_every_day = not is_either and len(weekdays) == DAY_OF_WEEK.size
    week = "*" if is_every_day else _week_text(week_text, fields[4])
    crontab = " ".join((*words[:2], _day_text(day_text, fields[2]), words[3], week))
    return Schedule(
        " ".join(words), minutes, hours, days, months, weekdays, is_either, crontab=crontab
    )


def _numbers(parts: Iterable[Part]) -> Numbers:
    return tuple(sorted({number for part in parts for number in part.numbers}))


def _busybox_agrees(
    day_parts: tuple[Part, ...], weekdays: Numbers, days: Numbers, *, is_either: bool
) -> bool:
    """Whether busybox joins the two kinds of day as Debian does.

    It does not look for a `*` but for whether all values are there; its day of month has a 0,
    which nothing but `*` sets. One kind with all values is left out, two restricted kinds mean
    either.
    """
    day_used = not any(part.is_star and part.step == 1 for part in day_parts)
    week_used = len(weekdays) < DAY_OF_WEEK.size
    for in_month in {day in days for day in range(1, 32)}:
        for in_week in {day in weekdays for day in range(7)}:
            debian = in_month or in_week if is_either else in_month and in_week
            busybox = (day_used and in_month) or (week_used and in_week)
            if debian != (busybox or not (day_used or week_used)):
                return False
    return True


def _two_meanings(day_text: str, week_text: str) -> ScheduleError:
    reason = phrase(
        "Crons disagree on day of month “{day_text}” with day of week “{week_text}”:"
        " some run when either matches, some only when both do.",
        day_text=day_text,
        week_text=week_text,
    )
    hint = phrase("Write * for one of the two, or a range as in 1-31/2 to run when either matches.")
    return ScheduleError("schedule-two-meanings", DAY_OF_WEEK.name, reason, hint)


def _has_a_day(months: Numbers, days: Numbers) -> bool:
    leap_year = 2024
    return any(days[0] <= monthrange(leap_year, month)[1] for month in months)


def _day_text(word: str, parts: tuple[Part, ...]) -> str:
    """Return the days of the month without `*/2`, which busybox counts from 0."""
    if not any(part.is_star and part.step > 1 for part in parts):
        return word
    if any(part.is_star and part.step == 1 for part in parts):
        return "*"
    spans = (
        f"1-31/{p.step}" if p.is_star else w for p, w in zip(parts, word.split(","), strict=True)
    )
    return ",".join(spans)


def _week_text(word: str, parts: tuple[Part, ...]) -> str:
    """Return the days of the week without 7, which busybox reads as every day."""
    if not any(part.last == 7 and not part.is_star for part in parts):
        return word
    if any(part.is_star and part.step == 1 for part in parts):
        return "*"
    return ",".join(str(day) for day in sorted({n % 7 for part in parts for n in part.numbers}))


@cache
def every(field: Field) -> Numbers:
    """Return all values of a field, Sunday once."""
    return tuple(range(field.low, field.low + field.size))
