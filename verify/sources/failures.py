"""Why a fetch failed, in words a person understands, from the nest of exceptions that HTTP libraries raise."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator

from urllib3 import exceptions as urllib3

from verify.model import MissReason
from verify.sources.bodies import BrokenBodyError, TooLargeError
from verify.sources.connections import ConnectError, RefusedAddressError, StoppedError
from verify.sources.headers import printable
from verify.sources.names import ResolutionError
from verify.sources.polite import HeldError

# What these libraries and our own boxes raise when a page cannot be had. Anything else is a bug.
EXPECTED = (
    urllib3.HTTPError,
    http.client.HTTPException,
    OSError,  # also what requests raises
    ValueError,
    BrokenBodyError,
    ConnectError,
    HeldError,
    RefusedAddressError,
    ResolutionError,
    StoppedError,
    TooLargeError,
)
CONNECTION_REFUSED = "connection refused"  # an archive that firewalls us is told by it


class FetchError(Exception):
    """A fetch that ends without a response: a miss in the making.

    `again` tells whether another attempt could go better, `seconds` how long a host asks to be left alone.
    """

    def __init__(self, reason: MissReason, detail: str, *, again: bool = False, seconds: float | None = None) -> None:
        super().__init__(detail)
        self.reason, self.detail, self.again, self.seconds = reason, printable(detail), again, seconds


def explained(error: BaseException) -> FetchError:
    """The failure behind an exception; the most telling one of those it wraps."""
    chain = list(_chain(error))
    for explain in (_ours, _theirs):
        for each in chain:
            if found := explain(each):
                return found
    inner = next((each for each in reversed(chain) if str(each)), error)
    return FetchError(MissReason.UNREACHABLE, f"no valid HTTP answer ({_line(inner)})")


def _ours(error: BaseException) -> FetchError | None:
    """What our own connections raise: always nearer to the cause than what is wrapped around it."""
    match error:
        case RefusedAddressError():
            return FetchError(MissReason.REFUSED, str(error))
        case HeldError():
            return FetchError(MissReason.THROTTLED, str(error), seconds=error.seconds)
        case TooLargeError():
            return FetchError(MissReason.TOO_LARGE, str(error))
        case BrokenBodyError():
            return FetchError(MissReason.UNREACHABLE, f"the answer cannot be read: {error}", again=True)
        case StoppedError():
            return FetchError(MissReason.UNREACHABLE, str(error))
        case ResolutionError():
            return FetchError(MissReason.UNREACHABLE, f"name resolution failed ({error})")
        case ConnectError():
            return FetchError(MissReason.UNREACHABLE, CONNECTION_REFUSED if error.refused else str(error), again=True)
        case ssl.SSLCertVerificationError():
            return FetchError(MissReason.UNREACHABLE, f"TLS: {error.verify_message or error.reason}")
        case TimeoutError() | urllib3.TimeoutError():
            return FetchError(MissReason.TIMEOUT, "no full answer in time")
        case _:
            return None


def _theirs(error: BaseException) -> FetchError | None:
    match error:
        case ssl.SSLError():
            return FetchError(MissReason.UNREACHABLE, f"TLS: {(error.reason or str(error)).replace('_', ' ').lower()}")
        case http.client.IncompleteRead() | urllib3.IncompleteRead():
            return FetchError(MissReason.UNREACHABLE, "the answer broke off", again=True)
        case http.client.RemoteDisconnected():
            return FetchError(MissReason.UNREACHABLE, "the connection was closed without an answer", again=True)
        case ConnectionResetError() | BrokenPipeError():
            return FetchError(MissReason.UNREACHABLE, "connection reset", again=True)
        case urllib3.LocationParseError() | UnicodeError():
            return FetchError(MissReason.REFUSED, f"not a web address ({_line(error)})")
        case _:
            return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it wraps: the real one hides in arguments, `reason`, causes and contexts."""
    todo, seen = [error], set[int]()
    while todo:
        each = todo.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        inner = (*each.args, getattr(each, "reason", None), each.__cause__, each.__context__)
        todo.extend(part for part in inner if isinstance(part, BaseException))


def _line(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".partition("\n")[0][:160]
