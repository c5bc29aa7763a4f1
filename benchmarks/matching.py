"""How fast a quotation is found and judged, against plain search and general fuzzy matchers in the same run.

    python benchmarks/matching.py [FOLDER]

Seconds differ from machine to machine; the ratios are the figures to compare, and the goal stands beside each. They are
seconds of the processor, each the least of several repetitions, since other work may run on the machine. Slow matchers get a few of the
quotations and their time is scaled up, which is said. What is measured:

1. 1,000 quotations of 40 words, one word in fifty changed in half of them, against one text of 5 MB.
2. One quotation against 1,000 texts of 79 KB that do not have it, none of them seen before.
3. A verbatim quotation in a text of 5 MB that was not seen before.
4. Indexing 5 MB, and a quotation with other typography in such a text that was not seen before.
5. Memory of the index for each character of the text.
6. Hostile input: one word a million times, a quotation of 50,000 words, a text of 50 MB.

2 and 3 are measured on the texts as they are, with typographic quotation marks, and on the same in ASCII, which Python
keeps in half the space and lets a search read without a copy.
"""

from __future__ import annotations

import argparse
import random
import time
import tracemalloc
import unicodedata
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import edlib
from prose import texts
from rapidfuzz import fuzz

from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.model import Document

LENGTH = 5_000_000
SHORT = 79_000
QUOTATIONS = 1000
WORDS = 40
CHANGED = 0.02
REPETITIONS = 5
GOALS = {"edlib, bounded": 125, "rapidfuzz partial_ratio_alignment": 290}  # times the time of verify
BOUND = 0.2  # share of a quotation's characters that edlib may change: it stops early beyond that
SAMPLES = {"edlib, bounded": 20, "rapidfuzz partial_ratio_alignment": 10, "difflib": 1}


def long_text(prose: dict[str, str], rng: random.Random) -> str:
    """The texts one after another; when they are too short, their sentences shuffled again and again."""
    whole = "\n\n".join(prose[name] for name in sorted(prose))
    if len(whole) < LENGTH:
        sentences = whole.replace("\n", " ").split(". ")
        parts = [whole]
        size = len(whole)
        while size < LENGTH:
            words = " ".join(rng.sample(sentences, min(40, len(sentences)))).split()
            rng.shuffle(words)
            parts.append(" ".join(words) + ".")
            size += len(parts[-1]) + 1
        whole = "\n".join(parts)
    return whole[:LENGTH]


def quotations(text: str, rng: random.Random) -> list[str]:
    vocabulary = text[:200_000].split()
    found: list[str] = []
    while len(found) < QUOTATIONS:
        start = rng.randrange(len(text) - 2000)
        words = text[start : start + 1000].split()[1 : WORDS + 1]
        if len(words) < WORDS:
            continue
        if len(found) % 2:
            words = [rng.choice(vocabulary) if rng.random() < CHANGED else word for word in words]
        found.append(" ".join(words))
    return found


def source(text: str) -> SourceText:
    return SourceText(Document(name="source", media_type="text/plain", text=text, sha256="0" * 64))


def seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def least(work: Callable[[], object], repetitions: int = REPETITIONS) -> float:
    """The least seconds of several repetitions."""
    return min(seconds(work) for _ in range(repetitions))


def fresh(text: str) -> str:
    """A copy that has no bytes cached in other encodings, as a text that was just read."""
    return "".join((text[:1], text[1:]))


def ascii_of(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "replace").decode("ascii")


def many_against_one(text: str, quotes: list[str]) -> None:
    print(f"{len(quotes):,} quotations of {WORDS} words against one text of {len(text):,} characters")
    indexed = source(text)
    first = seconds(lambda: judge(quotes[0], indexed) and indexed.running().index())
    ours = least(lambda: [judge(quote, indexed) for quote in quotes], 3)
    print(f"  {'verify':<36}{ours:10.2f} s   (and {first:.2f} s once, for the index)")
    flat = " ".join(text.split())
    data = flat.encode("utf-8")
    rivals: dict[str, Callable[[str], object]] = {
        "str.find (exact only)": flat.find,
        "edlib, bounded": lambda q: edlib.align(
            q.encode("utf-8"), data, mode="HW", task="locations", k=int(BOUND * len(q))
        ),
        "rapidfuzz partial_ratio_alignment": lambda q: fuzz.partial_ratio_alignment(q, flat),
        "difflib": lambda q: SequenceMatcher(None, flat, q, autojunk=False).find_longest_match(),
    }
    for name, rival in rivals.items():
        sample = quotes[: SAMPLES.get(name, len(quotes))]
        spent = least(
            lambda rival=rival, sample=sample: [rival(quote) for quote in sample], 1 if name == "difflib" else 2
        )
        scaled = spent * len(quotes) / len(sample)
        note = f"   (goal {GOALS[name]})" if name in GOALS else ""
        note += f"   (scaled up from {len(sample)})" if len(sample) < len(quotes) else ""
        print(f"  {name:<36}{scaled:10.2f} s   {scaled / ours:8.1f} times the time of verify{note}")


