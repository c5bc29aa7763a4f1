"""Errors that stop a run or lose one input document. A source that cannot be had is none: see `model.Miss`.

VerifyError          one line on stderr: what, where, remedy; exit 2
├── ConfigError      a setting is wrong
└── InputError       a document cannot be read; the others still are
    └── UnreadableError   its bytes hold no text
"""

from __future__ import annotations


class VerifyError(Exception):
    """The user can mend this; the message says how."""


class ConfigError(VerifyError):
    """A setting is wrong."""


class InputError(VerifyError):
    """A document cannot be read."""


class UnreadableError(InputError):
    """Bytes that hold no text a person could read; `reason` is a value of `model.Reason` ("not-text")."""

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason
