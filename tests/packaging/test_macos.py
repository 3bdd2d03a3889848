"""What macOS is told of the program; the rest of its packaging runs on macOS only."""

import plistlib

from tests.packaging.conftest import PACKAGING, code_of


def test_stacks_and_yaml_files_are_its_documents() -> None:
    bundle_info = code_of("macos/bundle_info.py")
    told = plistlib.loads(plistlib.dumps(bundle_info["bundle_info"]("1.2.3")))
    assert told["CFBundleShortVersionString"] == "1.2.3"
    declared = {kind["UTTypeIdentifier"]: kind for kind in told["UTExportedTypeDeclarations"]}
    stack = declared[bundle_info["STACK"]]
    assert stack["UTTypeTagSpecification"]["public.filename-extension"] == ["openpalm"]
    ranks = {
        kind["LSItemContentTypes"][0]: kind["LSHandlerRank"]
        for kind in told["CFBundleDocumentTypes"]
    }
    assert ranks == {bundle_info["STACK"]: "Owner", "public.yaml": "Alternate"}


def test_what_it_may_do_is_a_property_list_of_true_ones() -> None:
    allowed = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert allowed
    assert all(name.startswith("com.apple.security.") and one for name, one in allowed.items())
