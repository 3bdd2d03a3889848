"""What macOS is told of the program: its kinds of documents first of all."""

from typing import Any

IDENTIFIER = "io.github.openpalm.desktop"
STACK = "io.github.openpalm.stack"


def bundle_info(version: str) -> dict[str, Any]:
    """Return the entries of Info.plist that PyInstaller does not write by itself."""
    return {
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSApplicationCategoryType": "public.app-category.developer-tools",
        "LSMinimumSystemVersion": "14.0",  # Qt's own floor
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "MIT licence",
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": STACK,
                "UTTypeDescription": "OpenPalm stack",
                "UTTypeConformsTo": ["public.yaml", "public.plain-text"],
                "UTTypeTagSpecification": {
                    "public.filename-extension": ["openpalm"],
                    "public.mime-type": ["application/x-openpalm+yaml"],
                },
            }
        ],
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "OpenPalm stack",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [STACK],
            },
            {  # a stack spec is YAML, and YAML is other programs' as well
                "CFBundleTypeName": "YAML file",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": ["public.yaml"],
            },
        ],
    }
