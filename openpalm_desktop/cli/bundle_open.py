"""`bundle open FILE`: the stack of a bundle laid out in a folder, as it was."""

import sys
from argparse import Namespace
from pathlib import Path

from openpalm_desktop.deploy.age_file import Opener, identities
from openpalm_desktop.deploy.bundle_opening import ReadBundle, lay_out, read_bundle
from openpalm_desktop.deploy.files import read_file
from openpalm_desktop.deploy.secret_places import KEYRING, SecretPlace
from openpalm_desktop.deploy.secret_store import BESIDE_THE_SPEC

from .passphrase import passphrase
from .terminal import harmless
from .work import driven


def lay_out_bundle(file: Path, args: Namespace) -> int:
    """Check a bundle, write its stack, and keep its secrets where there is a key to them."""
    folder: Path = args.out
    bundle = driven(read_bundle(file))
    place = KEYRING if args.keyring else SecretPlace(folder / BESIDE_THE_SPEC)
    opener = _opener(bundle, args)
    done = driven(lay_out(bundle, folder, opener, place, replaces=args.force))
    print(f"{done.spec}: the stack {harmless(bundle.project)}, as it was.")
    if done.secrets:
        where = "the keyring" if args.keyring else str(place)
        are_in = "secret is" if done.secrets == 1 else "secrets are"
        print(f"{done.secrets} {are_in} in {where}.")
    elif bundle.locked:
        option = "--passphrase" if bundle.is_for_passphrase else "--identity FILE"
        print(f"Its secrets stay locked; {option} opens them.", file=sys.stderr)
    elif bundle.secret_names:
        names = ", ".join(bundle.secret_names)
        print(f"It holds no secrets; these need values: {names}.", file=sys.stderr)
    if bundle.steps:
        print("The window brings back its history of edits when it opens the bundle.")
    return 0


def _opener(bundle: ReadBundle, args: Namespace) -> Opener | None:
    if not bundle.locked:
        return None
    if args.identity is not None:
        text = read_file(args.identity)[0].decode("utf-8", "replace")
        return identities(text, str(args.identity))
    return passphrase() if args.passphrase else None
