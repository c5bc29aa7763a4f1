"""How often the verdict is right: labelled quotations made from real prose, the same for the same seed.

    python benchmarks/accuracy.py [FOLDER] [--seed N] [--pairs N] [--show KIND]

Each pair is a passage of a text, left faithful or changed in one known way, judged against a slice of the text that is
clean, set like a page (hard lines, hyphens, running heads), full of markup, or damaged like a scan. Digits and negations
are never damaged, or the label itself could not be decided. A label says what would be a grave error:

faithful   absent, or altered without a flag
changed    verbatim or edited without a flag
hides      an ellipsis that hides a negation: anything but altered
foreign    verbatim, edited or variant: the words are another text's
"""

from __future__ import annotations

import argparse
import random
import re
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from prose import texts

from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.core.words import Lexicon, languages, lexicon
from verify.model import Document, Judged, Verdict

WORD = re.compile(r"\w+(?:['’\u200c]\w+|(?<=\d)[.,:]\w+)*")
ELLIPSES = ("…", " … ", "...", " ... ", " . . . ", " [...] ", " […] ", " (…) ")
GREEN = (Verdict.VERBATIM, Verdict.EDITED)
LOOKALIKES = {
    "e": "c", "c": "e", "h": "b", "b": "h", "i": "l", "l": "1", "n": "u", "u": "n", "t": "f", "f": "t", "o": "0", "s": "5", "m": "rn",
    "d": "cl", "w": "vv", "g": "q", "a": "o", "v": "y",
}  # fmt: skip
PER_SLICE = 12
SLICES = (6_000, 30_000, 120_000)


@dataclass(frozen=True)
class Passage:
    """A passage of a slice, the spans of its words, and what belongs to the slice's language."""

    text: str
    words: list[tuple[int, int]]
    rng: random.Random
    lexicon: Lexicon
    vocabulary: list[str]
    foreign: str

    def word(self, i: int) -> str:
        return self.text[slice(*self.words[i])]

    def without(self, i: int, j: int) -> str:
        """The passage without the words [i, j), with one space where they stood."""
        return f"{self.text[: self.words[i - 1][1]]} {self.text[self.words[j][0] :]}"

    def replaced(self, i: int, new: str) -> str:
        return self.text[: self.words[i][0]] + new + self.text[self.words[i][1] :]

    def inner(self, test: Callable[[str], bool]) -> int | None:
        """A word inside the passage that passes a test, picked at random."""
        found = [i for i in range(2, len(self.words) - 2) if test(self.word(i))]
        return self.rng.choice(found) if found else None

    def negates(self, low: int, high: int) -> bool:
        return bool(self.lexicon.negations([self.word(i) for i in range(low, high)], literally=True))


def verbatim(p: Passage) -> str:
    return p.text