def one_against_many(text: str, kind: str, rng: random.Random) -> None:
    starts = [rng.randrange(len(text) - SHORT) for _ in range(1000)]
    short = [text[start : start + SHORT] for start in starts]
    total = sum(map(len, short))
    quote = (
        "the harbour commission never published the second ledger although the surveyors of the northern lighthouse "
        "had twice demanded an independent inspection of its accounts before the winter storms"
    )
    ours = plain = float("inf")
    indexed = 0
    for _ in range(REPETITIONS):
        sources = [source(fresh(part)) for part in short]
        ours = min(ours, seconds(lambda sources=sources: [judge(quote, one) for one in sources]))
        plain = min(plain, seconds(lambda: [part.find(quote) for part in short]))
        indexed = sum(one.prepared for one in sources)
    print(
        f"one quotation against {len(short):,} unseen texts ({total / 1e6:.0f} M characters, {kind}) that do not have it"
    )
    print(f"  {'verify':<36}{ours:10.3f} s   {total / ours / 1e9:.2f} GB/s   (goal 1; {indexed} had to be indexed)")
    print(f"  {'str.find (exact only)':<36}{plain:10.3f} s   {total / plain / 1e9:.2f} GB/s")


def verbatim_unseen(text: str, kind: str) -> None:
    middle = len(text) // 2
    quote = text[text.index(" ", middle) + 1 : text.index(" ", middle + 300)]
    copies = [fresh(text) for _ in range(REPETITIONS)]
    ours = min(seconds(lambda copy=copy: judge(quote, source(copy))) for copy in copies)
    plain = least(lambda: text.find(quote), 4 * REPETITIONS)
    print(f"a verbatim quotation in the middle of an unseen text of {len(text) / 1e6:.0f} M characters ({kind})")
    print(f"  {'verify':<36}{1000 * ours:10.2f} ms")
    print(
        f"  {'str.find, to the first hit':<36}{1000 * plain:10.2f} ms  verify takes {ours / plain:.1f} times as long (goal 5)"
    )


def indexing(text: str) -> None:
    indexed = least(lambda: source(fresh(text)).running().index())
    middle = len(text) // 2
    words = text[middle : middle + 300].split()[1:WORDS]
    quote = "\n".join(words).replace("'", "\u2019").replace('"', "\u201d").replace("-", "\u2010")
    ours = least(lambda: judge(quote, source(fresh(text))))
    print(f"an unseen text of {len(text) / 1e6:.0f} M characters (goal 0.06 s each)")
    print(f"  {'the index':<36}{indexed:10.3f} s   {len(text) / indexed / 1e6:.0f} M characters a second")
    print(f"  {'a quotation with other typography':<36}{ours:10.3f} s")


def hostile(text: str, rng: random.Random) -> None:
    """Each case with its least time and the memory that it takes at its peak."""
    word = "lighthouse "
    long_quote = " ".join(text[: 12 * 50_000].split()[:50_000])
    changed = " ".join("pomegranate" if rng.random() < CHANGED else one for one in long_quote.split())
    giant = "\n".join([text] * (50_000_000 // len(text)))
    last = giant[giant.index(" ", len(giant) - 900) + 1 : giant.index(" ", len(giant) - 500)]
    cases: dict[str, tuple[str, str]] = {
        "one word a million times, asked for": (word * 12, word * 1_000_000),
        "one word a million times, among others": ("the keeper of the lighthouse " * 3, word * 1_000_000),
        "50,000 words, verbatim": (long_quote, text),
        "50,000 words, one in fifty changed": (changed, text),
        "50 M characters, verbatim": (last, giant),
        "50 M characters, one word changed": (last.replace(" ", " pomegranate ", 1), giant),
    }
    print("hostile input: seconds, and memory at its peak")
    for name, (quote, where) in cases.items():
        spent = least(lambda quote=quote, where=where: judge(quote, source(where)), 2)
        tracemalloc.start()
        verdict = judge(quote, source(where)).verdict
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(
            f"  {name:<40}{spent:8.2f} s   {peak / 1e6:6.0f} MB, {peak / len(where):4.1f} bytes a character   {verdict}"
        )


def memory(text: str) -> None:
    tracemalloc.start()
    indexed = source(text)
    indexed.running().index()
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    size = len(text)
    print(f"memory of the index: {kept / size:.1f} bytes a character, {peak / size:.1f} while it is made (goal 12)")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, help="texts (.txt, .txt.gz); default: this repository's seeds")
    chosen = options.parse_args()
    rng = random.Random(7)
    text = long_text(texts(chosen.folder), rng)
    many_against_one(text, quotations(text, rng))
    for kind, part in (("as it is", text), ("ASCII", ascii_of(text))):
        one_against_many(part, kind, rng)
        verbatim_unseen(part, kind)
    indexing(text)
    memory(text)
    hostile(text, rng)


if __name__ == "__main__":
    main()
