"""OpenPalm Desktop: describe an assistant stack in forms, see its files, deploy it anywhere."""

__version__ = "0.1.0"
