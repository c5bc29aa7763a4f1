"""Bytes to characters: byte order mark, declaration, the bytes' own evidence, and detection last.

Labels mean what the WHATWG Encoding Standard makes them mean ("iso-8859-1" is windows-1252, "gb2312" is gb18030), since
that is how pages were written and seen. UTF-8 that decodes without a fault is UTF-8 even where a header says
otherwise: text in another encoding almost never happens to be well-formed UTF-8.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

from verify.core.patterns import regex
from verify.readers.false_charsets import truer
from verify.readers.twice_encoded import once

# What browsers decode, under Python's names. Other codecs of Python (rot13, idna, utf-7) are no encodings of documents.
_READABLE = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 "
    "iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic cp874 cp1250 "
    "cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 gb18030 big5hkscs euc_jp iso2022_jp cp932 cp949 hz cp437 cp850 cp1006 "
    "johab ptcp154".split()
)
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_LABELS = {"x-sjis": "cp932", "x-gbk": "gb18030", "x-euc-jp": "euc_jp", "x-x-big5": "big5hkscs", "unicode": "utf-16-le",
           "windows-31j": "cp932", "x-mac-roman": "mac-roman", "macintosh": "mac-roman", "x-cp1252": "cp1252", "x-cp1251": "cp1251",
           "dos-874": "cp874", "windows-874": "cp874", "utf8mb4": "utf-8", "iso-8859-8-i": "iso8859-8", "ks_c_5601-1987": "cp949"}  # fmt: skip
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Detection looks at this much of the bytes that are not ASCII's: more does not change its answer.
_SAMPLE = 100_000
# One fault in this many UTF-8 sequences is damage (a cut tail, a pasted byte), not another encoding.
_DAMAGE = 20
# Below this share of bytes over 0x7F a text in one byte a character is in a Latin script.
_LATIN_SHARE = 0.25
_FAULT = "�"
# UTF-16 without a mark: in Latin text every other byte is NUL.
_NUL_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text` without its byte order mark; `guessed` when no declaration and no evidence but likeness decided."""

    text: str
    encoding: str
    guessed: bool = False


def codec_of(label: str | None) -> str | None:
    """Python's name of the encoding that pages mean by `label`, None when it is no encoding of documents."""
    if not label:
        return None
    label = label.strip().strip("\"'").lower()
    if label in _LABELS:
        return _LABELS[label]
    try:
        name = codecs.lookup(label).name
    except (LookupError, UnicodeError, ValueError):
        return None
    name = _SUPERSETS.get(name, name)
    return name if name in _READABLE else None


def decode(data: bytes, *, charset: str | None = None, markup: bool = False) -> Decoded:
    """The characters of `data`. `charset` is what a header declares; `markup` asks its `<meta>` and XML declaration too.

    UTF-8 that was encoded twice is read as what it was before. Never fails: bytes that fit nowhere become U+FFFD.
    """
    decoded = _decoded(data, charset=charset, markup=markup)
    return decoded if decoded.text.isascii() else replace(decoded, text=once(decoded.text))


def _decoded(data: bytes, *, charset: str | None, markup: bool) -> Decoded:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(name, "replace"), name)
    declared = codec_of(charset)
    if data.isascii():
        return _ascii(data, declared, markup=markup)
    if declared and declared.startswith(("utf-16", "utf-32")) and (b"\0" in data or not _is_utf8(data)):
        return Decoded(data.decode(declared, "replace"), declared)
    wide = _wide(data)
    if wide:
        return Decoded(data.decode(wide, "replace"), wide)
    if _is_utf8(data):
        return Decoded(data.decode("utf-8"), "utf-8")
    lenient = data.decode("utf-8", "replace")
    faults = lenient.count(_FAULT)
    sequences = _well_formed_sequences(data)
    if sequences > faults * _DAMAGE or sequences > max(_MIXED_FROM, faults * _MIXED):
        return Decoded(_mixed(data), "utf-8")
    for claimed in (declared, _declared_inside(data) if markup else None):
        if claimed == "cp1252" and (_words_beyond_ascii(data) or _is_mac_roman(data)):
            continue
        if claimed and not claimed.startswith(("utf-8", "utf-16", "utf-32")):
            claimed = truer(data, claimed)
            text = data.decode(claimed, "replace")
            # Undefined bytes occur in honest windows-1252; a multi-byte encoding that was only claimed breaks everywhere.
            if claimed not in _MULTIBYTE or text.count(_FAULT) * _DAMAGE <= len(data) - len(
                data.translate(None, _HIGH)
            ):
                return Decoded(text, claimed)
    guess = truer(data, _detected(data))
    return Decoded(data.decode(guess, "replace"), guess, guessed=True)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


# Sites put old texts in windows-1252 into pages in UTF-8. Well-formed sequences do not come about by chance twice as often as not.
_MIXED, _MIXED_FROM = 2, 10
_STRAY = re.compile("(?<=[\0-\x7f])[\udc80-\udcff]{1,3}(?=[\0-\x7f])")


def _mixed(data: bytes) -> str:
    """UTF-8 in which single bytes between ASCII characters are windows-1252; other faults become U+FFFD."""
    text = _STRAY.sub(
        lambda found: found[0].encode("ascii", "surrogateescape").decode("cp1252", "replace"),
        data.decode("utf-8", "surrogateescape"),
    )
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


_RUN = re.compile(rb"[\x80-\xff]{3,}")
_RUN_SHARE = 0.6


