"""Tables that people may read and extend: TOML files beside this module, shipped with the package."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The table `name` ("publishers"), read once. The caller checks its shape."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))
