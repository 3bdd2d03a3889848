"""A person's YAML or JSON file: read fast, and edited without touching anything else."""

from .document import YamlDocument, read_yaml
from .encoding import EncodingError, decode

__all__ = ["EncodingError", "YamlDocument", "decode", "read_yaml"]
