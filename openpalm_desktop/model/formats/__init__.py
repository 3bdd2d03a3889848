"""Older formats and Compose files, made into version 4 without dropping anything in silence."""

from .conversion import Conversion, convert
from .format import Format
from .note import Note
from .recognise import recognise

__all__ = ["Conversion", "Format", "Note", "convert", "recognise"]
