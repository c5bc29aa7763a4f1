"""Reports built by hand, for the tests of the writers: every verdict, availability and reason occurs in `full()`.

Offsets are looked up in the texts, so that a wrong one cannot be written down.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from verify.model import (
    Availability,
    Capture,
    Check,
    Citation,
    CrossFinding,
    CrossPlace,
    Difference,
    Document,
    Evidence,
    Extraction,
    Finding,
    Hop,
    Item,
    Join,
    Judged,
    Match,
    MetadataCheck,
    Miss,
    MissReason,
    Name,
    Piece,
    Quotation,
    QuotationKind,
    Reason,
    Record,
    Reference,
    ReferenceKind,
    RegionKind,
    Report,
    Request,
    Severity,
    Verdict,
)

STARTED = datetime(2026, 11, 21, 7, 3, 9, tzinfo=UTC)
FINISHED = datetime(2026, 11, 21, 7, 3, 42, tzinfo=UTC)
RETRIEVED = datetime(2026, 11, 21, 7, 3, 20, tzinfo=UTC)
ARCHIVED = datetime(2013, 12, 20, 11, 5, 0, tzinfo=UTC)


def document(name: str, text: str, **fields) -> Document:
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(**({"name": name, "media_type": "text/plain", "text": text, "sha256": digest} | fields))


def reference(id: str = "r1", *, marker: str | None = None, raw: str = "", **fields) -> Reference:
    item = Item(**fields)
    return Reference(
        id=id, kind=ReferenceKind.NUMBERED, marker=marker, raw=raw or item.title or id, start=0, end=0, item=item
    )


def difference(
    rule: str, severity: Severity, exact: str, quoted: str, source_text: str, words: str, message: str
) -> Difference:
    """A difference whose spans are those of the words; empty words stand at the end."""
    start = exact.index(quoted) if quoted else len(exact)
    source_start = source_text.index(words) if words else 0
    return Difference(
        rule=rule,
        severity=severity,
        quoted=quoted,
        source=words,
        start=start,
        end=start + len(quoted),
        source_start=source_start,
        source_end=source_start + len(words),
        message=message,
    )


def judged(verdict: Verdict, source_text: str, passage: str | None, differences=(), flags=(), **match_fields) -> Judged:
    match = None
    if passage is not None:
        start = source_text.index(passage)
        end = start + len(passage)
        match = Match(
            start=start,
            end=end,
            exact=passage,
            before=source_text[max(0, start - 120) : start],
            after=source_text[end : end + 120],
            pieces=(Piece(start=0, end=len(passage), source_start=start, source_end=end),),
            **match_fields,
        )
    return Judged(
        verdict=verdict,
        source=document("https://example.org/story", source_text, media_type="text/html"),
        match=match,
        differences=tuple(differences),
        flags=frozenset(flags),
    )


def capture(
    uri: str = "https://example.org/story", *, at: datetime | None = None, body: bytes = b"page", **fields
) -> Capture:
    return Capture(
        **(
            {
                "request": Request(uri_r=uri, accept_datetime=at),
                "uri_r": uri,
                "uri_m": f"https://web.archive.org/web/{at:%Y%m%d%H%M%S}id_/{uri}" if at else None,
                "memento_datetime": at,
                "retrieved": RETRIEVED,
                "media_type": "text/html",
                "sha256": sha256(body).hexdigest(),
                "body": body,
                "record": Record(file="verify-20261121.warc.gz", offset=1432, record_id="<urn:uuid:1>"),
            }
            | fields
        )
    )


def miss(reason: MissReason, detail: str = "", uri: str = "https://example.org/story", at=None) -> Evidence:
    request = Request(uri_r=uri, accept_datetime=at)
    return Evidence(
        answer=Miss(request=request, reason=reason, detail=detail),
        availability=Availability.UNREACHABLE,
        unreadable=Reason.UNREACHABLE,
        detail=detail,
    )


class Paper:
    """A document under construction: sentences with quotations and references, then findings on them."""

    def __init__(self, name: str, **fields) -> None:
        self.name = name
        self.text = ""
        self.fields = fields
        self.quotations: list[Quotation] = []
        self.references: list[Reference] = []
        self.joins: list[Join] = []
        self.notices: list[str] = []
        self.plans: list[tuple[str | None, str | None, dict]] = []

    def say(self, before: str, words: str = "", after: str = "", *, source: str | None = None, **fields) -> str:
        """A paragraph with a quotation in marks; its id."""
        self.text += before
        start = len(self.text) + 1
        id = f"q{len(self.quotations) + 1}"
        if words:
            self.text += f"“{words}”"
            quotation = Quotation(
                id=id,
                exact=words,
                prefix=before[-32:],
                suffix=after[:32],
                start=start,
                end=start + len(words),
                **fields,
            )
            self.quotations.append(quotation)
            if source:
                self.joins.append(Join(quotation=id, reference=source, rule="marker"))
        self.text += f"{after}\n\n"
        return id

    def cite(self, *, marker: str | None = None, raw: str = "", **fields) -> str:
        """An entry of the reference list; its id."""
        id = f"r{len(self.references) + 1}"
        raw = raw or ", ".join(str(value) for value in fields.values() if isinstance(value, str))
        start = len(self.text)
        self.text += f"{raw}\n"
        self.references.append(
            Reference(
                id=id,
                kind=ReferenceKind.NUMBERED if marker else ReferenceKind.PROSE,
                marker=marker,
                raw=raw,
                start=start,
                end=start + len(raw),
                item=Item(**fields),
            )
        )
        return id

    def find(self, quotation: str | None, ref: str | None, **fields) -> None:
        """A finding on a quotation, a reference, or both."""
        self.plans.append((quotation, ref, fields))

    def build(self) -> tuple[Extraction, tuple[Finding, ...]]:
        source = document(self.name, self.text, **self.fields)
        quotations = {item.id: item for item in self.quotations}
        references = {item.id: item for item in self.references}
        findings = []
        for number, (quotation, ref, fields) in enumerate(self.plans):
            citation = Citation(
                document=source,
                quotation=quotations.get(quotation),
                reference=references.get(ref),
                fingerprint=sha256(f"{self.name}{number}".encode("utf-8", "surrogatepass")).hexdigest()[:16],
            )
            defaults = {"summary": "A sentence.", "availability": Availability.LIVE}
            findings.append(Finding(**(defaults | fields), citation=citation))
        extraction = Extraction(
            document=source,
            quotations=tuple(self.quotations),
            references=tuple(self.references),
            joins=tuple(self.joins),
            citations=tuple(finding.citation for finding in findings),
            notices=tuple(self.notices),
        )
        return extraction, tuple(findings)


def report(*papers: Paper, **fields) -> Report:
    built = [paper.build() for paper in papers]
    return Report(
        **(
            {
                "version": "0.1.0",
                "started": STARTED,
                "finished": FINISHED,
                "extractions": tuple(extraction for extraction, _ in built),
                "findings": tuple(itertools.chain.from_iterable(findings for _, findings in built)),
                "config_digest": "c0ffee",
            }
            | fields
        )
    )


STORY = (
    "BAGHDAD – Gunmen stormed the camp before dawn on Sunday. Officials said the assault killed 50 people and wounded "
    "dozens more. The camp's residents had asked for protection for months, and nobody came. “We did not expect to "
    "survive the night,” said Ahmed Karim, a resident. The government denied any part in the attack."
)


def altered(number: int = 1) -> Paper:
    """A document with one quotation whose number differs from the source's."""
    paper = Paper(f"altered-{number}.txt")
    words = "the assault killed 250 people and wounded dozens more"
    q = paper.say("According to Example Wire, ", words, ", the night was long.", speaker="Example Wire")
    r = paper.cite(
        marker="[4]",
        title="Gunmen storm camp",
        container_title="Example Wire",
        issued="2019-05-03",
        URL="https://example.org/story",
    )
    found = difference(
        "F7", Severity.ALTERED, words, "250", STORY, "50 ".strip(), "The quotation has “250”, the source “50”."
    )
    passage = "the assault killed 50 people and wounded dozens more"
    verdict = judged(Verdict.ALTERED, STORY, passage, [found])
    paper.find(
        q,
        r,
        verdict=Verdict.ALTERED,
        summary="The words differ on the live page: the quotation has “250”, the source “50”.",
        differences=(found,),
        evidence=(
            Evidence(
                answer=capture(),
                availability=Availability.LIVE,
                judged=verdict,
                link="https://example.org/story#:~:text=the%20assault%20killed,dozens%20more",
            ),
            Evidence(answer=capture(at=ARCHIVED), availability=Availability.LIVE, judged=verdict),
        ),
        metadata=(
            MetadataCheck(field="title", cited="Gunmen storm camp", found="Gunmen storm camp", agrees=True),
            MetadataCheck(field="issued", cited="2019-05-03", found="2019-05-04", agrees=False),
        ),
    )
    return paper


