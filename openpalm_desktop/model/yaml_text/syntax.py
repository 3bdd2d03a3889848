"""The parser's complaints in words for a person, with what to do about them."""

from openpalm_desktop.model.problem import Problem
from openpalm_desktop.phrases import marked, phrase
from openpalm_desktop.record import Record

from .complaints import shown
from .lines import Lines
from .pyyaml import MarkedYAMLError

_CLOSING = marked("Add {quote} at its end.")
_APOSTROPHE = marked(
    "Add {quote} at its end. Inside single quotes an apostrophe is written twice: ''."
)


class _Complaint(Record):
    """One complaint of the parser: its words, where, and the place that it began with."""

    says: str
    context: str
    at: int
    began: int
    text: str
    lines: Lines

    @property
    def char(self) -> str:
        return self.text[self.at : self.at + 1]

    @property
    def before(self) -> str:
        """The part of the line before the place."""
        return self.text[self.lines.start(self.at) : self.at]

    @property
    def is_at_the_end(self) -> bool:
        return not self.text[self.at :].strip()

    def problem(self, code: str, sentence: str, hint: str, *, at: int | None = None) -> Problem:
        where = self.lines.position(self.at if at is None else at)
        return Problem((), code, sentence, hint, position=where)


def syntax_problem(error: MarkedYAMLError, text: str, lines: Lines, offset: int) -> Problem:
    """Return the parser's error as one sentence at the place where the mistake most likely is."""
    mark = error.problem_mark or error.context_mark
    at = min(mark.index + offset if mark else 0, len(text))
    began = min(error.context_mark.index + offset if error.context_mark else at, len(text))
    found = _Complaint(error.problem or "", error.context or "", at, began, text, lines)
    for explain in (_tab, _quotes, _brackets, _special, _escape, _colon, _header, _layout):
        problem = explain(found)
        if problem:
            return problem
    return found.problem(
        "yaml-syntax",
        phrase("YAML cannot make sense of this place."),
        phrase(
            "Look at the indentation, the quotes and the colons of this line and the one above."
        ),
    )


def _tab(found: _Complaint) -> Problem | None:
    indent = found.before[: len(found.before) - len(found.before.lstrip())]
    if "tab character" not in found.says and found.char != "\t" and "\t" not in indent:
        return None
    tab = found.text.find("\t", found.lines.start(found.at), found.lines.end(found.at))
    return found.problem(
        "yaml-tab",
        phrase("A tab character stands where YAML wants spaces."),
        phrase("Replace it with spaces; most editors can do so for the whole file."),
        at=found.at if tab < 0 else tab,
    )


def _quotes(found: _Complaint) -> Problem | None:
    if "quoted scalar" not in found.context or not found.says.startswith("found unexpected"):
        return None
    quote = found.text[found.began : found.began + 1]
    return found.problem(
        "yaml-quote",
        phrase("The text that begins with {quote} here has no closing {quote}.", quote=quote),
        phrase(_APOSTROPHE if quote == "'" else _CLOSING, quote=quote),
        at=found.began,
    )


def _brackets(found: _Complaint) -> Problem | None:
    if "while parsing a flow" not in found.context:
        return None
    bracket = found.text[found.began : found.began + 1]
    closing = {"[": "]", "{": "}"}.get(bracket)
    if closing and found.is_at_the_end:
        return found.problem(
            "yaml-bracket",
            phrase("The bracket {bracket} that opens here is never closed.", bracket=bracket),
            phrase("Add {closing} after its last value.", closing=closing),
            at=found.began,
        )
    if closing:
        line = found.lines.position(found.began).line
        return found.problem(
            "yaml-bracket",
            phrase(
                "A comma or a closing {closing} is missing before this place; the bracket"
                " opens on line {line}.",
                closing=closing,
                line=line,
            ),
            phrase(
                "Separate the values with commas and close them with {closing}; put a value"
                " that holds brackets, commas or colons in quotes.",
                closing=closing,
            ),
        )
    return found.problem(
        "yaml-bracket",
        phrase("A value is missing here between the brackets."),
        phrase("Remove the extra comma or write the value; an empty text is written as ''."),
    )


