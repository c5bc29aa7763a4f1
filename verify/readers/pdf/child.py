"""The child process that parses: bytes of PDFs in on standard input, their texts out on standard output, until the end of input.

A request is the number of bytes as eight bytes and the bytes; an answer is the same with JSON. Memory is limited where the
system can, no file can be written, and the parent ends the process when it takes too long.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
from contextlib import suppress
from typing import BinaryIO, Final

LENGTH: Final = struct.Struct(">Q")


def limit(memory: int) -> None:
    """Bound what this process may take, `memory` in bytes of address space; on systems that cannot, the time limit remains."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform == "win32":
        return
    import resource

    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def serve(incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """Answer requests one after the other."""
    from verify.readers.pdf.assembly import assemble

    while len(header := incoming.read(LENGTH.size)) == LENGTH.size:
        data = incoming.read(LENGTH.unpack(header)[0])
        try:
            answer = assemble(data)
        except MemoryError:
            answer = {"error": "memory"}
        except Exception as error:  # noqa: BLE001  one file that we stumble over must not lose the others
            answer = {"error": "bug", "detail": f"{type(error).__name__}: {error}"}
        body = json.dumps(answer).encode("ascii")
        outgoing.write(LENGTH.pack(len(body)) + body)
        outgoing.flush()


def main(memory: int) -> None:
    """Serve, with standard output kept for answers alone."""
    limit(memory)
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, outgoing)
