"""What a finding rests on, so that it can be contested: the copies that were asked for, and the reference's own claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verify.core.rules import REASONS
from verify.model import Availability, Capture, Evidence, MetadataCheck
from verify.reports import copies
from verify.reports.markup import Markup, anchor, el, join


def metadata(checks: Sequence[MetadataCheck]) -> Markup | None:
    """What the reference says of the source against what the source says of itself."""
    if not checks:
        return None
    rows = [
        el(
            "tr",
            el("th", check.field, scope="row"),
            el("td", check.cited, dir="auto"),
            el("td", check.found, dir="auto"),
            el("td", "agrees" if check.agrees else el("strong", "differs")),
        )
        for check in checks
    ]
    heads = [el("th", word, scope="col") for word in ("Field", "Reference", "Source", "")]
    return el(
        "div",
        el("h4", "The reference against what the source says of itself"),
        el("div", el("table", el("thead", el("tr", *heads)), el("tbody", *rows)), class_="wide"),
        class_="part",
    )


def evidence(items: Sequence[Evidence]) -> Markup | None:
    """Every copy that was asked for: address, time, status, digest, and where its bytes are kept."""
    if not items:
        return None
    return el("div", el("h4", "Evidence"), *(_copy(item) for item in items), class_="part evidence")


def _copy(item: Evidence) -> Markup:
    answer = item.answer
    rows = list(_capture_rows(answer)) if isinstance(answer, Capture) else [("Asked for", _asked(item))]
    if item.availability and item.availability not in (Availability.LIVE, Availability.NOT_REQUESTED):
        rows.append(("State", join(item.availability.value)))
    if item.unreadable and isinstance(answer, Capture):
        rows.append(("Not readable", join(item.detail or REASONS[item.unreadable])))
    elif item.detail and isinstance(answer, Capture):
        rows.append(("Remark", join(item.detail)))
    if item.judged:
        rows.append(("Verdict on this copy", join(item.judged.verdict.value)))
    return el(
        "div",
        el("p", el("strong", _capitalised(copies.in_words(item))), *_links(item), class_="copy"),
        el("dl", *(join(el("dt", name), el("dd", value)) for name, value in rows)),
    )


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def _links(item: Evidence) -> Iterator[Markup]:
    if not isinstance(item.answer, Capture):
        return
    found = item.judged and item.judged.match
    if item.link and found:
        yield join(" ", anchor(item.link, "see the passage", class_="named"))
    if copies.kind(item) == "capture":
        yield join(" ", anchor(copies.address(item), "open the capture", class_="named page"))
    elif copies.kind(item) == "live page":
        yield join(" ", anchor(copies.address(item), "open the page", class_="named page"))


def _asked(item: Evidence) -> Markup:
    return _address(item.answer.request.uri_m or item.answer.request.uri_r)


def _address(uri: str) -> Markup:
    """A link; of a local file the name alone, because the report is mailed to people whom the folders do not concern."""
    return el("span", "file ", el("code", copies.file_name(uri))) if uri.startswith("file:") else anchor(uri, uri)


def _capture_rows(capture: Capture) -> Iterator[tuple[str, Markup]]:
    yield "Address", _address(capture.uri_r)
    if capture.redirects:
        yield "Redirected from", join(" → ".join(f"{hop.status} {hop.uri}" for hop in capture.redirects))
    if capture.uri_m:
        yield "Memento", anchor(copies.address_of(capture), capture.uri_m)
    if capture.memento_datetime:
        yield "Captured", join(copies.moment(capture.memento_datetime))
    how = [copies.moment(capture.retrieved)]
    if not capture.uri_r.startswith("file:"):
        how.append(f"status {capture.status}")
    if capture.media_type:
        how.append(capture.media_type)
    yield "Retrieved", join(", ".join(how))
    yield "SHA-256", el("code", capture.sha256)
    if capture.record:
        yield "WARC record", join(el("code", capture.record.file), f" at byte {capture.record.offset:,}")
