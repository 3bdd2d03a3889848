"""The one family of errors a person may see: the world said no, and here is what to do."""


class OpenPalmError(Exception):
    """Something outside the spec went wrong; `str()` is a sentence, `hint` says what to do."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.hint = hint

    @property
    def sentence(self) -> str:
        """What happened, to which thing."""
        return str(self.args[0])
