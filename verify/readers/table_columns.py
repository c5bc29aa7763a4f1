"""Which column of a table holds the quotations, and which the sources, told by the names at their heads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# A head stands in the first rows: above it there may be a title and a date.
HEAD_WITHIN = 10
_LONGEST_NAME = 40

_NAMES = {
    "quotation": "quotation|quotations|quote|quotes|quoted text|quoted words|quotation text|exact quote|exact words|verbatim|zitat|zitate|wortlaut|cita|"
    "citas|cita textual|citazione|citação|citaat|citat|sitat|lainaus|cytat|citace|citát|idézet|alıntı|цитата|引用|引用文|引文|인용|인용문|اقتباس|ציטוט",
    "source": "source|sources|url|urls|source url|link|links|web address|website|web page|uri|address|source link|source file|file|quelle|quellen|"
    "quelle url|lien|adresse|fuente|enlace|fonte|collegamento|ligação|bron|källa|länk|kilde|lenke|lähde|linkki|źródło|odkaz|zdroj|forrás|kaynak|"
    "источник|ссылка|джерело|πηγή|来源|來源|出典|链接|출처|المصدر|مصدر|منبع|מקור",
    "reference": "reference|references|ref|bibliographic reference|full reference|full citation|work|title|quellenangabe|beleg|nachweis|référence|"
    "referencia|riferimento|referência|referentie|verwijzing|referens|referanse|viite|odniesienie|ссылка на источник|参考文献|文献",
    "speaker": "speaker|said by|spoken by|quoted person|who|person|attributed to|attribution|speaker name|sprecher|sprecherin|redner|rednerin|"
    "locuteur|orateur|hablante|orador|oratore|falante|spreker|talare|taler|puhuja|mówca|řečník|beszélő|konuşmacı|говорящий|спикер|发言人|発言者|화자",
    "author": "author|authors|name|autor|autorin|auteur|autore|författare|forfatter|автор|作者|著者",
    "date": "date|source date|date published|published|publication date|datum|date de publication|fecha|data|dato|päivämäärä|dátum|tarih|дата|日期|日付|날짜",
    "archive": "archive url|archive|archived|archived url|archive link|archived copy|memento|wayback|archiv|archiv url|url archive|url de archivo|archivo",
    "marker": "id|key|no|nr|number|#|row|nummer|numéro|número|numero",
}
# Names that mean the words quoted in some tables, and something else in others.
_WEAK = frozenset(
    {
        "text",
        "words",
        "statement",
        "passage",
        "citation",
        "citations",
        "claim",
        "aussage",
        "texte",
        "texto",
        "testo",
        "tekst",
    }
)
_CITATION = frozenset({"citation", "citations"})
_ROLES = {name: role for role, names in _NAMES.items() for name in names.split("|")}


@dataclass(frozen=True, slots=True)
class Columns:
    """The number of each column, from 0; None where the table has none."""

    quotation: int | None = None
    source: int | None = None
    reference: int | None = None
    speaker: int | None = None
    date: int | None = None
    archive: int | None = None
    marker: int | None = None


def columns(head: Sequence[str]) -> Columns | None:
    """The columns of a table with quotations; None when these names are not those of one."""
    names = [_folded(name) for name in head]
    found: dict[str, int] = {}
    for index, name in enumerate(names):
        role = _ROLES.get(name)
        if role is not None:
            found.setdefault(role, index)
    weak = [index for index, name in enumerate(names) if name in _WEAK]
    if "quotation" not in found:
        if not weak or not ({"source", "reference", "archive"} & found.keys()):
            return None
        found["quotation"] = weak[0]
    # Beside the words themselves, a citation is what they are cited from.
    cited = next((index for index in weak if names[index] in _CITATION and index != found["quotation"]), None)
    if cited is not None:
        found.setdefault("reference", cited)
    return Columns(
        quotation=found["quotation"],
        source=found.get("source"),
        reference=found.get("reference"),
        speaker=found.get("speaker", found.get("author")),
        date=found.get("date"),
        archive=found.get("archive"),
        marker=found.get("marker"),
    )


def _folded(name: str) -> str:
    """`Archive-URL`, `archive_url` and `ArchiveUrl:` alike."""
    if len(name) > _LONGEST_NAME:
        return ""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[_\-/:*.]", " ", spaced).casefold().split())
