"""How often the verdict is right: labelled quotations made from real prose, the same for the same seed.

    python benchmarks/accuracy.py [FOLDER] [--seed N] [--pairs N] [--show KIND]

Each pair is a passage of a text, left faithful or changed in one known way (passages.py), judged against a slice of
the text that is clean, printed on pages, full of markup, or damaged like a scan (noise.py). Passages that the source
itself prints inside marks, and those with signs of tables, commands or code, are left out. The last lines say for each
thing that must hold whether it does; the exit status is 1 when one does not.
"""

from __future__ import annotations

import argparse
import random
import re
import time
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from noise import SETTINGS
from passages import CRITICAL, KINDS, LOOK_ODD, QUOTES, WORD, Passage, is_unspaced
from prose import texts

from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.core.words import Lexicon, languages, lexicon
from verify.model import Document, Judged, Verdict

GREEN = (Verdict.VERBATIM, Verdict.EDITED)
PER_SLICE = 12
SLICES = (8_000, 30_000, 100_000)
SIZES = (3, 6, 8, 12, 12, 20, 20, 40, 80, 200)
SHORT = frozenset(
    {"verbatim", "typography", "first letter", "bracketed case", "end comma"}
)  # kinds that three words will do for
FEWEST_GREEN = 0.995  # of the faithful on clean, printed and marked-up text
FEWEST_SEEN = 0.85  # of the faithful on a scan with 1 % damage: green, unchecked or flagged
UNDAMAGED = ("clean", "page", "markup")


@dataclass(frozen=True)
class Pair:
    kind: str
    label: str
    setting: str
    quote: str
    source: int


@dataclass(frozen=True)
class Slice:
    """A part of a text with what changes need to know of it."""

    text: str
    lexicon: Lexicon
    vocabulary: list[str]
    frequent: frozenset[str]
    names: list[str]
    letters: str


def flat(text: str) -> str:
    return " ".join(text.split())


