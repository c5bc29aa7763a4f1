"""What templates show: quotations, marks, dates, languages, notes, short references and cite templates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from verify.model import Link, ReferenceData, RegionKind
from verify.readers.regions import Span
from verify.readers.wikitext_cite import cite, short_key
from verify.readers.wikitext_notes import Cited, Mark, list_group, normal, note_group, value
from verify.readers.wikitext_parse import Node, Part, Template, Text
from verify.readers.wikitext_tables import tables, template_name
from verify.readers.wikitext_walk import Walk

_MONTHS = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DATES = frozenset(
    {
        "start date",
        "end date",
        "birth date",
        "death date",
        "birth date and age",
        "start date and age",
        "film date",
        "dts",
        "date",
    }
)
_SIC = frozenset({"sic", "sic!", "typo"})
_SPECIAL = frozenset(
    "convert cvt sup sub frac fraction sfrac url official webarchive bracket interp interpolation val nts number num".split()
) | {"official website", "official url"}
_JOINING = frozenset({"to", "-", "–", "and", "by", "x", "or", "to(-)"})
_SHORT_FORMS = ("short_note", "short_parenthetical", "short_narrative", "short_plain")
_PAGES = ("p", "pp", "page", "pages", "loc", "s")


def show(walk: Walk, template: Template) -> None:
    """Write what `template` shows, or tell that it is not read."""
    name = template_name(template.name)
    table = tables()
    kinds = table.kinds
    if name in table.citations:
        _cite(walk, template, table.citations[name])
    elif name in kinds["quotation"]:
        _quotation(walk, template)
    elif name in kinds["note"]:
        label = normal(value(walk.source, template, "name"))
        walk.mark(
            walk.notes.note(note_group(walk.source, template), label, _nodes(template, "1") or None), template.start
        )
    elif name in kinds["named_notes"]:
        group = value(walk.source, template, "group") or value(walk.source, template, "g")
        for part in template.params:
            if part.name is None and (label := normal(walk.source[part.start : part.end])):
                walk.mark(walk.notes.note(group, label, None), template.start)
    elif name in kinds["notes"]:
        walk.write_notes(list_group(walk.source, template))
    elif name.startswith("#tag:ref"):
        walk.mark(walk.notes.note("", "", _nodes(template, "1")), template.start)
    elif name in kinds["doubts"]:
        _doubt(walk, template, name)
    elif (form := _short_form(name)) and _short(walk, template, form):
        return
    elif name in kinds["listed"] and any(part.name is None for part in template.params):
        for part in template.params:
            if part.name is None:
                walk.page.separate(1)
                walk.nodes(part.nodes)
        walk.page.separate(1)
    elif name in kinds["second"]:
        walk.nodes(_nodes(template, "2") or _nodes(template, "1"))
    elif name in kinds["shown"]:
        walk.nodes(_nodes(template, "1") or _nodes(template, "text"))
    elif name in kinds["marked"] and template.params:
        walk.page.next_word()
        walk.page.fixed("“", template.start)
        walk.nodes(_nodes(template, "1") or _nodes(template, "text"))
        walk.page.fixed("”", template.end - 1)
    elif name in table.before and template.params:
        walk.page.fixed(table.before[name], template.start)
        _joined(walk, template, " " if name == "as of" else "")
    elif name in table.written:
        walk.page.fixed(table.written[name], template.start)
    elif (
        not _special(walk, template, name) and name not in kinds["silent"] and not name.startswith(("#if", "#invoke:"))
    ):
        walk.tell(" ".join(template.name.split())[:60], template.start)
    elif name.startswith(("#if", "#invoke:")):
        walk.tell(name.split(":", 1)[0], template.start)


def _nodes(template: Template, name: str) -> list[Node]:
    part = template.by_name.get(name)
    return part.nodes if part else []


def _first(template: Template, names: Sequence[str], used: Sequence[Part | None] = ()) -> Part | None:
    for name in names:
        part = template.by_name.get(name)
        if part is not None and part.nodes and part not in used:
            return part
    return None


def _quotation(walk: Walk, template: Template) -> None:
    names = tables().quotation
    words = _first(template, names["words"])
    author = _first(template, names["author"], [words])
    source = _first(template, names["source"], [words, author])
    if words is None:
        walk.tell(" ".join(template.name.split())[:60], template.start)
        return
    cited = template.by_name.get("url")
    address = walk.source[cited.start : cited.end].strip() if cited else None
    walk.quotation([words.nodes], address, [part.nodes for part in (author, source) if part is not None])


def _doubt(walk: Walk, template: Template, name: str) -> None:
    """`[citation needed]`: seen, but no words of the text. What it marks as doubtful is text."""
    if name == "citation needed span":
        walk.nodes(_nodes(template, "1") or _nodes(template, "text"))
    shown = "[citation needed]" if name in ("cn", "fact", "citation needed span") else f"[{name}]"
    walk.page.fixed(shown, template.start)
    end = walk.page.position
    walk.page.spans.append(Span(RegionKind.NOTE_MARK, end - len(shown), end, soft=False))


def _joined(walk: Walk, template: Template, between: str) -> None:
    unnamed = [part for part in template.params if part.name is None]
    for number, part in enumerate(unnamed if between else unnamed[:1]):
        if number:
            walk.page.space()
        walk.nodes(part.nodes)


def _special(walk: Walk, template: Template, name: str) -> bool:
    """Templates with an order of their own."""
    source, page = walk.source, walk.page
    if name in _SIC:
        walk.nodes(_nodes(template, "1"))
        if value(source, template, "hide").lower() not in ("y", "yes", "1"):
            page.fixed(" [sic]" if "1" in template.by_name else "[sic]", template.start)
        return True
    if name not in _SPECIAL and name not in _DATES and not name.startswith("formatnum:"):
        return False
    unnamed = [walk.plain(part.nodes) for part in template.params if part.name is None]
    if name.startswith("formatnum:"):
        page.fixed(template.name.split(":", 1)[1].strip(), template.start)
    elif name in ("convert", "cvt") and len(unnamed) > 1:
        count = 4 if unnamed[1] in _JOINING and len(unnamed) > 3 else 2
        page.fixed(" ".join(unnamed[:count]), template.start)
    elif name in ("sup", "sub") and unnamed:
        page.fixed(unnamed[0], template.start)
    elif name in ("frac", "fraction", "sfrac") and unnamed:
        whole, halves = unnamed[:-2], unnamed[-2:] if len(unnamed) > 1 else ["1", unnamed[0]]
        page.fixed(" ".join([*whole, "⁄".join(halves)]), template.start)
    elif name in ("url", "official website", "official url", "official"):
        address = unnamed[0] if unnamed else ""
        if address:
            start = page.next_word()
            page.fixed(unnamed[1] if len(unnamed) > 1 else address, template.start)
            href = address if "://" in address else f"https://{address}"
            page.links.append(Link(start=start, end=page.position, href=href))
    elif name == "webarchive":
        start = page.next_word()
        page.fixed(f"Archived {value(source, template, 'date')}".strip(), template.start)
        if address := value(source, template, "url"):
            page.links.append(Link(start=start, end=page.position, href=address))
    elif name in _DATES and unnamed:
        page.fixed(_date(unnamed, day_first=bool(value(source, template, "df"))), template.start)
    elif name in ("bracket", "interp", "interpolation") and unnamed:
        page.fixed(f"[{unnamed[0]}]", template.start)
    elif name in ("val", "nts", "number", "num") and unnamed:
        page.fixed(unnamed[0], template.start)
    else:
        return False
    return True


def _date(parts: list[str], *, day_first: bool) -> str:
    numbers = [int(part) for part in parts[:3] if part.isdigit()]
    if len(numbers) < 2 or not 1 <= numbers[1] <= 12:
        return parts[0]
    month = _MONTHS[numbers[1]]
    if len(numbers) == 2:
        return f"{month} {numbers[0]}"
    return f"{numbers[2]} {month} {numbers[0]}" if day_first else f"{month} {numbers[2]}, {numbers[0]}"


# --- references ----------------------------------------------------------------------------------------------------


def _short_form(name: str) -> str | None:
    return next((form for form in _SHORT_FORMS if name in tables().kinds[form]), None)


def show_short_note(walk: Walk, template: Template) -> None:
    """`<ref>{{harvnb|Smith|2020}}</ref>` is what `{{sfn|Smith|2020}}` is."""
    _short(walk, template, "short_note")


def _short(walk: Walk, template: Template, form: str) -> bool:
    """`{{sfn|Smith|2020|p=5}}` and its kin: a mark that leads to the entry of Smith 2020."""
    unnamed = [walk.plain(part.nodes) for part in template.params if part.name is None]
    unnamed = [one for one in unnamed if one]
    if not unnamed:
        return False
    *names, year = unnamed if len(unnamed) > 1 else [unnamed[0], ""]
    shown = (
        names[0]
        if len(names) == 1
        else f"{', '.join(names[:-1])} & {names[-1]}"
        if len(names) < 4
        else f"{names[0]} et al."
    )
    pages = next((walk.plain(part.nodes) for one in _PAGES if (part := template.by_name.get(one))), "")
    several = re.search(r"\d[–, -]+\d", pages) is not None
    located = (
        f", {'pp' if several else 'p'}. {pages}"
        if pages and "loc" not in template.by_name
        else f", {pages}"
        if pages
        else ""
    )
    label = f"{shown} {year}".strip()
    key = short_key(names, year)
    page = walk.page
    if form == "short_narrative":
        page.fixed(f"{shown} ", template.start)
        words = f"({year}{located})"
    else:
        words = f"{label}{located}" if form == "short_plain" else f"({label}{located})"
        if form == "short_note":
            page.fixed(" ", template.start)
    page.fixed(words, template.start)
    start, end = page.position - len(words), page.position
    page.spans.append(Span(RegionKind.NOTE_MARK, start, end, soft=False))
    walk.notes.marks.append(Mark(start, end, label, key=key))
    return True


def _cite(walk: Walk, template: Template, kind: str) -> None:
    """The line that Wikipedia shows of a cite template, with what it says in fields."""
    values = {name: walk.plain(part.nodes) for name, part in template.by_name.items() if name != "ref"}
    read = cite(kind, values)
    page = walk.page
    start = page.next_word()
    for number, stretch in enumerate(read.line):
        if number:
            page.space()
        part = template.by_name.get(stretch.parameter)
        offset = _words_at(walk.source, part) if part else template.start
        begin = page.next_word()
        page.fixed(stretch.words, offset - (stretch.words[0] in "“(" and part is not None))
        if read.item.URL and stretch.words.strip("“”.") == read.item.title:
            page.links.append(Link(start=begin, end=page.position, href=read.item.URL))
    quote_start = None
    if read.quote:
        part = template.by_name[read.quote]
        bare = _without_marks(walk.source, part)
        page.space()
        quote_start = page.next_word()
        page.fixed("“", bare.start)
        walk.nodes(bare.nodes)
        page.fixed("”", bare.end)
    if page.position == start:
        walk.tell(" ".join(template.name.split())[:60], template.start)
        return
    data = ReferenceData(
        start=start,
        end=page.position,
        item=read.item,
        archived=read.archived,
        archive_url=read.archive_url,
        quote_start=quote_start,
    )
    walk.notes.cited.append(Cited(data, (*_anchor(walk, template), *read.keys)))


def _anchor(walk: Walk, template: Template) -> list[tuple[str, ...]]:
    """The id that `ref={{sfnref|…}}` gives an entry."""
    for node in _nodes(template, "ref"):
        if isinstance(node, Template) and template_name(node.name) in tables().kinds["anchor_ids"]:
            *names, year = [walk.plain(part.nodes) for part in node.params if part.name is None] or [""]
            return [short_key(names, year) if names else short_key([year], "")]
    return []


def _words_at(source: str, part: Part) -> int:
    start = part.start
    while start < part.end and source[start].isspace():
        start += 1
    return start


def _without_marks(source: str, part: Part) -> Part:
    """The words of `quote=` without white space and marks of their own around them."""
    nodes = list(part.nodes)
    if nodes and isinstance(nodes[0], Text):
        head = nodes[0]
        start = _words_at(source, Part([], head.start, head.end))
        nodes[0] = Text(min(start, head.end), head.end)
    if nodes and isinstance(nodes[-1], Text):
        tail = nodes[-1]
        nodes[-1] = Text(tail.start, tail.start + len(source[tail.start : tail.end].rstrip()))
    first, last = (nodes[0], nodes[-1]) if nodes else (None, None)
    if isinstance(first, Text) and isinstance(last, Text) and first.end > first.start and last.end > last.start:
        pair = source[first.start] + source[last.end - 1]
        inner = source[first.start + 1 : last.end - 1]
        if pair in ('""', "“”", "«»", "„“") and not any(mark in inner for mark in pair):
            nodes[0] = first = Text(first.start + 1, first.end)
            nodes[-1] = Text(first.start if first is last else last.start, last.end - 1)
            if len(nodes) == 1:
                nodes[0] = Text(first.start, last.end - 1)
    return replace(
        part, nodes=nodes, start=nodes[0].start if nodes else part.start, end=nodes[-1].end if nodes else part.end
    )
