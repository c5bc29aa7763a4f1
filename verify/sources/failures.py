"""Why a fetch failed, in words a person understands, from the nest of exceptions that HTTP libraries raise."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator
from typing import NamedTuple

from urllib3 import exceptions as urllib3

from verify.model import MissReason
from verify.sources.connections import ConnectError, RefusedAddressError, StoppedError
from verify.sources.names import ResolutionError

CONNECTION_REFUSED = "connection refused"  # an archive that firewalls us is told by it


class Failure(NamedTuple):
    """`again`: whether another attempt could go better."""

    reason: MissReason
    detail: str
    again: bool = False


def explained(error: BaseException) -> Failure:
    """The failure behind an exception; the most telling one of those it wraps."""
    chain = list(_chain(error))
    for explain in (_ours, _theirs):
        for each in chain:
            if found := explain(each):
                return found
    inner = next((each for each in reversed(chain) if str(each)), error)
    return Failure(MissReason.UNREACHABLE, f"no valid HTTP answer ({_line(inner)})")


def _ours(error: BaseException) -> Failure | None:
    """What our own connections raise: always nearer to the cause than what is wrapped around it."""
    match error:
        case RefusedAddressError():
            return Failure(MissReason.REFUSED, str(error))
        case StoppedError():
            return Failure(MissReason.UNREACHABLE, str(error))
        case ResolutionError():
            return Failure(MissReason.UNREACHABLE, f"name resolution failed ({error})")
        case ConnectError():
            return Failure(MissReason.UNREACHABLE, CONNECTION_REFUSED if error.refused else str(error), again=True)
        case ssl.SSLCertVerificationError():
            return Failure(MissReason.UNREACHABLE, f"TLS: {error.verify_message or error.reason}")
        case TimeoutError() | urllib3.TimeoutError():
            return Failure(MissReason.TIMEOUT, "no full answer in time")
        case _:
            return None


def _theirs(error: BaseException) -> Failure | None:
    match error:
        case ssl.SSLError():
            return Failure(MissReason.UNREACHABLE, f"TLS: {(error.reason or str(error)).replace('_', ' ').lower()}")
        case http.client.IncompleteRead() | urllib3.IncompleteRead():
            return Failure(MissReason.UNREACHABLE, "the answer broke off", again=True)
        case http.client.RemoteDisconnected():
            return Failure(MissReason.UNREACHABLE, "the connection was closed without an answer", again=True)
        case ConnectionResetError() | BrokenPipeError():
            return Failure(MissReason.UNREACHABLE, "connection reset", again=True)
        case urllib3.LocationParseError() | UnicodeError():
            return Failure(MissReason.REFUSED, f"not a web address ({_line(error)})")
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