def article() -> Paper:
    """One document with every verdict and most of what can be said of it."""
    paper = altered()
    paper.name = "draft.txt"
    story = "https://example.org/story"
    absent = paper.say(
        "Karim added: ",
        "They had been warned a hundred times and laughed",
        ". Nobody else recalls it.",
        speaker="Karim",
    )
    variant_words = "Gunmen stormed the Camp before dawn on Sunday"
    variant = paper.say("The wire began: ", variant_words, ".", source="r1")
    edited_words = "The camp's residents had asked for protection …, and nobody came"
    edited = paper.say("And: ", edited_words, ".", source="r1", kind=QuotationKind.BLOCK)
    verbatim = paper.say("He said: ", "We did not expect to survive the night", " [4].", speaker="Ahmed Karim")
    drifted = paper.say("Once more: ", "The government denied any part in the attack", ".", speaker="the wire")
    flagged = paper.say("Short: ", "any part in the attack", " was denied.")
    seen = Evidence(answer=capture(), availability=Availability.LIVE)
    paper.find(
        absent,
        "r1",
        verdict=Verdict.ABSENT,
        summary="The live page was read in full and has no such passage.",
        flags=frozenset({"near-miss"}),
        evidence=(replace(seen, judged=judged(Verdict.ABSENT, STORY, None)),),
    )
    capital = difference(
        "A5", Severity.NOTE, variant_words, "Camp", STORY, "camp", "The quotation has “Camp”, the source “camp”."
    )
    paper.find(
        variant,
        "r1",
        verdict=Verdict.VARIANT,
        summary="Stands with small unmarked changes on the live page: “Camp” for “camp”.",
        differences=(capital,),
        evidence=(
            replace(
                seen,
                judged=judged(Verdict.VARIANT, STORY, "Gunmen stormed the camp before dawn on Sunday", [capital]),
                link=story,
            ),
        ),
    )
    gap = difference(
        "D1", Severity.MARKED, edited_words, "…", STORY, "for months", "The ellipsis leaves out “for months”."
    )
    passage = "The camp's residents had asked for protection for months, and nobody came"
    paper.find(
        edited,
        "r1",
        verdict=Verdict.EDITED,
        summary="Stands with marked changes only on the live page: the ellipsis leaves out “for months”.",
        differences=(gap,),
        evidence=(replace(seen, judged=judged(Verdict.EDITED, STORY, passage, [gap]), link=story),),
    )
    paper.find(
        verbatim,
        "r1",
        verdict=Verdict.VERBATIM,
        summary="Stands word for word on the live page.",
        evidence=(
            replace(seen, judged=judged(Verdict.VERBATIM, STORY, "We did not expect to survive the night"), link=story),
        ),
    )
    stands = judged(Verdict.VERBATIM, STORY, "The government denied any part in the attack", region=RegionKind.CAPTION)
    paper.find(
        drifted,
        "r1",
        verdict=Verdict.VERBATIM,
        availability=Availability.DRIFTED,
        summary="Stands word for word in the capture of 20 December 2013; the live page no longer has it so.",
        evidence=(
            Evidence(answer=capture(at=ARCHIVED), availability=Availability.LIVE, judged=stands, link=story),
            Evidence(answer=capture(), availability=Availability.LIVE, judged=judged(Verdict.ABSENT, "Other.", None)),
        ),
    )
    paper.find(
        flagged,
        "r1",
        verdict=Verdict.VERBATIM,
        availability=Availability.ARCHIVED,
        summary="Stands word for word in the capture of 20 December 2013; the live page: status 404.",
        flags=frozenset({"context-negated", "weak-match"}),
        evidence=(
            Evidence(
                answer=capture(at=ARCHIVED),
                availability=Availability.LIVE,
                judged=judged(Verdict.VERBATIM, STORY, "any part in the attack"),
                link=story,
            ),
            Evidence(
                answer=capture(status=404),
                availability=Availability.DEAD,
                unreadable=Reason.UNREACHABLE,
                detail="status 404",
            ),
        ),
    )
    paper.say("The so-called ", "freedom fighters", " left.", check=Check.OPTIONAL, reason="scare")
    paper.say("Somebody said ", "it was quiet", " once.", check=Check.UNSOURCED)
    paper.notices.append("line 9: opening mark never closed")
    return paper


