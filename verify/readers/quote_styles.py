"""What the names of paragraph styles say: quotations, headings, captions, contents, in the languages of office programs."""

from __future__ import annotations

import re

from verify.core.patterns import regex
from verify.model import RegionKind

# Word's own styles have English names in the file and names of the user's language as ids; people's own have any name.
_QUOTES = frozenset(
    "quote|quotes|quotation|quotations|intense quote|block quote|block quotes|blockquote|block quotation|block quotations|block text|"
    "blocktext|quoted text|long quote|long quotation|extract|pull quote|zitat|zitate|intensives zitat|blockzitat|langzitat|citation intense|"
    "cita|citas|cita destacada|cita larga|cita en bloque|citazione|citazione intensa|citazioni|citação|citação intensa|citat|citater|"
    "citaat|citaten|blokcitaat|duidelijk citaat|starkt citat|blockcitat|stærkt citat|sitat|sterkt sitat|blokksitat|lainaus|lainaukset|"
    "erottuva lainaus|lohkolainaus|cytat|cytat intensywny|cytaty|citace|výrazný citát|citát|idézet|kiemelt idézet|citat intens|alıntı|"
    "güçlü alıntı|tsitaat|citāts|citata|цитата|выделенная цитата|цитаты|цитування|насичена цитата|παράθεση|εισαγωγικά|引用|引用文|明显引用|"
    "鮮明引文|引文|인용|강한 인용|اقتباس|اقتباس مكثف|نقل قول|ציטוט|ציטוט חזק".split("|")
)
# "Citation" is a quotation in French only; elsewhere it is a style of references.
_FRENCH = frozenset({"citation", "citations"})
_HEADING = regex(
    r"(?:heading|title|subtitle|überschrift|berschrift|titel|untertitel|titre|sous-titre|título|titulo|subtítulo|titolo|sottotitolo|kop|ondertitel|"
    r"rubrik|overskrift|otsikko|nagłówek|nadpis|címsor|заголовок|название|见出し|見出し|标题|標題|제목)(?: ?[1-9])?"
)
_CAPTION = regex(r"caption|beschriftung|légende|epígrafe|didascalia|bijschrift|illustration|figure|название объекта")
_CONTENTS = regex(r"(?:toc|contents|index|table of figures|inhalt)(?: ?heading)?(?: ?\d+)?")


def is_quotation(style: str, language: str | None = None) -> bool:
    """Whether a style's name says that its paragraphs are quoted; `language` is the document's."""
    name = _folded(style)
    return name in _QUOTES or (name in _FRENCH and (language or "").lower().startswith("fr"))


def region_of(style: str) -> RegionKind | None:
    """The region that a style's name tells."""
    name = _folded(style)
    if _HEADING.fullmatch(name):
        return RegionKind.HEADING
    if _CAPTION.fullmatch(name):
        return RegionKind.CAPTION
    return RegionKind.NAVIGATION if _CONTENTS.fullmatch(name) else None


def _folded(style: str) -> str:
    """`Intense_20_Quote`, `IntenseQuote` and `Intense Quote` alike."""
    spaced = style.replace("_20_", " ").replace("_", " ").replace("-", " ")
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", spaced)
    return " ".join(spaced.casefold().split())