def letters(text: str) -> str:
    """What tells whether a change happened to make real text: letters and digits only."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def cut(text: str) -> Slice | None:
    known = lexicon(languages(text))
    words = WORD.findall(text)
    counts = Counter(word for word in words if word.isalpha())
    long = 1 if is_unspaced(text) else 4
    vocabulary = [
        w for w in (word.lower() for word in words) if len(w) >= long and w.isalpha() and not known.negates([w])
    ]
    frequent = frozenset(word for word, count in counts.items() if count >= 3 and len(word) >= 3 and word.islower())
    names = sorted(set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}", text)))
    return Slice(text, known, vocabulary, frequent, names, letters(text)) if vocabulary else None


def passage(text: str, rng: random.Random) -> tuple[str, list[tuple[int, int]]] | None:
    size = rng.choice(SIZES)
    start = rng.randrange(max(1, len(text) - size * 8))
    words = [m.span() for m in WORD.finditer(text, start, min(len(text), start + size * 16))][1 : size + 1]
    if len(words) < size:
        return None
    low, high = words[0][0], words[-1][1]
    before, after = text[low - 1 : low], text[high : high + 2]
    if before in "-‐–.,%_/:@=<>&$" or after[:1] in "-‐–%°_/@=<>" or (after[:1] in ".,:'’" and after[1:].isalnum()):
        return None  # half a compound or a number without its unit is another word
    if QUOTES & set(text[max(0, low - 3) : low]) and QUOTES & set(text[high : high + 4]):
        return None  # the source prints it inside marks: C7, a note
    piece = flat(text[low:high])
    spans = [m.span() for m in WORD.finditer(piece)]
    return (piece, spans) if len(spans) == size and not LOOK_ODD.search(piece) else None


def generate(prose: dict[str, str], seed: int, count: int) -> tuple[list[Pair], list[str]]:
    rng = random.Random(seed)
    pairs: list[Pair] = []
    sources: list[str] = []
    names = sorted(prose)
    while len(pairs) < count:
        name = rng.choice(names)
        text = prose[name]
        start = rng.randrange(max(1, len(text) - (size := rng.choice(SLICES))))
        part = cut(text[start : start + size])
        if part is None:
            continue
        setting = rng.choices(list(SETTINGS), [weight for _, weight in SETTINGS.values()])[0]
        sources.append(SETTINGS[setting][0](part.text, rng, part.lexicon))
        other = prose[rng.choice([n for n in names if n != name] or names)]
        whole = part.letters + "\n" + letters(sources[-1])
        for _ in range(4 * PER_SLICE):
            if len(pairs) >= count or sum(pair.source == len(sources) - 1 for pair in pairs[-PER_SLICE:]) >= PER_SLICE:
                break
            kind = rng.choices(list(KINDS), [weight for _, _, weight in KINDS.values()])[0]
            label, change, _ = KINDS[kind]
            found = passage(part.text, rng)
            if found is None or len(found[1]) < (3 if kind in SHORT else 8):
                continue
            quote = change(
                Passage(
                    *found,
                    rng,
                    lexicon((*part.lexicon.languages, *languages(found[0]))),
                    part.vocabulary,
                    part.frequent,
                    part.names,
                    part.text,
                    other,
                )
            )
            if quote is None or (label in ("changed", "remade", "foreign") and letters(quote) in whole):
                continue
            pairs.append(Pair(kind, label, setting, quote, len(sources) - 1))
    return pairs, sources


def is_grave(pair: Pair, judged: Judged) -> bool:
    verdict = judged.verdict
    if pair.label in ("faithful", "noted"):
        return verdict is Verdict.ABSENT or (verdict is Verdict.ALTERED and not judged.flags)
    if pair.label == "hides":
        return verdict is not Verdict.ALTERED
    return verdict in GREEN and (not judged.flags or pair.kind in CRITICAL)


@dataclass
class Tally:
    """Counts of what must hold."""

    wrong: int = 0  # changed, remade or foreign
    unflagged: int = 0  # of those, green without a flag
    critical: int = 0
    critical_green: int = 0
    hides: int = 0
    hides_altered: int = 0

    def add(self, pair: Pair, judged: Judged) -> None:
        green = judged.verdict in GREEN
        if pair.label in ("changed", "remade", "foreign"):
            self.wrong += 1
            self.unflagged += green and not judged.flags
        if pair.kind in CRITICAL:
            self.critical += 1
            self.critical_green += green
        if pair.label == "hides":
            self.hides += 1
            self.hides_altered += judged.verdict is Verdict.ALTERED


def held(tally: Tally, faithful: dict[str, Counter[str]]) -> list[tuple[bool, str]]:
    """Each thing that must hold, with whether it does."""
    sound = Counter[str]()
    for setting in UNDAMAGED:
        sound.update(faithful[setting])
    scan = faithful["scan 1 %"]
    share = sound["green"] / max(1, sound["all"])
    seen = (scan["green"] + scan["seen"]) / max(1, scan["all"])
    return [
        (
            tally.unflagged == 0,
            f"no changed or absent quotation is green without a flag: {tally.unflagged} of {tally.wrong}",
        ),
        (
            tally.critical_green == 0,
            f"none at all is green where a negation or a number changed: {tally.critical_green} of {tally.critical}",
        ),
        (
            tally.hides_altered == tally.hides,
            f"an ellipsis that hides a negation is altered: {tally.hides_altered} of {tally.hides}",
        ),
        (
            share >= FEWEST_GREEN,
            f"at least {FEWEST_GREEN:.1%} of the faithful on clean, printed and marked-up text are green: {share:.2%} of {sound['all']}",
        ),
        (
            seen >= FEWEST_SEEN,
            f"on a scan with 1 % damage at least {FEWEST_SEEN:.0%} of the faithful are green, unchecked or flagged: {seen:.1%} of {scan['all']}",
        ),
        (
            not scan["absent"],
            f"on a scan with 1 % damage no faithful quotation is called absent: {scan['absent']} of {scan['all']}",
        ),
    ]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, help="texts (.txt, .txt.gz); default: this repository's seeds")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--pairs", type=int, default=1500)
    options.add_argument("--show", help="print the misses of one kind, or of all")
    chosen = options.parse_args()
    pairs, sources = generate(texts(chosen.folder), chosen.seed, chosen.pairs)
    indexed = [SourceText(Document(name="source", media_type="text/plain", text=s, sha256="0" * 64)) for s in sources]
    table: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    faithful: dict[str, Counter[str]] = defaultdict(Counter)
    tally = Tally()
    spent = 0.0
    for pair in pairs:
        begin = time.perf_counter()
        judged = judge(pair.quote, indexed[pair.source])
        spent += time.perf_counter() - begin
        grave = is_grave(pair, judged)
        tally.add(pair, judged)
        table[pair.label, pair.kind].update({str(judged.verdict): 1, "flagged": bool(judged.flags), "grave": grave})
        green = judged.verdict in GREEN
        if pair.label == "faithful":
            aside = judged.verdict is Verdict.UNCHECKED or (bool(judged.flags) and judged.verdict is not Verdict.ABSENT)
            faithful[pair.setting].update({"all": 1, "green" if green else "seen" if aside else "missed": 1})
            faithful[pair.setting][judged.verdict] += 1
        if chosen.show in (pair.kind, "all") and (grave or (pair.label == "faithful" and not green)):
            print(f"{pair.label}/{pair.kind}/{pair.setting}: {judged.verdict} {sorted(judged.flags)}")
            print(f"    {[d.message for d in judged.differences][:3]}\n    {pair.quote[:300]}")
    columns = [*map(str, Verdict), "flagged", "grave"]
    print(
        f"seed {chosen.seed}, {len(pairs)} pairs from {len(sources)} slices, {1000 * spent / len(pairs):.2f} ms a pair"
    )
    print(f"{'label':<10}{'kind':<18}" + "".join(f"{column:>11}" for column in columns))
    for (label, kind), counts in sorted(table.items()):
        print(f"{label:<10}{kind:<18}" + "".join(f"{counts[column] or '':>11}" for column in columns).rstrip())
    for setting in SETTINGS:
        counts = faithful[setting]
        rest = ", ".join(f"{v} {counts[v]}" for v in Verdict if v not in GREEN and counts[v])
        share = counts["green"] / max(1, counts["all"])
        print(f"faithful, {setting}: {share:.1%} green of {counts['all']}; {rest or 'nothing else'}")
    results = held(tally, faithful)
    for holds, sentence in results:
        print(f"{'holds' if holds else 'DOES NOT HOLD'}: {sentence}")
    return 0 if all(holds for holds, _ in results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
