"""Errors that stop a run or lose one input document. A source that cannot be had is none: see `model.Miss`.

VerifyError          one line on stderr: what, where, remedy; exit 2
├── ConfigError      a setting is wrong
└── InputError       a document cannot be read; the others still are
"""

from __future__ import annotations


class VerifyError(Exception):
    """The user can mend this; the message says how."""


class ConfigError(VerifyError):
    """A setting is wrong."""


class InputError(VerifyError):
    """A document cannot be read."""
