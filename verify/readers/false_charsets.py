"""What betrays a false declaration of charset: letters that follow each other in no language.

An encoding is held against its siblings, which have the same letters at other bytes. How often the commonest letters stand
among those beyond ASCII tells them apart within a few words; the declaration stays where no sibling is clearly better.
"""

from __future__ import annotations

import re
from itertools import islice

from verify.core.patterns import regex

_CYRILLIC = ("cp1251", "koi8-u", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic")
_EAST_ASIAN = ("gb18030", "big5hkscs", "euc_jp", "cp932", "cp949")
_CENTRAL_EUROPEAN = ("cp1250", "iso8859-2")
# Letters beyond ASCII under which nothing is told.
_FEWEST = 16
# Cyrillic read rightly scores 0.8 and more, read as its siblings at most 0.62. The small letters of Mac OS are those of
# windows-1251.
_CYRILLIC_CLEARLY = 0.15
_MAC_CLEARLY = 0.05
_CYRILLIC_GARBLED = 0.3
# Running text in Chinese, Japanese and Korean has 0.15 to 0.6 of these, read as another up to 0.04.
_EAST_ASIAN_LEAST = 0.08
_EAST_ASIAN_TIMES = 4
_LATIN_FAULTS = 3
_LATIN_TIMES = 5
_LATIN_SHARE = 0.06
# Undecodable bytes among the characters of a text that is none; broken apostrophes alone are one in a hundred.
_FAULT_SHARE = 0.03
_LOOKED_AT = 30_000

_MARKS = "«»“”„‚‘’–—…•·\xa0\xad№§°©®™€"
# Eight of ten letters of Russian, Ukrainian, Bulgarian, Serbian and their neighbours.
_COMMON_CYRILLIC = frozenset("оеаинтсрвлкмдпуіОЕАИНТСРВЛКМДПУІ")
_CYRILLIC_LETTER = regex(r"[Ѐ-ӿ]")
_LOWER_THEN_UPPER = regex(r"[а-яёђѓєѕіїјљњћќўџґ][А-ЯЁЂЃЄЅІЇЈЉЊЋЌЎЏҐ]")
_COMMON_HAN = frozenset(
    "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發后後作里裏用道行所然家种種事成方多经經么麼去法学學如都同现現"
    "当當没沒动動面起看定天分还還进進好小部其些主样樣理心前开開但因只从從想实實"
)
_COMMON_KANA = frozenset("のにはをたがでてとしれさいるあっかもなうりこんまよくだすき")
_COMMON_HANGUL = frozenset("이다는의가을에고하지를은도사한로서기인대자어일시리그나아해정부과전만라수장보으주")
_COMMON = {
    "gb18030": _COMMON_HAN,
    "big5hkscs": _COMMON_HAN,
    "euc_jp": _COMMON_KANA,
    "cp932": _COMMON_KANA,
    "cp949": _COMMON_HANGUL,
}
_BEYOND = re.compile(rb"[^\s<>]{0,40}[\x80-\xff][^\s<>]{0,400}")
_WORDS, _SAMPLE = 2000, 30_000
_BESIDE_ASCII = re.compile(rb"(?<=[a-z])[\xc0-\xff]+|[\xc0-\xff]+(?=[a-z])")
# Signs within a word, capitals after small letters and control characters.
_NO_WORD = regex(r"(?<=[^\W\d_])[¡-¦¨-³¸-¿×÷ˇ˘˛˝](?=[^\W\d_])|(?<=[a-zß-öø-ž])[ĽŤŽŚŠŹĄŻ](?=[a-zß-öø-ž])|[\x80-\x9f]")


def truer(data: bytes, claimed: str) -> str:
    """The sibling of `claimed` that the bytes are in, or `claimed`, both as Python's names."""
    sample = b" ".join(found[0] for found in islice(_BEYOND.finditer(data), _WORDS))[:_SAMPLE]
    if claimed in _CYRILLIC:
        if 2 * sum(map(len, _BESIDE_ASCII.findall(sample))) > _high(sample):
            return "cp1252"  # no word has letters of both scripts
        return _truer_cyrillic(sample, claimed)
    if claimed in _EAST_ASIAN:
        return _truer_east_asian(sample, claimed)
    return _truer_latin(sample, claimed) if claimed in (*_CENTRAL_EUROPEAN, "cp1252") else claimed


def garbled(text: str) -> str | None:
    """What shows that the letters of a text are those of no language, in words."""
    looked = text[:_LOOKED_AT]
    faults = looked.count("�")
    if faults >= _FEWEST and faults > _FAULT_SHARE * len(looked):
        return f"{faults} characters of the text cannot be decoded"
    if len(_CYRILLIC_LETTER.findall(looked)) >= max(5 * _FEWEST, len(looked) // 2):
        share = _cyrillic(looked)
        if share < _CYRILLIC_GARBLED:
            return "the letters of the text are those of no language: its charset is not the declared one"
    return None


def _high(sample: bytes) -> int:
    return sum(1 for byte in sample if byte > 0x7F)


def _letters(text: str) -> str:
    """What is beyond ASCII, without marks that stand beside letters of any script."""
    return "".join(each for each in text if each > "\x7f" and each not in _MARKS)


def _truer_cyrillic(sample: bytes, claimed: str) -> str:
    scores = {name: _cyrillic(sample.decode(name, "replace")) for name in _CYRILLIC}
    if len(_letters(sample.decode(claimed, "replace"))) < _FEWEST:
        return claimed
    scores["mac-cyrillic"] -= _MAC_CLEARLY
    best = max(_CYRILLIC, key=lambda name: scores[name])
    return best if scores[best] > scores[claimed] + _CYRILLIC_CLEARLY else claimed


def _cyrillic(text: str) -> float:
    """The share of common letters, less that of capitals after small letters twice."""
    letters = _letters(text)
    common = sum(each in _COMMON_CYRILLIC for each in letters)
    return (common - 2 * len(_LOWER_THEN_UPPER.findall(text))) / max(1, len(letters))


def _truer_east_asian(sample: bytes, claimed: str) -> str:
    texts = {name: _letters(sample.decode(name, "replace")) for name in _EAST_ASIAN}
    if len(texts[claimed]) < _FEWEST:
        return claimed
    scores = {
        name: (sum(each in _COMMON[name] for each in text) - 2 * text.count("�")) / max(1, len(text))
        for name, text in texts.items()
    }
    best = max(_EAST_ASIAN, key=lambda name: scores[name])
    clearly = scores[best] >= max(_EAST_ASIAN_LEAST, _EAST_ASIAN_TIMES * scores[claimed])
    return best if clearly else claimed


def _truer_latin(sample: bytes, claimed: str) -> str:
    texts = {name: sample.decode(name, "replace") for name in dict.fromkeys((claimed, *_CENTRAL_EUROPEAN))}
    faults = {name: _no_words(text) for name, text in texts.items()}
    best = min(faults, key=lambda name: faults[name])
    enough = faults[claimed] >= max(_LATIN_FAULTS, _LATIN_SHARE * len(_letters(texts[claimed])))
    return best if enough and faults[claimed] >= _LATIN_TIMES * faults[best] else claimed


def _no_words(text: str) -> int:
    """Signs within words, and letters of Central Europe without those that their language has beside them."""
    said = text.casefold()
    count = {letter: said.count(letter) for letter in "ąęłľšžčřěů"}
    found = len(_NO_WORD.findall(text))
    if count["ą"] and not count["ę"] + count["ł"]:
        found += count["ą"]  # no Polish
    if count["ľ"] and not count["š"] + count["ž"]:
        found += count["ľ"]  # no Slovak
    if count["ę"] + count["ł"] > count["č"] + count["ř"] + count["ě"]:
        found += count["š"] + count["ž"]  # in Polish
    return found
