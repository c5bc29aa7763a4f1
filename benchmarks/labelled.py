"""The labelled documents of `data/extraction`, in every format they are made in; its README.md explains the notation."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from made_formats import make

from verify.model import Document
from verify.readers import read

FOLDER = Path(__file__).parent / "data" / "extraction"
_LINE = re.compile(r"^%% (.*)\n?", re.MULTILINE)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|\[\^\w+\]|~~.+?~~|'''?|\]\([^)]*\)|\[\[|\]\]")
_WORD = re.compile(r"\w+")
_OPENING = tuple("“„”\"«»‘‚’'‹›「『＂¿\n.…")


@dataclass(frozen=True)
class Label:
    words: str  # as the source writes them, with its markup
    start: int  # in the source
    speakers: tuple[str, ...]  # any of them is right
    sources: tuple[str, ...]
    reason: str | None  # None: to be verified

    @property
    def plain(self) -> str:
        return " ".join(html.unescape(_MARKUP.sub("", self.words)).split())


@dataclass(frozen=True)
class Labelled:
    name: str
    language: str
    format: str
    document: Document
    labels: tuple[Label, ...]
    places: tuple[dict[str, object], ...]  # of each label
    spans: tuple[
        tuple[int, int] | None, ...
    ]  # of each label in the text of the document; None: its words are not there
    references: tuple[tuple[str, dict[str, str]], ...]  # key, fields
    joins: bool  # whether the labels tell the references

    @property
    def named(self) -> set[str]:
        """What the labels call their references."""
        return {source for label in self.labels for source in label.sources}


def labelled_documents(folder: Path = FOLDER) -> Iterator[Labelled]:
    """All documents in all their formats."""
    for path in sorted(folder.iterdir()):
        content = path.read_text("utf-8") if path.is_file() and path.name != "README.md" else ""
        if path.suffix == ".txt":
            for part in re.split(r"^== ", content, flags=re.MULTILINE)[1:]:
                head, _, body = part.partition("\n")
                language, _, name = head.partition(" ")
                yield from _documents(name, language, "txt", body.strip("\n") + "\n")
        elif content:
            name, language, format = path.name.split(".")
            yield from _documents(name, language, format, content)


def _documents(name: str, language: str, format: str, content: str) -> Iterator[Labelled]:
    formats = [format]
    references: list[tuple[str, dict[str, str]]] = []
    for line in _LINE.findall(content):
        if line.startswith("as: "):
            formats = line.removeprefix("as: ").split()
            continue
        key, *fields = line.split(" | ")
        references.append((key, dict(one.split(": ", 1) for one in fields)))
    source, labels = _read(_LINE.sub("", content))
    for one in formats:
        try:
            body, places = make(source, one, [label.start for label in labels])
        except ModuleNotFoundError as error:
            print(f"{name}.{language}.{one} is left out: {error.name} is not installed")
            continue
        document = read(body, name=f"{name}.{one}")
        joins = bool(references) or any(label.sources for label in labels)
        yield Labelled(
            name,
            language,
            one,
            document,
            labels,
            tuple(places),
            tuple(_spans(document.text, labels)),
            tuple(references),
            joins,
        )


def _read(content: str) -> tuple[str, tuple[Label, ...]]:
    """The source without its labels, and these in the order in which they begin."""
    source: list[str] = []
    length = 0
    open_: list[int] = []
    labels: list[Label] = []
    for token in re.split(r"(⟦|⟧\{[^}]*\})", content):
        if token == "⟦":
            open_.append(length)
        elif token.startswith("⟧"):
            start = open_.pop()
            head, _, reason = token[2:-1].partition("!")
            speakers, _, sources = head.partition(">")
            labels.append(
                Label(
                    "".join(source)[start:],
                    start,
                    tuple(one.strip() for one in speakers.split("|") if one.strip()),
                    tuple(one.strip() for one in sources.split(", ") if one.strip()),
                    reason.strip() or None,
                )
            )
        else:
            source.append(token)
            length += len(token)
    if open_:
        raise ValueError(f"a label is never closed: {''.join(source)[open_[0] :][:60]!r}")
    return "".join(source), tuple(sorted(labels, key=lambda label: label.start))


def _spans(text: str, labels: tuple[Label, ...]) -> Iterator[tuple[int, int] | None]:
    """Where the words of each label stand in the text of the document, in order, whatever stands between the words."""
    position = 0
    for label in labels:
        words = _WORD.findall(label.plain)
        # Page breaks, note marks and broken words may come between or into the words.
        pattern = r"[\W_]{1,40}?".join(r"(?:[-\u00ad]\s*)?".join(re.escape(one) for one in word) for word in words)
        found = list(re.compile(rf"(?<!\w){pattern}(?!\w)").finditer(text, position))
        # A single word may stand without marks before it stands between them.
        match = next(
            (one for one in found if text[: one.start()].rstrip()[-1:] in _OPENING), found[0] if found else None
        )
        if match is None:
            yield None
            continue
        position = match.start()
        yield match.span()
