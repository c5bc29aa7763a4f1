"""What the C library does with memory that is no longer used: it is given back, not kept for later."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Final

LARGE: Final = 1 << 20  # bytes; a block of this size, a page or its text, goes back to the system when it is freed
_ARENA_MAX: Final = -8  # mallopt(3)
_MMAP_THRESHOLD: Final = -3


def give_back() -> None:
    """Keep few and small free blocks, where the C library is glibc.

    By default each of hundreds of threads gets blocks of its own, and one large page raises the size from which
    blocks are given back to that of the page.
    """
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_ARENA_MAX, 2)
        mallopt(_MMAP_THRESHOLD, LARGE)
