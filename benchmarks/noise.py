"""What happens to a text before a quotation is looked for in it: nothing, printed pages, markup, scanning slips.

Digits, number words and negations are never damaged, or the label of a pair could not be decided.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from passages import WORD, is_unspaced

from verify.core.characters import fold
from verify.core.numbers import numbers
from verify.core.words import Lexicon

Noise = Callable[[str, random.Random, Lexicon], str]
_LOOKALIKES = {
    "e": "c", "c": "e", "h": "b", "b": "h", "i": "l", "l": "1", "n": "u", "u": "n", "t": "f", "f": "t", "o": "0", "s": "5", "m": "rn",
    "d": "cl", "w": "vv", "g": "q", "a": "o", "v": "y", "r": "n", "y": "v", "B": "8", "S": "5", "I": "l", "O": "0", "H": "li",
}  # fmt: skip


def clean(text: str, _rng: random.Random, _known: Lexicon) -> str:
    return text


def page(text: str, rng: random.Random, _known: Lexicon) -> str:
    """Hard lines, hyphens at their ends, and at each page's end a number or a running head."""
    if is_unspaced(text):
        lines = [part[k : k + 36] for part in text.split("\n") for k in range(0, max(1, len(part)), 36)]
    else:
        lines = _filled(text, rng.randint(52, 78), rng)
    out: list[str] = []
    number = rng.randint(1, 300)
    for count, line in enumerate(lines, 1):
        out.append(line)
        if count % 44 == 0:
            number += 1
            head = "THE RUNNING HEAD"
            out += rng.choice(
                [["", head, str(number), ""], [f"\f{number}"], ["", "", str(number), ""], [f"\f{head} {number}", ""]]
            )
    return "\n".join(out)


def _filled(text: str, width: int, rng: random.Random) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        line = ""
        for word in paragraph.split():
            if not line or len(line) + len(word) <= width:
                line = f"{line} {word}".strip()
            elif len(word) > 7 and word.isalpha() and word.islower() and rng.random() < 0.45:
                cut = rng.randint(3, len(word) - 3)
                lines.append(f"{line} {word[:cut]}{rng.choice(['-', '-', chr(0xAD), chr(0x2010)])}")
                line = word[cut:]
            else:
                lines.append(line)
                line = word
        lines += [line, ""]
    return lines


def markup(text: str, rng: random.Random, _known: Lexicon) -> str:
    """Tags, links, note marks, emphasis, entities and invisible characters."""

    def mark(match: re.Match[str]) -> str:
        word, draw = match.group(), rng.random()
        if len(word) > 6 and rng.random() < 0.05:
            cut = rng.randint(2, len(word) - 2)
            word = f"{word[:cut]}\u00ad{word[cut:]}"
        if draw < 0.03:
            tag = rng.choice(["i", "b", "em", 'span class="x y"'])
            return f"<{tag}>{word}</{tag.split()[0]}>"
        if draw < 0.045:
            return f'<a href="/wiki/Page_12" title="q">{word}</a>'
        if draw < 0.06:
            return f"{word}[{rng.randint(1, 140)}]"
        if draw < 0.07:
            sign = rng.choice(["*", "**", "_"])
            return f"{sign}{word}{sign}"
        if draw < 0.085:
            return word + "\u200b"
        return f"{word}<sup>{rng.randint(1, 40)}</sup>" if draw < 0.09 else word

    def word_or_sign(match: re.Match[str]) -> str:
        found = match.group()
        if found == "&":
            return "&amp;"
        return ("&nbsp;" if rng.random() < 0.08 else found) if found == " " else mark(match)

    return re.sub(WORD.pattern + "|[& ]", word_or_sign, text)


def scan(rate: float) -> Noise:
    """A share of the characters misread, lost, doubled or run together."""

    def damage(text: str, rng: random.Random, known: Lexicon) -> str:
        counts = numbers(known.languages)
        letters = sorted({c for c in text[:20_000] if c.isalpha() and not c.isascii()})

        def misread(c: str) -> str:
            if rng.random() >= rate:
                return c
            draw = rng.random()
            if c == " ":
                return "" if draw < 0.5 else "  "
            if not c.isalpha():
                return c if draw < 0.5 else ""
            if draw < 0.75:
                return _LOOKALIKES.get(c) or (rng.choice("aeiounrstlc") if c.isascii() else rng.choice(letters))
            return "" if draw < 0.87 else c + rng.choice("il.,'") if draw < 0.94 else c + " "

        def word_or_not(match: re.Match[str]) -> str:
            found = match.group()
            whole = any(c.isdigit() for c in found) or known.negates([found]) or counts.is_number(fold(found))
            return found if whole else "".join(map(misread, found))

        return re.sub(WORD.pattern + r"|\s|[^\w\s]", word_or_not, text)

    return damage


SETTINGS: dict[str, tuple[Noise, int]] = {
    "clean": (clean, 50),
    "page": (page, 17),
    "markup": (markup, 14),
    "scan 1 %": (scan(0.01), 9),
    "scan 2 %": (scan(0.02), 5),
    "scan 3 %": (scan(0.03), 5),
}
