"""Words before a number or a quantity that say how far it holds: "about", "more than", "up to"."""

from __future__ import annotations

from functools import cache
from typing import Final

from verify.core.words import Phrases

_DEGREES: Final = (
    "about", "around", "roughly", "approximately", "nearly", "almost", "over", "under", "above", "below", "more than", "less than",
    "fewer than", "at least", "at most", "up to", "as many as", "as few as", "no more than", "no fewer than", "close to", "some",
    "only", "just", "barely", "well over", "just under", "just over", "not all", "rund", "etwa", "ungefähr", "circa", "ca", "knapp",
    "gut", "über", "unter", "fast", "beinahe", "mehr als", "weniger als", "mindestens", "höchstens", "bis zu", "nur", "environ",
    "près de", "presque", "plus de", "moins de", "au moins", "au plus", "jusqu'à", "seulement", "casi", "unos", "unas", "alrededor de",
    "cerca de", "más de", "menos de", "al menos", "hasta", "solo", "quasi", "circa", "oltre", "almeno", "meno di", "più di", "fino a",
    "quase", "mais de", "pelo menos", "até", "ongeveer", "bijna", "meer dan", "minder dan", "minstens", "tot", "slechts", "около",
    "почти", "более", "менее", "больше", "меньше", "примерно", "только", "свыше", "до", "не менее", "не более",
)  # fmt: skip


@cache
def degrees() -> Phrases:
    """The words, in all languages that have a list."""
    return Phrases(_DEGREES)
