"""Why two ends of a TLS connection do not trust each other, in sentences."""

from openpalm_desktop.phrases import marked, phrase

from .engine import EngineUnreachable


def tls_refusal(what: str, engine: str, said: str) -> EngineUnreachable | None:
    """Return the error for what TLS complains of, or None where it is about something else."""
    for needles, sentence, hint in _COMPLAINTS:
        if any(needle in said for needle in needles):
            reason = phrase(sentence, engine=engine)
            return EngineUnreachable(f"{what}: {reason}", phrase(hint))
    return None


_COMPLAINTS = (
    (
        ("HTTP request to an HTTPS server",),
        marked("{engine} speaks TLS only."),
        marked("Give the folder with ca.pem, cert.pem and key.pem by --tls-dir."),
    ),
    (
        ("WRONG_VERSION_NUMBER",),
        marked("{engine} does not speak TLS."),
        marked("Check its port: Docker’s with TLS is mostly 2376."),
    ),
    (
        ("certificate has expired",),
        marked("the certificate of {engine} has expired."),
        marked("Make a new one for the server, and check that the clocks are right."),
    ),
    (
        ("certificate is not yet valid",),
        marked("the certificate of {engine} is not valid yet."),
        marked("Check the clocks of both machines."),
    ),
    (
        ("IP address mismatch", "Hostname mismatch", "doesn't match"),
        marked("the certificate of {engine} is made out to another name."),
        marked("Use the name that is in it, or make one for this address."),
    ),
    (
        ("CERTIFICATE_VERIFY_FAILED",),
        marked("the certificate of {engine} was not made by the authority in ca.pem."),
        marked(
            "Take ca.pem from the one who set up the server. If it is the right one, somebody "
            "stands in between."
        ),
    ),
    (
        ("ALERT_CERTIFICATE_EXPIRED",),
        marked("{engine} does not let you in: your own certificate, cert.pem, has expired."),
        marked("Have a new cert.pem made by whoever set up the server."),
    ),
    (
        ("ALERT_UNKNOWN_CA", "ALERT_BAD_CERTIFICATE", "ALERT_CERTIFICATE_UNKNOWN", "ALERT_UNSUPP"),
        marked("{engine} does not let you in: it does not know your certificate, cert.pem."),
        marked("Have cert.pem made by the authority that the server trusts."),
    ),
    (
        ("CERTIFICATE_REQUIRED", "ALERT_HANDSHAKE_FAILURE"),
        marked("{engine} does not let you in: it wants a certificate."),
        marked("Give the folder with ca.pem, cert.pem and key.pem by --tls-dir."),
    ),
    (
        ("KEY_VALUES_MISMATCH",),
        marked("cert.pem and key.pem do not belong together."),
        marked("Take both from the same place."),
    ),
    (
        ("NO_CERTIFICATE_OR_CRL_FOUND", "PEM lib", "NO_START_LINE", "PEM routines"),
        marked("ca.pem, cert.pem or key.pem is not what its name says."),
        marked("Each must begin with a line such as -----BEGIN CERTIFICATE-----."),
    ),
    (
        ("SSLEOFError", "EOF occurred"),  # it says why, and we may have no time to hear it
        marked(
            "{engine} does not let you in: it hung up, as one does that does not know your "
            "certificate, cert.pem, or finds it expired."
        ),
        marked("Have cert.pem made by the authority that the server trusts, and try again."),
    ),
    (
        ("SSLError",),
        marked("{engine} and this program do not understand each other’s TLS."),
        marked("Check the folder given with --tls-dir: ca.pem, cert.pem and key.pem."),
    ),
)
