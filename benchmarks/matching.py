"""How fast a quotation is found and judged, against plain search and general fuzzy matchers in the same run.

    python benchmarks/matching.py [FOLDER]

Seconds differ from machine to machine; the ratios are the figures to compare. Slow matchers get a few of the
quotations and their time is scaled up, which is said. What is measured:

1. 1,000 quotations of 40 words, one word in fifty changed in half of them, against one text of 5 MB.
2. One quotation against 1,000 texts of 79 KB that do not have it, none of them seen before.
3. A verbatim quotation in a text of 5 MB that was not seen before.
4. Memory of the index for each character of the text.
"""

from __future__ import annotations

import argparse
import random
import time
import tracemalloc
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
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def many_against_one(text: str, quotes: list[str]) -> None:
    print(f"{len(quotes):,} quotations of {WORDS} words against one text of {len(text):,} characters")
    indexed = source(text)
    first = seconds(lambda: judge(quotes[0], indexed) and indexed.running().index())
    ours = seconds(lambda: [judge(quote, indexed) for quote in quotes])
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
        spent = seconds(lambda rival=rival, sample=sample: [rival(quote) for quote in sample])
        scaled = spent * len(quotes) / len(sample)
        note = f"   (scaled up from {len(sample)})" if len(sample) < len(quotes) else ""
        print(f"  {name:<36}{scaled:10.2f} s   {scaled / ours:8.1f} times the time of verify{note}")


def one_against_many(text: str, rng: random.Random) -> None:
    starts = [rng.randrange(len(text) - SHORT) for _ in range(1000)]
    short = [text[start : start + SHORT] for start in starts]
    total = sum(map(len, short))
    quote = (
        "the harbour commission never published the second ledger although the surveyors of the northern lighthouse "
        "had twice demanded an independent inspection of its accounts before the winter storms"
    )
    sources = [source(part) for part in short]
    ours = seconds(lambda: [judge(quote, one) for one in sources])
    plain = seconds(lambda: [part.find(quote) for part in short])
    print(f"one quotation against {len(short):,} unseen texts ({total / 1e6:.0f} MB) that do not have it")
    print(f"  {'verify':<36}{ours:10.3f} s   {total / ours / 1e9:.2f} GB/s")
    print(f"  {'str.find (exact only)':<36}{plain:10.3f} s   {total / plain / 1e9:.2f} GB/s")


def verbatim_unseen(text: str) -> None:
    middle = len(text) // 2
    quote = text[text.index(" ", middle) + 1 : text.index(" ", middle + 300)]
    ours = min(seconds(lambda: judge(quote, source(text))) for _ in range(5))
    plain = min(seconds(lambda: text.find(quote)) for _ in range(5))
    print("a verbatim quotation in the middle of an unseen text")
    print(f"  {'verify':<36}{1000 * ours:10.2f} ms")
    print(f"  {'str.find':<36}{1000 * plain:10.2f} ms  verify takes {ours / plain:.1f} times as long")


def memory(text: str) -> None:
    tracemalloc.start()
    indexed = source(text)
    indexed.running().index()
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    size = len(text)
    print(f"memory of the index: {kept / size:.1f} bytes a character, {peak / size:.1f} while it is made")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, help="texts (.txt, .txt.gz); default: this repository's seeds")
    chosen = options.parse_args()
    rng = random.Random(7)
    text = long_text(texts(chosen.folder), rng)
    many_against_one(text, quotations(text, rng))
    one_against_many(text, rng)
    verbatim_unseen(text)
    memory(text)


if __name__ == "__main__":
    main()
