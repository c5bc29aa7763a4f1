"""Prose for the benchmarks: the texts of a folder, or, without one, the seed documents of this repository."""

from __future__ import annotations

import gzip
from pathlib import Path

SEEDS = Path(__file__).parents[1] / "seeds"


def texts(folder: Path | None) -> dict[str, str]:
    """The .txt and .txt.gz files of a folder by name."""
    found: dict[str, str] = {}
    for path in sorted((folder or SEEDS).iterdir()):
        if path.name.endswith(".txt.gz"):
            found[path.name.removesuffix(".txt.gz")] = gzip.decompress(path.read_bytes()).decode("utf-8")
        elif path.suffix == ".txt":
            found[path.stem] = path.read_text("utf-8")
    if not found:
        message = f"no .txt or .txt.gz files in {folder}"
        raise SystemExit(message)
    return found
