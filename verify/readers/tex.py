"""TeX as bibliographies have it, read as the characters it stands for."""

from __future__ import annotations

import re
import unicodedata

from verify.core.patterns import regex

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307", "u": "\u0306", "v": "\u030c",
    "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ",
    "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "S": "§", "P": "¶", "textendash": "–",
    "textemdash": "—", "ldots": "…", "dots": "…", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "guillemotleft": "«", "guillemotright": "»", "copyright": "©", "textregistered": "®", "texttrademark": "™", "pounds": "£", "euro": "€",
    "textunderscore": "_", "textellipsis": "…", "LaTeX": "LaTeX", "TeX": "TeX", "quad": " ",
}  # fmt: skip
_ACCENTED = regex(
    r"\\(?:(?P<sign>[`'^~\"=.])\s*|(?P<word>[uvHckrdb])(?:\s+|(?=\{)))(?:\{\s*(?P<braced>\\[ij](?![A-Za-z])|[^\W\d_])\s*\}|(?P<bare>\\[ij](?![A-Za-z])|[^\W\d_]))"
)
_COMMAND = regex(r"\\([A-Za-z]+)\*?(?:\s+|\{\}|(?![A-Za-z]))")
_ESCAPED = regex(r"\\([&%$#_{}\-/, ])")
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))


# Characters that stand for themselves where TeX has them escaped, kept apart from those that are markup.
_KEPT = {"{": "\ue001", "}": "\ue002", "$": "\ue003", "-": "", "/": "", ",": " "}
_MARKUP = {ord("{"): None, ord("}"): None, ord("$"): None, ord("~"): " "}
_RESTORED = {0xE000: "\\", 0xE001: "{", 0xE002: "}", 0xE003: "$", 0xE004: "~"}


def plain(text: str) -> str:
    """The characters that a piece of TeX shows, on one line."""
    if "\\" in text:
        text = text.replace(r"\textbackslash", "\ue000").replace(r"\textasciitilde", "\ue004").replace(r"\\", " ")
        text = _ACCENTED.sub(_accented, text)
        text = _ESCAPED.sub(lambda found: _KEPT.get(found[1], found[1]), text)
        text = _COMMAND.sub(lambda found: _LETTERS.get(found[1], ""), text)
    for written, shown in _LIGATURES:
        text = text.replace(written, shown)
    text = text.translate(_MARKUP).translate(_RESTORED)
    return " ".join(unicodedata.normalize("NFC", text).split())


def address(text: str) -> str:
    """An address: only the characters that TeX needs escaped are not as they stand."""
    return re.sub(r"\\([&%$#_{}~])", r"\1", text).replace(r"\textasciitilde", "~").strip()


def _accented(found: re.Match[str]) -> str:
    letter = (found["braced"] or found["bare"]).lstrip("\\")
    return unicodedata.normalize("NFC", letter + _ACCENTS[found["sign"] or found["word"]])