_STATES = {
    Reason.UNRESOLVED: Availability.UNRESOLVED,
    Reason.UNREACHABLE: Availability.UNREACHABLE,
    Reason.BLOCKED: Availability.BLOCKED,
    Reason.PAYWALLED: Availability.BLOCKED,
    Reason.SOFT_404: Availability.SOFT_404,
    Reason.OFFLINE: Availability.NOT_REQUESTED,
    Reason.NOT_VERBATIM: Availability.NOT_REQUESTED,
    Reason.INTERRUPTED: Availability.NOT_REQUESTED,
}


def unchecked() -> Paper:
    """A document with every reason of `unchecked`, one of them many times, and every state of a lone reference."""
    paper = Paper("unchecked.md", media_type="text/markdown", language="en")
    said: list[tuple[str, Reason]] = []
    for reason in Reason:
        if reason is Reason.NO_QUOTATION:
            continue
        for _ in range(6 if reason is Reason.UNRESOLVED else 1):
            words = f"quotation number {len(said) + 1} of a source that cannot be read for reasons of {reason}"
            said.append((paper.say("A person said: ", words, "."), reason))
    times = paper.cite(marker="[1]", title="Quiet night", container_title="The Times", issued="2020-06-07")
    for id, reason in said:
        evidence: tuple[Evidence, ...] = ()
        if reason in (Reason.BLOCKED, Reason.PAYWALLED, Reason.SCRIPT_ONLY, Reason.NOT_TEXT, Reason.SOFT_404):
            answer = capture("https://times.example/quiet", status=403 if reason is Reason.BLOCKED else 200)
            evidence = (
                Evidence(answer=answer, availability=_STATES.get(reason), unreadable=reason, detail="90 words"),
            )
        elif reason in (Reason.UNREACHABLE, Reason.OFFLINE, Reason.TOO_LARGE):
            kind = MissReason(reason.value)
            evidence = (miss(kind, "name not resolved", "https://times.example/quiet"),)
        paper.find(
            id,
            times,
            verdict=Verdict.UNCHECKED,
            reason=reason,
            availability=_STATES.get(reason, Availability.LIVE),
            summary=f'The source is {reason}. Have it as a file? --source "[1]=FILE".',
            evidence=evidence,
        )
    for state in Availability:
        ref = paper.cite(marker=f"[{len(paper.references) + 1}]", title=f"A work that is {state}", publisher="Press")
        moved = (Hop(status=301, uri="https://press.example/old"),) if state is Availability.MOVED else ()
        answer = capture(f"https://press.example/{state}", redirects=moved)
        shown = (Evidence(answer=answer, availability=state),) if state is not Availability.UNRESOLVED else ()
        paper.find(
            None,
            ref,
            verdict=Verdict.UNCHECKED,
            reason=Reason.NO_QUOTATION,
            availability=state,
            summary=f"The reference is {state}.",
            evidence=shown,
        )
    return paper


