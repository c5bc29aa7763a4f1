"""Messages between a run and its own processes: pickles on pipes, in which the citations of the plan are only named."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from io import BytesIO
from types import MappingProxyType
from typing import IO, Any

from verify.model import Citation

READY = "ready"  # the first message of a process that has its plan


class StepError(Exception):
    """What ended a flow in another process. `told` says it in words, or is the traceback of a bug of ours."""

    def __init__(self, told: str, *, bug: bool = False) -> None:
        super().__init__(told)
        self.told = told
        self.bug = bug

    def __reduce__(self) -> tuple[Callable[..., StepError], tuple[str, bool]]:
        return _step_error, (self.told, self.bug)


def _step_error(told: str, bug: bool) -> StepError:
    return StepError(told, bug=bug)


def _view(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


class _Pickler(pickle.Pickler):
    dispatch_table = {MappingProxyType: lambda view: (_view, (dict(view),))}  # noqa: RUF012  as pickle wants it

    def __init__(self, stream: IO[bytes], number: int | None) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self._number = number

    def persistent_id(self, obj: object) -> int | None:
        return self._number if type(obj) is Citation else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, stream: IO[bytes], citation: Callable[[int], Citation]) -> None:
        super().__init__(stream)
        self._citation = citation

    def persistent_load(self, pid: int) -> Citation:
        return self._citation(pid)


def packed(message: object, *, of: int | None = None) -> bytes:
    """One message; the citation in it is named as the one of job `of`, if that is given. Raises what `pickle` raises."""
    stream = BytesIO()
    _Pickler(stream, of).dump(message)
    return stream.getvalue()


def receive(stream: IO[bytes], citation: Callable[[int], Citation] | None = None) -> Any:  # noqa: ANN401  whoever asks knows
    """The next message. Raises `EOFError` when there is none, and what `pickle` raises for one that is cut off."""
    return (_Unpickler(stream, citation) if citation else pickle.Unpickler(stream)).load()  # noqa: S301  our own process