def _special(found: _Complaint) -> Problem | None:
    if found.context in ("while scanning an alias", "while scanning an anchor"):
        at = found.began
    elif "cannot start any token" in found.says:
        at = found.at
    else:
        return None
    value = shown(found.text[at : found.lines.end(at)])
    return found.problem(
        "yaml-special-character",
        phrase("A value cannot begin with {value} unless it stands in quotes.", value=value[:1]),
        _quote_it(f'"{value}"' if '"' not in value else "'…'"),
        at=at,
    )


def _escape(found: _Complaint) -> Problem | None:
    says = found.says
    if not ("escape" in says or "hexdecimal" in says):
        return None
    if "tag" in found.context or "%TAG" in found.context:
        return None
    return found.problem(
        "yaml-escape",
        phrase("The backslash here begins no escape that YAML knows."),
        phrase('Inside double quotes a backslash is written twice, "\\\\"; or use single quotes.'),
    )


def _colon(found: _Complaint) -> Problem | None:
    if "could not find expected ':'" in found.says:
        return found.problem(
            "yaml-colon",
            phrase(
                "“{text}” has no colon after it, or no space after its colon.",
                text=shown(found.text[found.began : found.lines.end(found.began)]),
            ),
            phrase("Write `name: value`, with a space after the colon."),
            at=found.began,
        )
    if found.says == "found unexpected ':'":
        return found.problem(
            "yaml-colon",
            phrase("The colon here has no space after it."),
            phrase(
                "Write `name: value`, with a space after the colon, or quote a value that ends so."
            ),
        )
    if not found.says.startswith("mapping values are not allowed"):
        return None
    if ":" in found.before:
        value = shown(found.text[found.lines.start(found.at) : found.lines.end(found.at)])
        return found.problem(
            "yaml-colon",
            phrase(
                "“{value}” has a second colon, so it is not clear where the value begins.",
                value=value,
            ),
            _quote_it('title: "Notes: part two"'),
        )
    return found.problem(
        "yaml-indentation",
        phrase("This line does not fit the line above it."),
        phrase(
            "Check that both are indented alike, and that the line above has a space after"
            " its colon."
        ),
    )


def _header(found: _Complaint) -> Problem | None:
    if found.context == "while scanning a block scalar":
        return found.problem(
            "yaml-block-text",
            phrase("After | or > only the text on the following lines may come."),
            phrase("Begin the text on the next line, indented with spaces."),
        )
    if "tag" in found.context or "tag handle" in found.says:
        return found.problem(
            "yaml-unknown-tag",
            phrase("The tag that begins with ! here has no meaning."),
            _quote_it('"!important"'),
            at=found.began,
        )
    if "directive" in found.context or "incompatible" in found.says or "%" in found.says:
        return found.problem(
            "yaml-directive",
            phrase(
                "A line that begins with % is an instruction for YAML, and this one is none"
                " it knows."
            ),
            phrase("Remove the line, or put the text in quotes."),
        )
    return None


def _layout(found: _Complaint) -> Problem | None:
    says = found.says
    if says.startswith("block sequence entries"):
        return found.problem(
            "yaml-dash",
            phrase("A list item with - cannot begin here."),
            phrase("Begin the list on a line of its own, with all its dashes below each other."),
        )
    if "document start" in says or "document indicator" in says:
        return found.problem(
            "yaml-indentation",
            phrase("This line belongs to nothing above it."),
            phrase("Check its indentation, and that no bracket or quote is closed too early."),
        )
    expected = ("did not find expected key", "did not find expected '-' indicator")
    if says not in expected and not says.startswith("mapping keys"):
        return None
    if found.before.strip():
        return found.problem(
            "yaml-extra-text",
            phrase(
                "“{text}” comes after the value has ended.",
                text=shown(found.text[found.at : found.lines.end(found.at)]),
            ),
            phrase('Put the whole value in quotes, for example \'"A" and "B"\', or remove it.'),
        )
    return found.problem(
        "yaml-indentation",
        phrase("This line is not indented like the lines that it belongs to."),
        phrase(
            "Give it exactly as many spaces as its neighbours; a list keeps its dashes, a"
            " map its names below each other."
        ),
    )


def _quote_it(example: str) -> str:
    return phrase("Put the whole value in quotes, for example {example}.", example=example)