def full() -> Report:
    """Everything a report can hold."""
    one, two = article(), unchecked()
    empty = Paper("empty.txt")
    conflict = CrossFinding(
        kind="date",
        message="These two documents give different dates for the same report.",
        places=(
            CrossPlace(document="draft.txt", start=0, end=9, text="3 May 2019"),
            CrossPlace(document="unchecked.md", start=4, end=9, text="4 May 2019"),
        ),
    )
    return report(
        one,
        two,
        empty,
        cross_document=(conflict,),
        problems=("scan.pdf: encrypted. Give a copy without a password",),
        notices=("nothing could be fetched from times.example (name not resolved)",),
        interrupted=True,
    )


def author() -> Item:
    return Item(
        type="book", title="Self-Sacrifice", author=(Name(family="Stevenson", given="Struan"),), ISBN="1780272898"
    )


HOSTILE = (
    '</script><script>window.pwned=1</script>"\'><img src=x onerror="window.pwned=1"></title></style></textarea>'
    "<svg/onload=window.pwned=1>--><!--&lt;b&gt;&amp;{{7*7}}\x00\x1b[31m\u202etxet\u202c\x85\ud800\ufffe"
)
HOSTILE_URLS = (
    "javascript:window.pwned=1",
    "JaVaScRiPt:window.pwned=1",
    " javascript:window.pwned=1",
    "java\nscript:window.pwned=1",
    "data:text/html,<script>window.pwned=1</script>",
    "vbscript:msgbox",
    "file:///etc/passwd",
    "//evil.example/x",
    'https://evil.example/"onmouseover="window.pwned=1',
    "http://[evil",
    "https:///nohost",
)


