"""Python processes of our own: the same interpreter and the same modules, and nothing that lies in the working directory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Final

_MODULES: Final = "import sys, json; sys.path[:] = json.loads(sys.argv.pop(1)); "


def started(program: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """A process that runs `program` with pipes for its standard input and output. Raises `OSError` when there can be none.

    The directory that `verify` was started in may hold a `json.py` of anybody's; only what this process itself imports
    from is imported from.
    """
    if not sys.executable:
        raise FileNotFoundError("the program that this interpreter was started as")
    # What is no string there is passed over by imports too.
    path = json.dumps([entry for entry in sys.path if isinstance(entry, str)])  # pyright: ignore[reportUnnecessaryIsInstance]
    # One thread each: the linear algebra in numpy would reserve memory for all processors.
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-P", "-c", _MODULES + program, path, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **threads, "PYTHONWARNINGS": "ignore", **environment},
    )
