"""Flags of `docker run` that a spec has no field for, in Compose's own words."""

import re
from collections.abc import Callable
from typing import Any

from openpalm_desktop.model.value import Data

from .run_flags import LISTS, NUMBERS, PAIRS, RATES, SWITCHES, TEXTS
from .run_words import Flag

_NUMBER = re.compile(r"-?[0-9]{1,18}")


class Places:
    """Compose's keys, as far as flags have said them; a dollar is written as Compose wants it."""

    def __init__(self) -> None:
        self.keys: Data = {}

    def take(self, flag: Flag, said: str) -> bool:
        """Take a flag over; whether Compose has a place for it."""
        text = said.replace("$", "$$")
        if flag.name in SWITCHES:
            self.keys[SWITCHES[flag.name]] = flag.is_on
        elif flag.name in TEXTS:
            return self._text(TEXTS[flag.name], text)
        elif flag.name in NUMBERS:
            return self._number(NUMBERS[flag.name], text)
        elif flag.name in LISTS:
            self.keys.setdefault(LISTS[flag.name], []).append(text)
        elif flag.name in PAIRS:
            name, _, value = text.partition("=")
            self.keys.setdefault(PAIRS[flag.name], {})[name] = value
        elif flag.name in RATES:
            return self._rate(*RATES[flag.name], text)
        else:
            own = _OWN.get(flag.name)
            return own is not None and own(self, text)
        return True

    def _text(self, key: str, text: str) -> bool:
        if text and not (key == "restart" and text == "unless-stopped"):
            self.keys[key] = text
        return bool(text)

    def _number(self, key: str, text: str) -> bool:
        if not _NUMBER.fullmatch(text):
            return False
        self.keys[key] = int(text)
        return True

    def _rate(self, key: str, name: str, text: str) -> bool:
        path, separator, value = text.rpartition(":")
        if not separator:
            return False
        number = int(value) if _NUMBER.fullmatch(value) else value
        limits = self.keys.setdefault("blkio_config", {}).setdefault(key, [])
        limits.append({"path": path, name: number})
        return True

    def weight(self, text: str) -> bool:
        """The share of the disk's time."""
        if not _NUMBER.fullmatch(text):
            return False
        self.keys.setdefault("blkio_config", {})["weight"] = int(text)
        return True

    def entrypoint(self, text: str) -> bool:
        """One program; an empty text takes the image's own away."""
        self.keys["entrypoint"] = [text] if text else []
        return True

    def log_driver(self, text: str) -> bool:
        """Where the log goes."""
        self.keys.setdefault("logging", {})["driver"] = text
        return bool(text)

    def log_option(self, text: str) -> bool:
        """A setting of the log."""
        name, _, value = text.partition("=")
        self.keys.setdefault("logging", {}).setdefault("options", {})[name] = value
        return bool(name)

    def stop_timeout(self, text: str) -> bool:
        """Seconds until it is killed."""
        return bool(_NUMBER.fullmatch(text)) and self._text("stop_grace_period", f"{text}s")

    def ulimit(self, text: str) -> bool:
        """A limit, soft and hard, or both in one."""
        name, _, limits = text.partition("=")
        soft, separator, hard = limits.partition(":")
        if not (name and _NUMBER.fullmatch(soft) and (not separator or _NUMBER.fullmatch(hard))):
            return False
        both: Any = {"soft": int(soft), "hard": int(hard)} if separator else int(soft)
        self.keys.setdefault("ulimits", {})[name] = both
        return True

    def gpus(self, text: str) -> bool:
        """Graphics cards: all, so many, or by their ids."""
        plain = text.strip("\"'")
        device: Data = {"capabilities": ["gpu"]}
        if plain == "all" or _NUMBER.fullmatch(plain):
            device["count"] = "all" if plain == "all" else int(plain)
        elif plain.startswith("device="):
            device["device_ids"] = plain.removeprefix("device=").split(",")
        else:
            return False
        self.keys["deploy"] = {"resources": {"reservations": {"devices": [device]}}}
        return True


_OWN: dict[str, Callable[[Places, str], bool]] = {
    "blkio-weight": Places.weight,
    "entrypoint": Places.entrypoint,
    "gpus": Places.gpus,
    "log-driver": Places.log_driver,
    "log-opt": Places.log_option,
    "stop-timeout": Places.stop_timeout,
    "ulimit": Places.ulimit,
}
