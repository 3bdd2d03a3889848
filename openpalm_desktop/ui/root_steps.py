"""How devices learn to believe Caddy's own authority, step by step."""

from dataclasses import dataclass

from .words import tr


@dataclass(frozen=True, slots=True)
class Device:
    """A kind of device, and what a person does on it."""

    name: str
    steps: tuple[str, ...]


def devices() -> tuple[Device, ...]:
    """Return what to do on each kind of device."""
    return (
        Device(
            tr("Windows"),
            (
                tr("Save the certificate as a .cer file and open it on that computer."),
                tr("Choose Install Certificate…, then Local Machine."),
                tr("Place it in the store Trusted Root Certification Authorities."),
                tr("Start the browser anew."),
            ),
        ),
        Device(
            tr("macOS"),
            (
                tr("Save the certificate as a .cer file and open it: Keychain Access shows it."),
                tr("Add it to the keychain System."),
                tr("Open it there, unfold Trust, and choose Always Trust."),
                tr("Close the window; macOS asks for your password."),
            ),
        ),
        Device(
            tr("iPhone, iPad"),
            (
                tr("Send the .cer file to the device, by AirDrop or e-mail, and open it."),
                tr("Under Settings › General › VPN & Device Management, install the profile."),
                tr("Under Settings › General › About › Certificate Trust Settings, switch it on."),
            ),
        ),
        Device(
            tr("Android"),
            (
                tr("Bring the .crt file to the device."),
                tr("In the settings, search for CA certificate; it is below Security."),
                tr("Choose Install anyway, then the file."),
            ),
        ),
        Device(
            tr("Linux"),
            (
                tr(
                    "Debian, Ubuntu: put the .crt file into /usr/local/share/ca-certificates and"
                    " run sudo update-ca-certificates."
                ),
                tr(
                    "Fedora: put it into /etc/pki/ca-trust/source/anchors and run"
                    " sudo update-ca-trust."
                ),
                tr(
                    "Chrome has a list of its own: Settings › Privacy and security › Security ›"
                    " Manage certificates."
                ),
            ),
        ),
        Device(
            tr("Firefox"),
            (
                tr("Open Settings › Privacy & Security › View Certificates… › Authorities."),
                tr("Choose Import… and the .crt file."),
                tr("Tick Trust this CA to identify websites."),
            ),
        ),
    )