def hostile() -> Report:
    """A report in which every string that comes from outside tries to become markup or a script."""
    papers = []
    for number, url in enumerate(HOSTILE_URLS):
        paper = Paper(f"{HOSTILE}{number}", media_type=HOSTILE, language=HOSTILE, title=HOSTILE)
        words = f"{HOSTILE} killed 250 people"
        source_text = f"{HOSTILE} killed 50 people {HOSTILE}"
        quotation = paper.say(HOSTILE, words, HOSTILE, speaker=HOSTILE, cue=HOSTILE, date=HOSTILE)
        ref = paper.cite(
            marker=HOSTILE,
            raw=HOSTILE,
            title=HOSTILE,
            container_title=f"{HOSTILE}{number}",
            issued=HOSTILE,
            accessed=HOSTILE,
            URL=url,
        )
        change = replace(
            difference("F7", Severity.ALTERED, words, "250", source_text, "50", HOSTILE),
            rule="F7" if number else HOSTILE,
        )
        found = judged(Verdict.ALTERED, source_text, f"{HOSTILE} killed 50 people", [change])
        got = capture(
            url,
            media_type=HOSTILE,
            redirects=(Hop(status=302, uri=url),),
            record=Record(file=HOSTILE, offset=1, record_id=HOSTILE),
        )
        archived = replace(capture(url, at=ARCHIVED), uri_m=url)
        paper.find(
            quotation,
            ref,
            verdict=Verdict.ALTERED,
            summary=HOSTILE,
            differences=(change,),
            flags=frozenset({HOSTILE}),
            evidence=(
                Evidence(answer=got, judged=found, link=url, detail=HOSTILE),
                Evidence(answer=archived, unreadable=Reason.BLOCKED, detail=HOSTILE),
                miss(MissReason.UNREACHABLE, HOSTILE, url),
            ),
            metadata=(MetadataCheck(field=HOSTILE, cited=HOSTILE, found=HOSTILE, agrees=False),),
        )
        paper.find(quotation, ref, verdict=Verdict.UNCHECKED, reason=Reason.UNREACHABLE, summary=HOSTILE)
        paper.find(None, ref, verdict=Verdict.UNCHECKED, availability=Availability.DEAD, summary=HOSTILE)
        paper.say(HOSTILE, HOSTILE, HOSTILE, check=Check.OPTIONAL, reason=HOSTILE)
        paper.notices.append(HOSTILE)
        papers.append(paper)
    conflict = CrossFinding(
        kind=HOSTILE, message=HOSTILE, places=(CrossPlace(document=HOSTILE, start=0, end=1, text=HOSTILE),)
    )
    return report(
        *papers,
        version=HOSTILE,
        config_digest=HOSTILE,
        problems=(HOSTILE,),
        notices=(HOSTILE,),
        cross_document=(conflict,),
    )


def many(number: int) -> Report:
    """A report with that many findings in forty documents, of all the verdicts in `article()`."""
    pattern = report(article()).findings
    papers = [Paper(f"article-{index:02}.txt") for index in range(40)]
    for index in range(number):
        paper, like = papers[index % 40], pattern[index % len(pattern)]
        quotation = paper.say("The wire said: ", like.citation.quotation.exact, f", finding {index}.")
        ref = paper.cite(
            title=f"Story {index % 97}", container_title=f"Paper {index % 23}", URL=f"https://e.org/{index}"
        )
        names = ("verdict", "availability", "reason", "summary", "differences", "flags", "evidence", "metadata")
        paper.find(quotation, ref, **{name: getattr(like, name) for name in names})
    return report(*papers)
