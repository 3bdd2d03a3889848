"""What an undo step goes between: a spec, and the text that it is an edit of."""

from typing import TYPE_CHECKING

from openpalm_desktop.record import Record

if TYPE_CHECKING:  # the window has versions before it has read what is in them
    from .kept_text import KeptText
    from .spec_file import SpecFile
    from .stack import StackSpec


class Version(Record):
    """A spec and the text it is an edit of, if there is one."""

    spec: "StackSpec"
    base: "KeptText | None"

    def is_said_by(self, file: "SpecFile") -> bool:
        """Whether a text is exactly the one that this version has."""
        if self.base is None or not self.spec is self.base.spec is file.spec:
            return False
        return self.base.text == file.document.text

    @property
    def text(self) -> str:
        """The base's text with what was edited, comments kept."""
        if self.base is not None:
            return self.base.with_spec(self.spec).document.text
        from .spec_file import new_text  # noqa: PLC0415 – as above

        return new_text(self.spec)

    @property
    def base_text(self) -> str:
        """The base's text as it is, or nothing where there is none."""
        return self.base.text if self.base else ""


class Step(Record):
    """One undo step: what it is called, and the versions before and after it."""

    label: str
    before: Version
    after: Version
