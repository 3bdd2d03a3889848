"""The formats a person's file may be in."""

from enum import Enum

from openpalm_desktop.phrases import marked, phrase


class Format(Enum):
    """One format, by a short id; `title` is for people."""

    V4 = "v4"
    POC = "poc"
    EARLY = "early"
    V1 = "v1"
    V2 = "v2"
    V3 = "v3"
    CONN3 = "conn3"
    CONN4 = "conn4"
    SY1 = "sy1"
    SY2 = "sy2"
    SETUP = "setup"
    SJ1 = "sj1"
    SNIPPET = "snippet"
    AUTO = "auto"
    TASK = "task"
    COMPOSE = "compose"

    @property
    def id(self) -> str:
        """Its short name for programs."""
        return str(self.value)

    @property
    def title(self) -> str:
        """What people call it."""
        return phrase(_TITLES[self])


_TITLES = {
    Format.V4: marked("OpenPalm stack spec, version 4"),
    Format.POC: marked("channel list of the first prototype"),
    Format.EARLY: marked("OpenPalm stack spec, version 1 with connections"),
    Format.V1: marked("OpenPalm stack spec, version 1"),
    Format.V2: marked("OpenPalm stack spec, version 2"),
    Format.V3: marked("OpenPalm stack spec, version 3"),
    Format.CONN3: marked("OpenPalm connections profile, version 3"),
    Format.CONN4: marked("OpenPalm connections profile, version 4"),
    Format.SY1: marked("OpenPalm stack.yaml with add-ons, version 1"),
    Format.SY2: marked("OpenPalm stack.yml with capabilities, version 2"),
    Format.SETUP: marked("OpenPalm setup file, version 1"),
    Format.SJ1: marked("OpenPalm stack.json, version 1"),
    Format.SNIPPET: marked("OpenPalm snippet of one channel, service or automation"),
    Format.AUTO: marked("OpenPalm automation with an action"),
    Format.TASK: marked("OpenPalm scheduled task, version 2"),
    Format.COMPOSE: marked("Compose file"),
}
