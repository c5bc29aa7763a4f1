"""Tables that people may read and extend: TOML files beside this module, shipped with the package."""

from __future__ import annotations

import tomllib
from functools import cache
from pkgutil import get_data  # a tenth of what importlib.resources takes to import
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The table `name` ("publishers"), read once. The caller checks its shape."""
    data = get_data(__name__, f"{name}.toml")
    if data is None:
        message = f"{name}.toml"
        raise FileNotFoundError(message)
    return tomllib.loads(data.decode("utf-8"))