def typography(p: Passage) -> str:
    changes: list[Callable[[str], str]] = [
        lambda s: s.translate(str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'"})),
        lambda s: s.replace("—", "--"),
        lambda s: s.replace("-", "‐"),
        lambda s: s.replace(" ", "\u00a0", 2),
        lambda s: s.replace("fi", "ﬁ"),
        lambda s: unicodedata.normalize("NFD", s),
        lambda s: f"“{s}”",
        lambda s: s.replace(" ", "\n", 1),
    ]
    text = p.text
    for change in p.rng.sample(changes, 3):
        text = change(text)
    return text


def ellipsis(p: Passage) -> str | None:
    i = p.rng.randrange(3, max(4, len(p.words) - 4))
    j = i + p.rng.randint(1, 12)
    if j > len(p.words) - 2 or p.negates(i, j) or _limits(p, i, j):
        return None
    return p.text[: p.words[i - 1][1]] + p.rng.choice(ELLIPSES) + p.text[p.words[j][0] :]


def _limits(p: Passage, i: int, j: int) -> bool:
    """Whether words that weaken a statement stand among the omitted ones: then the label is open."""
    words = [p.word(k).lower() for k in range(i, j)]
    lists = (p.lexicon.hedges, p.lexicon.modals, p.lexicon.governors, p.lexicon.conditions, p.lexicon.narrowers)
    return any(phrases.find(words) for phrases in lists)


def hidden_negation(p: Passage) -> str | None:
    for i in p.rng.sample(range(3, len(p.words) - 3), len(p.words) - 6):
        between = p.text[p.words[i - 1][1] : p.words[i + 1][0]]
        if p.negates(i, i + 1) and not re.search(r"[.!?]", between.replace(p.word(i), "")):
            return p.text[: p.words[i - 1][1]] + p.rng.choice(ELLIPSES) + p.text[p.words[i + 1][0] :]
    return None


def bracketed_word(p: Passage) -> str | None:
    i = p.rng.randrange(1, len(p.words) - 1)
    added = p.rng.choice(p.vocabulary)
    if p.lexicon.negates([added]) or p.lexicon.hedges.find([added]) or p.lexicon.conditions.find([added]):
        return None
    return f"{p.text[: p.words[i][0]]}[{added}] {p.text[p.words[i][0] :]}"


def bracketed_case(p: Passage) -> str | None:
    first = p.text[0]
    if not first.isalpha() or len(first.swapcase()) != 1 or first.swapcase() == first or len(p.word(0)) < 2:
        return None
    return f"[{first.swapcase()}]{p.text[1:]}"


def remark(p: Passage) -> str:
    i = p.rng.randrange(1, len(p.words))
    return f"{p.text[: p.words[i - 1][1]]} [sic]{p.text[p.words[i - 1][1] :]}"


def first_letter(p: Passage) -> str | None:
    return p.text[0].swapcase() + p.text[1:] if len(p.text[0].swapcase()) == 1 and p.text[0].isalpha() else None


def dropped_negation(p: Passage) -> str | None:
    for i in range(2, len(p.words) - 2):
        if p.negates(i, i + 1) and not re.search(r"n['’]t$", p.word(i)):
            return p.without(i, i + 1)
    return None


def added_negation(p: Passage) -> str | None:
    negator = {"en": "not", "de": "nicht", "es": "no", "fr": "pas", "it": "non", "nl": "niet", "pt": "não"}
    word = negator.get(p.lexicon.languages[0])
    i = p.rng.randrange(2, len(p.words) - 2)
    if word is None or p.negates(i - 1, i + 2):
        return None
    return f"{p.text[: p.words[i][0]]}{word} {p.text[p.words[i][0] :]}"


def number(p: Passage) -> str | None:
    i = p.inner(lambda word: any(c.isdigit() for c in word))
    if i is None:
        return None
    word = p.word(i)
    at = p.rng.choice([k for k, c in enumerate(word) if c.isdigit()])
    digit = p.rng.choice([d for d in "123456789" if d != word[at]])
    return p.replaced(i, word[:at] + digit + word[at + 1 :])


def swapped_word(p: Passage) -> str | None:
    i = p.inner(lambda word: len(word) > 3 and word.isalpha())
    new = p.rng.choice(p.vocabulary)
    return None if i is None or new == p.word(i).lower() else p.replaced(i, new)


def moved_word(p: Passage) -> str | None:
    i = p.rng.randrange(1, len(p.words) - 2)
    a, b = p.word(i), p.word(i + 1)
    if a.lower() == b.lower():
        return None
    (a0, a1), (b0, b1) = p.words[i], p.words[i + 1]
    return p.text[:a0] + b + p.text[a1:b0] + a + p.text[b1:]


def dropped_word(p: Passage) -> str:
    i = p.rng.randrange(2, len(p.words) - 2)
    return p.without(i, i + 1)


def added_word(p: Passage) -> str:
    i = p.rng.randrange(2, len(p.words) - 2)
    return f"{p.text[: p.words[i][0]]}{p.rng.choice(p.vocabulary)} {p.text[p.words[i][0] :]}"


def spliced(p: Passage) -> str | None:
    if len(p.words) < 14:
        return None
    i = p.rng.randrange(5, len(p.words) - 7)
    return p.without(i, i + p.rng.randint(2, 4))


def reordered(p: Passage) -> str | None:
    if len(p.words) < 12:
        return None
    middle = p.words[len(p.words) // 2][0]
    return p.text[middle:].rstrip(".,;:!? ") + " … " + p.text[:middle].rstrip()


def foreign(p: Passage) -> str | None:
    words = list(WORD.finditer(p.foreign))
    if len(words) < len(p.words) + 10:
        return None
    i = p.rng.randrange(len(words) - len(p.words))
    return " ".join(p.foreign[words[i].start() : words[i + len(p.words) - 1].end()].split())


KINDS: dict[str, tuple[str, Callable[[Passage], str | None], int]] = {
    "verbatim": ("faithful", verbatim, 10),
    "typography": ("faithful", typography, 10),
    "ellipsis": ("faithful", ellipsis, 9),
    "bracketed word": ("faithful", bracketed_word, 4),
    "bracketed case": ("faithful", bracketed_case, 3),
    "remark": ("faithful", remark, 2),
    "first letter": ("faithful", first_letter, 3),
    "hidden negation": ("hides", hidden_negation, 4),
    "dropped negation": ("changed", dropped_negation, 6),
    "added negation": ("changed", added_negation, 4),
    "number": ("changed", number, 5),
    "swapped word": ("changed", swapped_word, 8),
    "moved word": ("changed", moved_word, 4),
    "dropped word": ("changed", dropped_word, 5),
    "added word": ("changed", added_word, 5),
    "splice": ("changed", spliced, 4),
    "reordered": ("changed", reordered, 3),
    "foreign": ("foreign", foreign, 6),
}


# --- what happens to the source ------------------------------------------------------------------------------------


def clean(text: str, _rng: random.Random, _known: Lexicon) -> str:
    return text


def page(text: str, rng: random.Random, _known: Lexicon) -> str:
    lines: list[str] = []
    width = rng.randint(54, 76)
    for paragraph in text.split("\n\n"):
        line = ""
        for word in paragraph.split():
            if line and len(line) + len(word) > width:
                if len(word) > 8 and word.isalpha() and word.islower() and rng.random() < 0.4:
                    cut = rng.randint(3, len(word) - 3)
                    lines.append(f"{line} {word[:cut]}{rng.choice(['-', chr(0xAD)])}")
                    line = word[cut:]
                else:
                    lines.append(line)
                    line = word
            else:
                line = f"{line} {word}".strip()
        lines += [line, ""]
    out: list[str] = []
    for count, line in enumerate(lines, 1):
        out.append(line)
        if count % 42 == 0:
            out += ["", "A RUNNING HEAD", str(100 + count // 42), ""]
    return "\n".join(out)


def markup(text: str, rng: random.Random, _known: Lexicon) -> str:
    def mark(match: re.Match[str]) -> str:
        word, draw = match.group(), rng.random()
        if draw < 0.03:
            return f"<i>{word}</i>"
        if draw < 0.05:
            return f'<a href="/x">{word}</a>'
        if draw < 0.06:
            return f"{word}[{rng.randint(1, 99)}]"
        return f"*{word}*" if draw < 0.07 else word

    return WORD.sub(mark, text.replace("&", "&amp;"))


def scan(text: str, rng: random.Random, known: Lexicon) -> str:
    def damage(match: re.Match[str]) -> str:
        word = match.group()
        if any(c.isdigit() for c in word) or known.negates([word]):
            return word
        return "".join(LOOKALIKES.get(c, c) if rng.random() < 0.01 else c for c in word)

    return WORD.sub(damage, text)


SETTINGS = {"clean": (clean, 5), "page": (page, 2), "markup": (markup, 2), "scan 1 %": (scan, 1)}


# --- pairs ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    kind: str
    label: str
    setting: str
    quote: str
    source: int


def flat(text: str) -> str:
    return " ".join(text.split())


def letters(text: str) -> str:
    """What tells whether a change happened to make real text: letters and digits only."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def passage(text: str, rng: random.Random) -> tuple[str, list[tuple[int, int]]] | None:
    size = rng.choice([6, 8, 12, 12, 20, 20, 40, 80])
    start = rng.randrange(max(1, len(text) - size * 8))
    words = [m.span() for m in WORD.finditer(text, start, min(len(text), start + size * 14))][1 : size + 1]
    if len(words) < size:
        return None
    before, after = text[words[0][0] - 1 : words[0][0]], text[words[-1][1] : words[-1][1] + 1]
    if before in "-‐–.,%" or after in "-‐–%°":
        return None  # half a compound or a number without its unit is another word
    piece = flat(text[words[0][0] : words[-1][1]])
    spans = [m.span() for m in WORD.finditer(piece)]
    return (piece, spans) if len(spans) == size and not re.search(r"[\[\]<>*…]|\.\.|\. \.", piece) else None


def generate(prose: dict[str, str], seed: int, count: int) -> tuple[list[Pair], list[str]]:
    rng = random.Random(seed)
    pairs: list[Pair] = []
    sources: list[str] = []
    names = sorted(prose)
    while len(pairs) < count:
        name = rng.choice(names)
        text = prose[name]
        size = rng.choice(SLICES)
        start = rng.randrange(max(1, len(text) - size))
        part = text[start : start + size]
        spoken = languages(part)
        if spoken[:1] in (("zh",), ("ja",), ("th",)):
            continue
        known = lexicon(spoken)
        setting = rng.choices(list(SETTINGS), [weight for _, weight in SETTINGS.values()])[0]
        sources.append(SETTINGS[setting][0](part, rng, known))
        vocabulary = [w for w in WORD.findall(part.lower()) if len(w) > 3 and w.isalpha() and not known.negates([w])]
        other = prose[rng.choice([n for n in names if n != name] or names)]
        whole = letters(part)
        for _ in range(PER_SLICE):
            kind = rng.choices(list(KINDS), [weight for _, _, weight in KINDS.values()])[0]
            label, change, _ = KINDS[kind]
            found = passage(part, rng)
            if found is None or not vocabulary:
                continue
            quote = change(Passage(found[0], found[1], rng, known, vocabulary, other))
            if quote is None or (label in ("changed", "foreign") and letters(quote) in whole):
                continue
            pairs.append(Pair(kind, label, setting, quote, len(sources) - 1))
    return pairs[:count], sources


def is_grave(pair: Pair, judged: Judged) -> bool:
    verdict = judged.verdict
    if pair.label == "faithful":
        return verdict is Verdict.ABSENT or (verdict is Verdict.ALTERED and not judged.flags)
    if pair.label == "changed":
        return verdict in GREEN and not judged.flags
    if pair.label == "hides":
        return verdict is not Verdict.ALTERED
    return verdict in (*GREEN, Verdict.VARIANT)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, help="texts (.txt, .txt.gz); default: this repository's seeds")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--pairs", type=int, default=1500)
    options.add_argument("--show", help="print the grave errors of one kind, or of all")
    chosen = options.parse_args()
    pairs, sources = generate(texts(chosen.folder), chosen.seed, chosen.pairs)
    indexed = [SourceText(Document(name="source", media_type="text/plain", text=s, sha256="0" * 64)) for s in sources]
    table: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    by_setting: dict[str, Counter[str]] = defaultdict(Counter)
    begin = time.perf_counter()
    for pair in pairs:
        judged = judge(pair.quote, indexed[pair.source])
        table[pair.label, pair.kind][judged.verdict] += 1
        grave = is_grave(pair, judged)
        table[pair.label, pair.kind]["grave"] += grave
        if pair.label == "faithful":
            by_setting[pair.setting]["green" if judged.verdict in GREEN else str(judged.verdict)] += 1
        if grave and chosen.show in (pair.kind, "all"):
            print(
                f"{pair.label}/{pair.kind}/{pair.setting}: {judged.verdict} {[d.message for d in judged.differences][:3]}"
            )
            print(f"    {pair.quote[:300]}")
    spent = time.perf_counter() - begin
    columns = [*map(str, Verdict), "grave"]
    print(
        f"seed {chosen.seed}, {len(pairs)} pairs from {len(sources)} slices, {1000 * spent / len(pairs):.2f} ms a pair"
    )
    print(f"{'label':<10}{'kind':<18}" + "".join(f"{column:>11}" for column in columns))
    for (label, kind), counts in sorted(table.items()):
        print(f"{label:<10}{kind:<18}" + "".join(f"{counts[column] or '':>11}" for column in columns))
    for setting, counts in by_setting.items():
        total = sum(counts.values())
        rest = ", ".join(f"{verdict} {n}" for verdict, n in counts.items() if verdict != "green")
        print(f"faithful, {setting}: {100 * counts['green'] / total:.1f} % green of {total}; {rest or 'nothing else'}")


if __name__ == "__main__":
    main()
