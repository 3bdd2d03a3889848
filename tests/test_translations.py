"""The catalogues: every text is there, in each language, with what is filled into it."""

import re
import string
from collections import Counter
from pathlib import Path

import pytest

from openpalm_desktop.catalogue import Entry, entries_of, language_of
from openpalm_desktop.model.schedule import Schedule, parse_schedule
from openpalm_desktop.model.schedule_words import words
from openpalm_desktop.phrases import ENGLISH, form_for, inside_a_sentence, phrase, speak
from tests.words import (
    CATALOGUES,
    PACKAGE,
    Text,
    spoken_at_import,
    texts,
    texts_in,
    unsaid,
    unsaid_below,
    updated,
)

ALL = sorted(CATALOGUES.glob("*.po"))
HEADER = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


@pytest.fixture(params=ALL, ids=lambda path: path.stem)
def catalogue(request: pytest.FixtureRequest) -> str:
    """Each catalogue's text in turn."""
    path: Path = request.param
    return path.read_text(encoding="utf-8")


def entries(catalogue: str) -> list[Entry]:
    """The texts of a catalogue, without its header."""
    return list(entries_of(catalogue))[1:]


def filled_in(text: str) -> Counter[str]:
    """What is filled into a text; `{}` and `{0}` are the same to a reader."""
    fields = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    return Counter("" if name.isdigit() else name for name in fields)


def test_a_catalogue_has_every_text_and_no_other(catalogue: str) -> None:
    known = {Text(entry.one, entry.many) for entry in entries(catalogue)}
    wanted = set(texts())
    assert not wanted - known, "python3 dev.py words adds them"
    assert not known - wanted, "python3 dev.py words takes them away"


def test_every_text_is_translated(catalogue: str) -> None:
    missing = [entry.one for entry in entries(catalogue) if not all(entry.translations)]
    assert not missing


def test_texts_of_the_window_and_the_model_have_the_apostrophes_of_print() -> None:
    typed = re.compile(r"\w'\w|s' ")
    found = [
        (text.one, place)
        for text, places in texts().items()
        for place in places
        if "/deploy/" not in place and typed.search(text.one)
    ]
    assert found == []


def test_a_translation_fills_in_what_the_english_text_does(catalogue: str) -> None:
    for entry in entries(catalogue):
        if "${" in entry.one.replace("${{", ""):
            continue  # shown as it stands
        for translation in filter(None, entry.translations):
            assert filled_in(translation) == filled_in(entry.one), entry.one


def test_a_translation_can_be_put_where_the_english_text_is(catalogue: str) -> None:
    for entry in entries(catalogue):
        for translation in filter(None, entry.translations):
            for end in (r"^\s*", r"\s*$", r"…?$"):
                assert re.findall(end, entry.one) == re.findall(end, translation), entry.one
            assert entry.one.count("\n") == translation.count("\n"), entry.one
            assert ("&" in entry.one) == ("&" in translation), entry.one


def test_nothing_is_said_while_modules_are_read() -> None:
    early = [
        f"{file.name}:{line}"
        for file in PACKAGE.rglob("*.py")
        for line in spoken_at_import(file.read_text(encoding="utf-8"))
    ]
    assert not early, "mark it, and say it when it is shown"


def test_nothing_is_shown_that_is_not_said() -> None:
    unsaid_texts = [
        f"{file.name}: {text}"
        for file in (PACKAGE / "ui").rglob("*.py")
        for text in unsaid(file.read_text(encoding="utf-8"))
    ]
    assert not unsaid_texts, "say it with tr from ui/words.py, or phrase below the window"


def test_nothing_that_deploying_says_is_left_in_english() -> None:
    unsaid_texts = [
        f"{file.name}: {text}"
        for file in (PACKAGE / "deploy").rglob("*.py")
        for text in unsaid_below(file.read_text(encoding="utf-8"))
    ]
    assert not unsaid_texts, "say it with phrase, or mark it"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('raise Trouble(f"{name} does not run.", "Start it.")', ["{} does not run.", "Start it."]),
        ('why = "no longer there"\nraise Trouble(why)', ["no longer there"]),
        ('raise Trouble(phrase("{n} is away.", n=n), phrase("Wait.") if n else "")', []),
        ('"""A docstring of many words."""\nif "not found" in text: pass', []),
        ('T = (("is not known", marked("Nobody knows it.")),)', []),
        ('run(f"cd {folder} && docker compose up -d", f"{a}:{b}")', []),
    ],
)
def test_clauses_that_nobody_says_are_found(code: str, found: list[str]) -> None:
    assert sorted(unsaid_below(code)) == sorted(found)


