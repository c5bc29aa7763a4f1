"""How fast pages are read, and whether a sentence that a reader sees is lost.

    python benchmarks/page_text.py FOLDER                    # speed, on every *.html and *.html.gz of the folder
    python benchmarks/page_text.py FOLDER --truth TRUTH.json  # recall too

TRUTH.json maps the stem of a page's file to `{"articleBody": text}`, the layout of the public article extraction
benchmark of Scrapinghub. Beside this project's reader stand lxml's `text_content()` and selectolax's `text()`, which lose
nothing and tell nothing apart. Speed is by processor time, so that what else runs on the machine counts less. A sentence
counts as found when its words stand in the text, white space aside.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from verify import readers
from verify.model import RegionKind

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_FEWEST_WORDS = 5
_REPETITIONS = 3
_NOT_RUNNING = {RegionKind.NAVIGATION, RegionKind.FOOTER, RegionKind.HIDDEN}


def ours(page: bytes) -> str:
    return readers.read(page, name="page.html", media_type="text/html", base_url="http://127.0.0.1/").text


def running(page: bytes) -> str:
    """Our text without what the reader marks as navigation, footer or hidden."""
    document = readers.read(page, name="page.html", media_type="text/html", base_url="http://127.0.0.1/")
    out, at = [], 0
    for region in document.regions:
        if region.kind in _NOT_RUNNING:
            out.append(document.text[at : region.start])
            at = region.end
    return "".join([*out, document.text[at:]])


def lxml_text(page: bytes) -> str:
    import lxml.html

    parser = lxml.html.HTMLParser(encoding="utf-8")
    return str(lxml.html.document_fromstring(page, parser=parser).text_content())


def selectolax_text(page: bytes) -> str:
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(page).body
    return body.text(separator="") if body else ""


READERS: dict[str, Callable[[bytes], str]] = {
    "verify": ours,
    "verify, running text": running,
    "lxml text_content()": lxml_text,
    "selectolax text('')": selectolax_text,
}


def _readers() -> dict[str, Callable[[bytes], str]]:
    """Without lxml where it is not installed: no package of this project needs it."""
    if find_spec("lxml") is None:
        print("lxml is not installed: its row is left out.")
        return {label: read for label, read in READERS.items() if read is not lxml_text}
    return READERS


def pages(folder: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*.html*")):
        data = path.read_bytes()
        found[path.name.split(".", 1)[0]] = gzip.decompress(data) if path.suffix == ".gz" else data
    return found


def sentences(text: str) -> list[str]:
    return [_squeezed(part) for part in _SENTENCE.split(text) if len(part.split()) >= _FEWEST_WORDS]


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b\ufeff]+", "", text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--truth", type=Path)
    parser.add_argument(
        "--show", action="store_true", help="print the sentences that our running text lacks and selectolax has"
    )
    arguments = parser.parse_args()
    if arguments.folder is None:
        print("No folder of pages given: nothing measured (benchmarks/page_text.py FOLDER).")
        return
    found = pages(arguments.folder)
    size = sum(map(len, found.values()))
    truth = json.loads(arguments.truth.read_text("utf-8")) if arguments.truth else {}
    wanted = {name: sentences(truth[name]["articleBody"]) for name in found if name in truth}
    count = sum(map(len, wanted.values()))
    print(f"{len(found)} pages, {size / 1e6:.1f} MB, {count} sentences")
    texts: dict[str, dict[str, str]] = {}
    for label, read in _readers().items():
        best = float("inf")
        for _ in range(_REPETITIONS):
            start = time.process_time()
            texts[label] = {name: read(page) for name, page in found.items()}
            best = min(best, time.process_time() - start)
        seen = {name: _squeezed(texts[label][name]) for name in wanted}
        hits = sum(sentence in seen[name] for name, several in wanted.items() for sentence in several)
        recall = f"{100 * hits / count:6.2f} %" if count else "-"
        print(f"{label:24}{size / best / 1e6:8.1f} MB/s   {recall}")
    if arguments.show:
        _show(wanted, texts)


def _show(wanted: dict[str, list[str]], texts: dict[str, dict[str, str]]) -> None:
    for name, several in wanted.items():
        mine, other = _squeezed(texts["verify, running text"][name]), _squeezed(texts["selectolax text('')"][name])
        for sentence in several:
            if sentence not in mine and sentence in other:
                print(f"  {name[:8]}: {sentence[:120]}")


if __name__ == "__main__":
    main()
