"""Which files are archives, and of which kind, by their names."""


def is_archive(name: str) -> bool:
    """Whether a file's name is one of an archive."""
    return is_zip(name) or name.lower().endswith((".tar.gz", ".tgz"))


def is_zip(name: str) -> bool:
    """Whether a file's name is one of a zip archive."""
    return name.lower().endswith(".zip")
