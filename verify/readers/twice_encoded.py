"""UTF-8 that was taken for another encoding and encoded again, once or more: “CafÃ©”, “РџСЂРёРІРµС‚”."""

from __future__ import annotations

import re
from itertools import islice

from verify.core.patterns import regex

# A database that does it once more than this is not known.
_MOST_TIMES = 3
# Characters. Single letters of this kind happen; texts that speak of them have as many others.
_FEWEST = 8
_SHARE = 0.9
_LOOKED_AT = 300  # runs
# What begins the commonest sequences, as windows-1252 and as windows-1251: most texts have none of it.
_SIGNS = regex(
    r"[ÂÃÄÅÆÇÈÉÎÏÐÑÒÓØÙàáâãäåæçèéêëìíîï][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[А-я][\x80-\xbf‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈҐЁЄЇІіґё№єјЅѕї]"
)
_RUN = re.compile(r"[^\x00-\x7f]+")


def once(text: str) -> str:
    """The text as it was before, where nearly all that is beyond ASCII in it was encoded twice."""
    for _ in range(_MOST_TIMES):
        before = next((found for middle in ("cp1252", "cp1251") if (found := _undone(text, middle))), None)
        if before is None:
            return text
        text = before
    return text


def _undone(text: str, middle: str) -> str | None:
    """The text with each run beyond ASCII as UTF-8 taken for `middle`; None unless nearly all of them are that."""
    if _SIGNS.search(text) is None:
        return None
    good = all_ = 0
    for found in islice(_RUN.finditer(text), _LOOKED_AT):
        all_ += len(found[0])
        good += len(found[0]) if _run(found[0], middle) is not None else 0
    if good < _FEWEST or good < _SHARE * all_:
        return None
    return _RUN.sub(lambda found: _run(found[0], middle) or found[0], text)


def _run(run: str, middle: str) -> str | None:
    """What a run of characters was; None where it was itself."""
    try:
        data = run.encode(middle)
    except UnicodeEncodeError:
        # Bytes that `middle` has no character for are those of ISO 8859-1.
        data = b"".join(_byte(each, middle) for each in run)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _byte(character: str, middle: str) -> bytes:
    """The byte that is read as this character; what no byte is read as makes the run no UTF-8."""
    try:
        return character.encode(middle)
    except UnicodeEncodeError:
        return character.encode("latin-1") if character <= "\xff" else b"\xff"