def test_texts_are_found_in_code() -> None:
    code = 'tr("One"); phrase("Two {x}" if x else "Three", x=1); counted(3, "thing", "things")'
    assert set(texts_in(code)) == {
        Text("One"),
        Text("Two {x}"),
        Text("Three"),
        Text("thing", "things"),
    }


def test_a_catalogue_is_brought_up_to_date_without_losing_a_translation() -> None:
    old = HEADER + 'msgid "Kept"\nmsgstr "Behalten"\n\nmsgid "Gone"\nmsgstr "Weg"\n'
    new = updated(old, {Text("Kept"): ("a.py",), Text("thing", "things"): ("b.py",)})
    assert entries(new) == [
        Entry("Kept", "", ("Behalten",)),
        Entry("thing", "things", ("", "")),
    ]
    assert updated(new, {Text("Kept"): ("a.py",), Text("thing", "things"): ("b.py",)}) == new


def test_quotes_backslashes_and_line_breaks_come_through() -> None:
    text = 'He said "no" \\ and\nleft'
    new = updated(HEADER + 'msgid "x"\nmsgstr ""\n', {Text(text): ()})
    assert entries(new) == [Entry(text, "", ("",))]


def test_a_phrase_is_said_in_the_language_that_is_spoken() -> None:
    catalogue = (
        'msgid "{name} waits for {other}"\nmsgstr "Auf {other} wartet {name}"\n\n'
        'msgid "Token"\nmsgstr "Kennung"\n\n'
        'msgid "hit"\nmsgid_plural "hits"\nmsgstr[0] "Fund"\nmsgstr[1] "Funde"\n'
    )
    try:
        speak(language_of(HEADER + catalogue))
        assert phrase("{name} waits for {other}", name="a", other="b") == "Auf b wartet a"
        assert phrase("Nobody translated {x}", x=1) == "Nobody translated 1"
        assert [form_for(n, "hit", "hits") for n in (0, 1, 2)] == ["Funde", "Fund", "Funde"]
        assert inside_a_sentence("Token") == "Kennung"
    finally:
        speak(ENGLISH)
    assert phrase("{name} waits for {other}", name="a", other="b") == "a waits for b"
    assert inside_a_sentence("Token") == "token"


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("Container port", "container port"),
        ("HTTP port", "HTTP port"),
        ("E-mail for certificates", "E-mail for certificates"),
        ("Caddyfile text of your own", "Caddyfile text of your own"),
        ("OpenAI-style API key", "OpenAI-style API key"),
    ],
)
def test_a_title_inside_a_sentence_keeps_the_capitals_of_names(title: str, inside: str) -> None:
    assert inside_a_sentence(title) == inside


def test_a_language_with_three_forms_gets_the_right_one() -> None:
    header = HEADER.replace(
        "nplurals=2; plural=(n != 1)",
        "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)",
    )
    forms = 'msgid "file"\nmsgid_plural "files"\nmsgstr[0] "plik"\nmsgstr[1] "pliki"\n'
    forms += 'msgstr[2] "plików"\n'
    try:
        speak(language_of(header + forms))
        said = [form_for(n, "file", "files") for n in (1, 2, 5, 12, 22)]
    finally:
        speak(ENGLISH)
    assert said == ["plik", "pliki", "plików", "plików", "pliki"]


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        ("30 2 * * *", "Um 02:30 Uhr jeden Tag"),
        ("*/5 * * * *", "Alle 5 Minuten"),
        ("5 */2 * * 1-5", "In Minute 5 jeder 2. Stunde von Montag bis Freitag"),
        ("0 8 1,15 * *", "Um 08:00 Uhr an den Tagen 1 und 15 in jedem Monat"),
        ("0 8 1 1 *", "Um 08:00 Uhr am 1. Januar"),
    ],
)
def test_a_schedule_is_said_in_german(schedule: str, said: str) -> None:
    try:
        speak(language_of((CATALOGUES / "de.po").read_text(encoding="utf-8")))
        parsed = parse_schedule(schedule)
        assert isinstance(parsed, Schedule)
        assert words(parsed) == said
    finally:
        speak(ENGLISH)
