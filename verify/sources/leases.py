"""Who is asking what just now, so that runs that share a cache ask a site for a page once: rows with an expiry.

A holder renews its leases while it lives; that it was killed is seen at once on the same machine, and after
`LEASE_SECONDS` from elsewhere. Who waits takes the answer that the holder kept, or, when it found none worth keeping, its
miss.
"""

from __future__ import annotations

import os
import socket
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from verify.errors import VerifyError
from verify.model import Answer, Miss, MissReason, Request
from verify.sources.shared_state import LeaseRow, SharedState
from verify.sources.waiting import Ask, Later, current

LEASE_SECONDS = 15.0
RENEWAL_SECONDS = 4.0  # three chances before a lease runs out
PATIENCE = 60.0  # seconds worth waiting for somebody else; then the page is asked for twice
POLLS = (0.01, 0.02, 0.05, 0.1)  # seconds between looks at a lease of somebody else, the last for ever


def _here() -> str:
    """What tells apart the machines, and the containers on one, whose process numbers mean different processes."""
    namespace = ""
    with suppress(OSError):
        namespace = str(Path("/proc/self/ns/pid").readlink())
    return f"{socket.gethostname()}/{namespace}"


def _is_dead(owner: str) -> bool:
    """Whether the process of an owner is known to be gone."""
    place, _, rest = owner.rpartition("/")
    process = rest.partition("-")[0]
    if os.name != "posix" or place != _here() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)  # asks only
    except ProcessLookupError:
        return True
    except OSError:
        pass
    return False


class Leases:
    """The leases of one process. Safe for threads."""

    def __init__(self, shared: SharedState, *, clock: Callable[[], float] = time.time) -> None:
        self.owner = f"{_here()}/{os.getpid()}-{uuid.uuid4().hex}"
        self.shared = shared
        self.clock = clock
        self.closing = Event()
        self._lock = Lock()
        self._renewing: Thread | None = None

    def lease(self, key: str, request: Request) -> Lease:
        """A lease on asking for `key`, not yet taken."""
        return Lease(self, key, request)

    def started(self) -> None:
        """A lease was taken: begin to renew."""
        with self._lock:
            if self._renewing is None and not self.closing.is_set():
                self._renewing = Thread(target=self._renew, name="verify-leases", daemon=True)
                self._renewing.start()

    def close(self) -> None:
        """Give back what is still held, and let nobody wait."""
        self.closing.set()
        with self._lock:
            renewing, self._renewing = self._renewing, None
        if renewing:
            renewing.join()
            self.shared.release(self.owner)

    def _renew(self) -> None:
        while not self.closing.wait(RENEWAL_SECONDS):
            try:
                self.shared.renew(self.owner, self.clock() + LEASE_SECONDS)
            except VerifyError:
                return  # an index that cannot be written is told where an answer is kept


class Lease:
    """The right to ask for one thing; as a context it is given back at the end.

    Until `take` says that it is ours, `wait`, and look into the cache again. `failed` is set to a miss that is not
    kept, for those who wait.
    """

    def __init__(self, leases: Leases, key: str, request: Request) -> None:
        self.failed: Miss | None = None
        self._leases = leases
        self._key = key
        self._request = request
        self._token = ""
        self._other: LeaseRow | None = None
        self._until = time.monotonic() + PATIENCE

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._token or self._leases.closing.is_set():
            return
        ask = current()
        if ask and kind is Later:  # it goes on, perhaps on another thread
            ask.steps["leased", self._key] = self._token
            ask.finally_(lambda: self._give_back(ask))
            return
        self._release()

    def _give_back(self, ask: Ask) -> None:
        """Release what was kept for an ask that found its answer elsewhere."""
        if ask.steps.pop(("leased", self._key), None) and not self._leases.closing.is_set():
            self._release()

    def _release(self) -> None:
        miss = self.failed
        told = (miss.reason.value, miss.detail, miss.retry_after) if miss else None
        self._leases.shared.release(self._leases.owner, self._token, told, self._leases.clock() + LEASE_SECONDS)

    @property
    def held(self) -> tuple[str, str] | None:
        """Owner and token of the lease while it is ours."""
        return (self._leases.owner, self._token) if self._token else None

    def over(self) -> None:
        """It has ended together with what was asked for."""
        self._token = ""

    def take(self) -> bool:
        """Whether the thing is ours to ask: nobody asks for it, or we have waited long enough."""
        ask = current()
        if ask and (token := ask.steps.pop(("leased", self._key), "")):
            self._token = token
            return True
        if ask and self._other is None and (kept := ask.steps.pop(("lease", self._key), None)):
            self._other, self._until = kept  # it was put aside while somebody else held the lease
            return False
        now = self._leases.clock()
        if self._other and (time.monotonic() > self._until or self._leases.closing.is_set()):
            return True
        token = uuid.uuid4().hex
        self._other = self._leases.shared.claim(
            LeaseRow(key=self._key, token=token, owner=self._leases.owner, until=now + LEASE_SECONDS), now, _is_dead
        )
        if self._other is None:
            self._token = token
            self._leases.started()
        return self._other is None

    def wait(self) -> Answer | None:
        """Wait until the holder is done or dead, and return its miss when it had one. Raises `Later` for an ask."""
        ask, other = current(), self._other
        look = 0
        while other and time.monotonic() < self._until:
            if self._leases.closing.wait(0 if ask else POLLS[min(look, len(POLLS) - 1)]):
                return None
            look += 1
            row = self._leases.shared.leased(self._key)
            if row is None or row.token != other.token or row.until < self._leases.clock() or _is_dead(row.owner):
                return None
            if row.miss:
                reason, detail, seconds = row.miss
                return Miss(request=self._request, reason=MissReason(reason), detail=detail, retry_after=seconds)
            if ask:
                ask.steps["lease", self._key] = other, self._until
                raise Later(POLLS[-1])
        return None
