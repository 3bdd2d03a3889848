"""How things are called in a sentence; never a value that may be secret."""

from collections.abc import Iterable, Sequence
from functools import cache

from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.fields import Field
from openpalm_desktop.model.presets import preset_layer
from openpalm_desktop.model.resolved import Resolved
from openpalm_desktop.model.stack import Preset
from openpalm_desktop.model.templates import channel_template
from openpalm_desktop.phrases import inside_a_sentence, marked, phrase

WHO = {
    Exposure.HOST: marked("only this host"),
    Exposure.LAN: marked("local network"),
    Exposure.PUBLIC: marked("internet"),
}
TO_WHOM = {
    Exposure.HOST: marked("this host"),
    Exposure.LAN: marked("the local network"),
    Exposure.PUBLIC: marked("the internet"),
}

SWITCHED = {True: marked("{title} is switched on"), False: marked("{title} is switched off")}
# For a title that names one thing, and for one that names several.
_CHANGE = (marked("{title} changes"), marked("{title} change"))
_CHANGE_OF = (marked("{title} of {owner} changes"), marked("{title} of {owner} change"))

_LONGEST = 60
_MOST = 2
_ONE_THOUGH_THEY_END_IN_S = ("address", "status")


def title_of(one: Resolved) -> str:
    """Return the name people see: a label, a built-in's name, or the name in the spec."""
    label = shown(one.container.label or "")
    if label:
        return phrase(label) if label in _preset_labels() else label
    if isinstance(one.container, Channel) and one.container.template == one.name:
        template = channel_template(one.name)
        return phrase(template.label) if template else one.name
    return shown(one.name)


@cache
def _preset_labels() -> frozenset[str]:
    services = (one for preset in Preset for one in preset_layer(preset).services.values())
    return frozenset(one.label for one in services if one.label)


def shown(value: object) -> str:
    """Return a value on one line, cut where it is long."""
    text = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def field_title(field: Field) -> str:
    """Return a field's title as it stands inside a sentence; `HTTP port` keeps its case."""
    return inside_a_sentence(field.title)


def change_of(title: str, owner: str = "") -> str:
    """Return `Storage of Family blog changes`, with the verb that the model's title wants."""
    is_many = is_plural(title)
    if owner:
        return phrase(_CHANGE_OF[is_many], title=phrase(title), owner=owner)
    return phrase(_CHANGE[is_many], title=phrase(title))


def is_plural(title: str) -> bool:
    """Whether a title names several things."""
    first = title.partition(" of ")[0].partition(" through ")[0]
    return first.endswith("s") and not first.endswith(_ONE_THOUGH_THEY_END_IN_S)


def listed(items: Iterable[str], most: int = _MOST) -> str:
    """Return nothing, `a`, `a and b`, or `a, b and 3 more`."""
    names = list(dict.fromkeys(items))
    if len(names) > most + 1:
        return phrase(
            "{names} and {count} more", names=", ".join(names[:most]), count=len(names) - most
        )
    *firsts, last = names or [""]
    return phrase("{names} and {last}", names=", ".join(firsts), last=last) if firsts else last


def with_clauses(head: str, clauses: Sequence[str], by: str = "; ") -> str:
    """Return a sentence with what follows from it."""
    return head + (by + "; ".join(clauses) if clauses else "")


def capital(text: str) -> str:
    """Return a text as a sentence begins; names of hosts and paths stay as they are."""
    return text[:1].upper() + text[1:]
