"""From what the user names to bytes to read: files, folders, globs, addresses and standard input.

A folder is searched for documents; what is in it and no document (pictures, styles, code) is counted in a notice.
"""

from __future__ import annotations

import difflib
import glob
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from verify.errors import InputError

STDIN = "-"
STDIN_NAME = "<stdin>"

# Files of a folder that nobody quotes in. Anything else is tried, so that nothing is skipped by a guess.
NOT_DOCUMENTS = frozenset(
    (
        "png jpg jpeg gif webp avif ico bmp tif tiff heic svg mp3 m4a ogg wav flac mp4 m4v mov avi webm mkv "
        "woff woff2 ttf otf eot css js mjs ts map py pyc pyi rs go c h cpp java rb php sh ps1 bat exe dll so dylib "
        "zip gz bz2 xz zst 7z tar tgz rar warc wacz sqlite sqlite3 db toml yaml yml ini cfg lock json jsonl xml xsl "
        "gitignore gitkeep gitattributes editorconfig log"
    ).split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One document to read: a file, an address, or bytes that were handed over (standard input, the library)."""

    name: str
    path: Path | None = None
    url: str | None = None
    data: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What was found; `problems` name what could not be used, a line each; `notices` what was left out."""

    documents: tuple[Input, ...]
    problems: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def collect(
    paths: Sequence[str | Path],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    stdin_name: str = STDIN_NAME,
) -> Inputs:
    """All documents that `paths` name, each once, in the order given; files of a folder sorted by name."""
    documents: dict[str, Input] = {}
    problems: list[str] = []
    left_out: Counter[str] = Counter()
    excluded = 0
    for named in paths:
        text = str(named)
        if text == STDIN:
            documents.setdefault(STDIN, Input(name=stdin_name, data=sys.stdin.buffer.read()))
            continue
        if text.startswith(("http://", "https://")):
            documents.setdefault(text, Input(name=text, url=text))
            continue
        path = Path(text)
        try:
            if path.is_dir():
                inside = _inside(path)
                chosen = [file for file in inside if _chosen(file, path, include, exclude)]
                excluded += len(inside) - len(chosen)
                kept = [file for file in chosen if not _no_document(file)]
                left_out.update(file.suffix.lower() or file.name for file in chosen if _no_document(file))
                if not kept:
                    problems.append(f"{text}: no documents in this folder")
            elif path.exists():
                kept = [path]
            else:
                kept = _expanded(text)
                if not kept:
                    problems.append(_missing(path))
        except OSError as error:
            problems.append(f"{text}: {error.strerror}")
            continue
        for file in kept:
            documents.setdefault(_key(file), Input(name=str(file), path=file))
    notices: list[str] = []
    if left_out:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(left_out.items()))
        notices.append(f"left out as no documents: {kinds}")
    if excluded:
        notices.append(f"left out by include/exclude: {excluded} file{'s' if excluded > 1 else ''}")
    return Inputs(documents=tuple(documents.values()), problems=tuple(problems), notices=tuple(notices))


def load(source: Input) -> bytes:
    """The bytes of a file or of what was handed over. Raises `InputError`."""
    if source.data is not None:
        return source.data
    if source.path is None:
        raise InputError(f"{source.name}: nothing to read")
    try:
        return source.path.read_bytes()
    except OSError as error:
        raise InputError(f"{source.name}: {error.strerror}") from error


def saved_run(place: str) -> bytes:
    """The bytes of a saved run: a file, or `-` for standard input. Raises `InputError`."""
    if place == STDIN:
        return sys.stdin.buffer.read()
    path = Path(place)
    if path.is_dir():
        raise InputError(f"{place}: a folder, not a saved run")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(_missing(path)) from None
    except OSError as error:
        raise InputError(f"{place}: {error.strerror}") from error


def _inside(folder: Path) -> list[Path]:
    found: list[Path] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        # Word keeps "~$name.docx" beside a document that is open.
        found.extend(Path(place) / name for name in sorted(files) if not name.startswith((".", "~$")))
    return found


def _chosen(file: Path, folder: Path, include: Iterable[str], exclude: Iterable[str]) -> bool:
    names = (file.as_posix(), file.relative_to(folder).as_posix(), file.name)

    def matches(patterns: Iterable[str]) -> bool:
        return any(fnmatch(name, pattern) for pattern in patterns for name in names)

    included = list(include)
    return (not included or matches(included)) and not matches(exclude)


def _no_document(file: Path) -> bool:
    return file.suffix.lower().lstrip(".") in NOT_DOCUMENTS


def _expanded(pattern: str) -> list[Path]:
    if not glob.has_magic(pattern):
        return []
    return [Path(name) for name in sorted(glob.glob(pattern, recursive=True)) if Path(name).is_file()]  # noqa: PTH207


def _missing(path: Path) -> str:
    if glob.has_magic(str(path)):
        return f"{path}: no file matches this pattern"
    near: list[str] = []
    if path.parent.is_dir():
        near = difflib.get_close_matches(path.name, [item.name for item in path.parent.iterdir()], 1)
    hint = f" Did you mean {path.parent / near[0]}?" if near else ""
    return f"no such file: {path}.{hint}" if hint else f"no such file: {path}"


def _key(file: Path) -> str:
    return str(file.resolve())
