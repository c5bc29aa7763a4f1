"""The copies of a source that were asked for, in words: which one, of when, and what it gave."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from verify.core.summaries import day, miss_detail
from verify.model import Capture, Evidence, Finding, Miss


def kind(evidence: Evidence) -> str:
    """`live page`, `capture`, or `file`."""
    if evidence.answer.request.uri_r.startswith("file:"):
        return "file"
    if isinstance(evidence.answer, Capture) and evidence.answer.uri_m:
        return "capture"
    return "live page" if evidence.answer.request.live else "capture"


def in_words(evidence: Evidence) -> str:
    """One copy: `live page of 21 November 2026`, `capture of 4 May 2019`, `no live page (…)`, `file story.html`."""
    answer = evidence.answer
    name = kind(evidence)
    if isinstance(answer, Miss):
        return f"no {name} ({miss_detail(answer)})"
    if name == "file":
        told = f"file {file_name(answer.request.uri_r)}"
    elif name == "capture" and answer.memento_datetime:
        told = f"capture of {day(answer.memento_datetime.astimezone(UTC))}"
    else:
        told = f"{name} of {day(answer.retrieved.astimezone(UTC))}"
    place = _place(evidence)
    if place:
        told += f", {place}"
    if evidence.unreadable:
        told += f" ({evidence.detail or evidence.unreadable})"
    return told


def _place(evidence: Evidence) -> str:
    """Where in the copy the words stand: `p. 12`, or `pp. 12–13` where they run over a page; empty where copies have no places."""
    judged = evidence.judged
    if judged is None or judged.match is None:
        return ""
    first, last = (
        judged.source.place(at) for at in (judged.match.start, max(judged.match.end - 1, judged.match.start))
    )
    if first.page is not None and last.page is not None and first.page < last.page:
        return f"pp. {first.page}–{last.page}"
    named = (first.page, first.paragraph, first.part, first.cell, first.time)
    return str(first) if any(name is not None for name in named) else ""


def all_in_words(finding: Finding) -> str:
    """Every copy asked for, the one that decided first."""
    return "; ".join(dict.fromkeys(in_words(item) for item in finding.evidence))


def address(evidence: Evidence) -> str:
    """Where a person opens this copy: the page an archive shows readers, the live address, or the file's path."""
    answer = evidence.answer
    if isinstance(answer, Capture):
        return address_of(answer)
    return answer.request.uri_m or answer.request.uri_r


def public_address(evidence: Evidence) -> str:
    """The link to the passage or to the copy; of a local file the name alone, because reports go to people whom folders do not concern."""
    if kind(evidence) == "file":
        return file_name(evidence.answer.request.uri_r)
    return evidence.link or address(evidence)


def address_of(capture: Capture) -> str:
    """Where a person opens a capture; an archive's raw copy (`id_`) is asked for as the page it shows readers."""
    return capture.uri_m.replace("id_/", "/", 1) if capture.uri_m else capture.uri_r


def moment(when: datetime) -> str:
    """A moment as people write it: 4 May 2019, 13:07:20 UTC."""
    when = when.astimezone(UTC)
    return f"{day(when)}, {when:%H:%M:%S} UTC"


def file_name(uri: str) -> str:
    """The name of the file that a `file:` address means."""
    return unquote(urlsplit(uri).path).rsplit("/", 1)[-1] or uri