def _words_beyond_ascii(data: bytes) -> bool:
    """Whether most bytes over 0x7F stand in runs of three and more: whole words, as no Latin script has them."""
    sample = _high_part(data)
    high = len(sample) - len(sample.translate(None, _HIGH))
    return high > 0 and sum(map(len, _RUN.findall(sample))) > _RUN_SHARE * high


# é, è, ê, ç, ä, ü of Mac OS Roman between small letters; in windows-1252 they are capitals, signs or nothing.
_MAC = re.compile(rb"(?<=[a-z])[\x8a\x8d-\x90\x9f](?=[a-z])")
_WINDOWS = re.compile(rb"(?<=[a-z])[\x82\xe0-\xf6\xf8-\xfe](?=[a-z])")
_MAC_FROM = 3


def _is_mac_roman(data: bytes) -> bool:
    sample = _high_part(data)
    found = len(_MAC.findall(sample))
    return found >= _MAC_FROM and found > 4 * len(_WINDOWS.findall(sample))


_HIGH = bytes(range(0x80, 0x100))
_SEQUENCE = regex(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _well_formed_sequences(data: bytes) -> int:
    return sum(1 for _ in _SEQUENCE.finditer(data))


def _ascii(data: bytes, declared: str | None, *, markup: bool) -> Decoded:
    """Bytes below 0x80 are ASCII, but for UTF-16 without its mark and the encodings that shift with an escape."""
    if b"\0" in data:
        wide = declared if declared and declared.startswith(("utf-16", "utf-32")) else _wide(data)
        if wide:
            return Decoded(data.decode(wide, "replace"), wide)
    # One byte is found in a hundredth of the time that two take, and pages hold neither.
    escape = b"\x1b" in data and b"\x1b$" in data
    if escape or (b"~" in data and b"~{" in data):
        name = declared or (_declared_inside(data) if markup else None) or ("iso2022_jp" if escape else None)
        if name not in _SHIFTING and escape:
            name = "iso2022_jp"
        if name in _SHIFTING:
            return Decoded(data.decode(name, "replace"), name)
    return Decoded(data.decode("ascii"), "utf-8")


_SHIFTING = frozenset({"iso2022_jp", "hz"})


def _wide(data: bytes) -> str | None:
    sample = data[:_SAMPLE]
    if b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, 1)
    if odd / half > _NUL_SHARE and even * 20 < odd:
        return "utf-16-le"
    if even / half > _NUL_SHARE and odd * 20 < even:
        return "utf-16-be"
    return None


def _declared_inside(data: bytes) -> str | None:
    """What `<meta charset>` or the XML declaration says."""
    from bs4.dammit import EncodingDetector

    find = cast("Callable[..., str | None]", EncodingDetector.find_declared_encoding)  # pyright: ignore[reportUnknownMemberType]  # half-typed
    return codec_of(find(data, is_html=True))


def _detected(data: bytes) -> str:
    """The encoding that the bytes look like; windows-1252 for Latin scripts, where detectors confuse its siblings."""
    if _is_mac_roman(data):
        return "mac-roman"
    sample = data if len(data) <= _SAMPLE else _high_part(data)
    letters = (
        sum(map(sample.count, _LETTERS)) if len(sample) < 2000 else len(sample) - len(sample.translate(None, _ALPHA))
    )
    high = len(sample) - len(sample.translate(None, _HIGH))
    found = _by_script(sample) or _likely(sample)
    if found and found in _MULTIBYTE and _decodes(sample, found):
        return found
    latin = high < _LATIN_SHARE * (letters + high) and not _words_beyond_ascii(sample)
    if latin or not found or not _decodes(sample, found):
        return "cp1252"
    return found


_ALPHA = bytes([*range(0x41, 0x5B), *range(0x61, 0x7B)])
_LETTERS = tuple(_ALPHA[i : i + 1] for i in range(len(_ALPHA)))
_MULTIBYTE = frozenset("gb18030 big5hkscs euc_jp cp932 cp949".split())


# Kana betray the encodings of Japanese, which detectors miss in short texts; the share is of all characters beyond ASCII.
_KANA = regex("[ぁ-ヾ]")
_KANA_SHARE = 0.15


def _by_script(sample: bytes) -> str | None:
    for name in ("euc_jp", "cp932"):
        text = sample.decode(name, "replace")
        beyond = sum(1 for character in text if character > "\x7f")
        if text.count(_FAULT) * 100 <= beyond and len(_KANA.findall(text)) > _KANA_SHARE * beyond:
            return name
    return None


def _high_part(data: bytes) -> bytes:
    """The stretch around the first bytes over 0x7F: the head of a page is ASCII."""
    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, (first.start() if first else 0) - 1000)
    return data[start : start + _SAMPLE]


def _decodes(sample: bytes, name: str) -> bool:
    text = sample.decode(name, "replace")
    return text.count(_FAULT) * 100 <= len(text)


def _likely(sample: bytes) -> str | None:
    """What Beautiful Soup's detector guesses, or charset-normalizer where that has nothing to say."""
    from bs4.dammit import EncodingDetector

    guesses = (codec_of(label) for label in EncodingDetector(sample, is_html=True).encodings)
    found = next((name for name in guesses if name and _decodes(sample, name)), None)
    if found in {None, "cp1252", "utf-8"}:
        import charset_normalizer

        best = charset_normalizer.from_bytes(sample).best()
        found = codec_of(best.encoding) if best else None
    return found
