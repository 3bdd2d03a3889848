"""A service's published ports, a row each: for whom, which port outside, which inside."""

import re
from collections.abc import Mapping
from typing import Any

from openpalm_desktop.model.value import plain
from openpalm_desktop.ui.words import tr

from .choice_field import ChoiceField
from .entries_field import EntriesField, EntryRow
from .text_field import TextField

_SHORT = re.compile(
    r"(?:(?P<address>\[[^\]]*\]|[\d.]+):)?(?:(?P<host>[\d-]*):)?(?P<inside>[\d-]+)"
    r"(?:/(?P<protocol>tcp|udp))?"
)
_HERE, _EVERYWHERE = "127.0.0.1", ""


class PortsField(EntriesField):
    """Ports in Compose's short or long form; what has no part here is kept."""

    def __init__(self) -> None:
        super().__init__(tr("Publish a port"))

    def made_row(self) -> "PortRow":
        return PortRow()

    def entries_of(self, value: Any) -> list[Any]:
        return [plain(each) for each in value or ()]


class PortRow(EntryRow):
    """One published port; a text that is none of the usual ones is shown as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Any = None
        self._shown_parts: tuple[str, ...] = ()
        self.address = ChoiceField(((_HERE, tr("This host")), (_EVERYWHERE, tr("Everyone"))))
        self.host, self.inside = TextField(), TextField()
        self.protocol = ChoiceField((("tcp", "TCP"), ("udp", "UDP")))
        self.address.show_value(_HERE)
        self.add_part(self.host, tr("Port of the server"), tr("on the server"), 2)
        self.add_part(self.inside, tr("Port in the container"), tr("in the container"), 2)
        self.add_choice(self.protocol, tr("Protocol"), 3)
        self.add_choice(self.address, tr("Who can reach it"), 8)

    @property
    def entry(self) -> Any:
        parts = self._parts
        if self._shown is not None and parts == self._shown_parts:
            return self._shown
        address, host, inside, protocol = parts
        if not host and not inside:
            return None
        if isinstance(self._shown, Mapping):
            return self._as_long(address, host, inside, protocol)
        text = f"{host}:{inside}" if host or address else inside
        text = f"{address}:{text}" if address else text
        return text if protocol == "tcp" else f"{text}/{protocol}"

    def show_entry(self, entry: Any) -> None:
        if entry == self.entry and entry is not None:
            return
        self._shown = entry
        address, host, inside, protocol = _parts_of(entry)
        self.address.show_value(address)
        self.host.show_value(host or None)
        self.inside.show_value(inside or None)
        self.protocol.show_value(protocol)
        self._shown_parts = self._parts
        self._explain()

    @property
    def _parts(self) -> tuple[str, str, str, str]:
        host, inside = self.host.line.text().strip(), self.inside.line.text().strip()
        return str(self.address.value), host, inside, str(self.protocol.value)

    def _as_long(self, address: str, host: str, inside: str, protocol: str) -> dict[str, Any]:
        said = dict(self._shown)
        said["target"] = int(inside) if inside.isascii() and inside.isdigit() else inside
        for key, value in (("published", host), ("hostIp", address)):
            name = "host_ip" if key == "hostIp" and "host_ip" in said else key
            if value:
                said[name] = value
            else:
                said.pop(name, None)
        if protocol != "tcp" or "protocol" in said:
            said["protocol"] = protocol
        return said

    def _tell(self) -> None:
        self._explain()
        super()._tell()

    def _explain(self) -> None:
        address, host, inside, _ = self._parts
        if not host and inside:
            self.say(tr("Docker chooses a free port of the server at each start."))
        elif address == _HERE or not host:
            self.say("")
        else:
            self.say(tr("Everyone who reaches the server reaches it, past Caddy and without TLS."))


def _parts_of(entry: Any) -> tuple[str, str, str, str]:
    if isinstance(entry, Mapping):
        address = entry.get("hostIp", entry.get("host_ip", ""))
        said = (address, entry.get("published", ""), entry.get("target", ""))
        return (*map(str, said), str(entry.get("protocol", "tcp")))  # type: ignore[return-value] # three and one
    match = _SHORT.fullmatch(str(entry))
    if match is None:
        return "", "", str(entry), "tcp"
    address = match["address"] or ""
    return address, match["host"] or "", match["inside"], match["protocol"] or "tcp"
