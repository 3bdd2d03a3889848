"""Image references written in one way, as Docker does before it compares them."""

DOCKER_HUB = "docker.io"


def familiar(reference: str) -> str:
    """Return a reference without what is understood: `docker.io/library/`; with its tag."""
    name, _, digest = reference.partition("@")
    name = name.removeprefix("docker.io/").removeprefix("library/")
    path, colon, tag = name.rpartition(":")
    has_tag = bool(colon) and "/" not in tag
    if digest:
        return f"{path if has_tag else name}@{digest}"
    return name if has_tag else f"{name}:latest"


def registry_of(reference: str) -> str:
    """Return the host of the registry that an image comes from."""
    first, slash, _ = reference.partition("/")
    is_host = bool(slash) and ("." in first or ":" in first or first == "localhost")
    return first if is_host else DOCKER_HUB
