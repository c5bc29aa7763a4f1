"""The subject of a verb of report in other languages with capitals, beside a quotation.

Their grammar is not known, so names tell: a run of capitalised words near the verb, a name between commas after a role, else the
role or the pronoun itself. The words known are in `data/cues.toml`, `[others]`.
"""

from __future__ import annotations

import re
from functools import cache

from verify.core.cues import cues
from verify.core.host import Host, Token
from verify.core.patterns import regex
from verify.core.phrases import Phrase

# Words of a clause in which its subject is looked for.
REACH = 16
_MARKS = ",.;:()–—―…!?"
SHORTEST_ROLE = 3
_ELIDED = regex(r"[ldLD][’']")
_INVERTED = regex(r"-(?:t-)?(il|elle|ils|elles|on)$")


def is_foreign(token: Token) -> bool:
    """Whether a verb of report is one of other languages than English."""
    table = cues()
    return token.lower not in table.verbs and (
        token.lower in table.foreign or _INVERTED.search(token.lower) is not None
    )


@cache
def _role() -> re.Pattern[str]:
    return re.compile(cues().foreign_roles)


class ForeignSubjects:
    """Reads the clauses of one document."""

    def __init__(self, host: Host) -> None:
        self.host = host

    def after(self, tokens: list[Token], verb: int) -> Phrase | None:
        """`„…“, sagte am Montag die Leiterin, Petra Vogel, dem Boten`."""
        inverted = _INVERTED.search(tokens[verb].lower)
        if inverted:
            pronoun = {"il": "he", "elle": "she"}.get(inverted[1], "they")
            return Phrase(inverted[1], tokens[verb].start, pronoun)
        return self.named(tokens, verb + 1)

    def named(self, tokens: list[Token], first: int) -> Phrase | None:
        """The speaker that begins at index `first` or a few words later."""
        segment, stop = self._segment(tokens, first)
        if not segment:
            return None
        pronoun = self._pronoun(segment[0])
        if pronoun and (len(segment) == 1 or segment[0].lower not in cues().foreign_articles):
            return pronoun
        full = self._full_name(segment)
        if full is None and stop < len(tokens) and tokens[stop].text == "," and not self._only_name(segment):
            following, _ = self._segment(tokens, stop + 1)
            if following and self._is_name(following):
                return self._phrase(following)
        return full or self._short_name(segment) or self._role_of(segment)

    def before(self, tokens: list[Token], verb: int) -> Phrase | None:
        """`Die Leiterin, Petra Vogel, sagte`, `Gestern sagte Petra Vogel:`, `Petra Vogel hatte ihm geschrieben`."""
        words = cues()
        segments: list[list[Token]] = [[]]
        for token in tokens[max(0, verb - 2 * REACH) : verb]:
            if token.kind == "filler" or token.text in _MARKS:
                segments.append([])
            else:
                segments[-1].append(token)
        near = segments.pop()
        while near and (near[-1].lower in words.foreign_auxiliaries or near[-1].lower in words.foreign_between):
            near = near[:-1]
        while near and near[0].lower in words.foreign_conditions:
            near = near[1:]
        if not near:
            owner = self._role_of(segments[0]) if segments and segments[0] else None
            return self._apposed(segments) or owner or self.after(tokens, verb)
        if near[0].lower in words.foreign_openings or near[0].text.isdigit():
            following = self.after(tokens, verb)  # Dem Boten sagte Vogel:
            if following is not None:
                return following
        pronoun = self._pronoun(near[-1])
        return pronoun or self._full_name(near, last=True) or self._short_name(near, last=True) or self._role_of(near)

    def _apposed(self, segments: list[list[Token]]) -> Phrase | None:
        """The name between commas, or before them: `El alcalde, Tomás Ibáñez, dijo`, `Tomás Ibáñez, el alcalde, dijo`."""
        for segment in reversed(segments[-2:]):
            if self._is_name(segment):
                return self._phrase(segment)
        for segment in reversed(segments[-2:]):
            full = self._full_name(segment)
            if full:
                return full
        return self._short_name(segments[-1]) if segments and segments[-1] else None

    # --- names -------------------------------------------------------------------------------------------------------

    def _segment(self, tokens: list[Token], first: int) -> tuple[list[Token], int]:
        stop = first
        while stop < min(len(tokens), first + REACH) and tokens[stop].kind == "word":
            stop += 1
        return tokens[first:stop], stop

    def _runs(self, segment: list[Token]) -> list[list[Token]]:
        """Capitalised words in a row, with the particles of a family name after the first, without roles before the name."""
        words = cues()
        runs: list[list[Token]] = []
        index = 0
        while index < len(segment):
            if not segment[index].capital or segment[index].lower in words.foreign_openings | words.foreign_articles:
                index += 1
                continue
            end = index + 1
            while end < len(segment):
                particles = end
                while (
                    end == index + 1
                    and particles < len(segment)
                    and segment[particles].lower in words.foreign_particles
                ):
                    particles += 1
                if particles - end > 2 or particles == len(segment) or not segment[particles].capital:
                    break
                end = particles + 1
            run = segment[index:end]
            for place in range(len(run) - 2, 0, -1):
                if _role().fullmatch(run[place - 1].lower):
                    run = run[place:]
                    break
            if not self.host.dates_in(run[0].start, run[-1].end) and not (
                index and segment[index - 1].lower in words.foreign_of
            ):
                runs.append(run)
            index = end
        return runs

    def _full_name(self, segment: list[Token], *, last: bool = False) -> Phrase | None:
        full = [run for run in self._runs(segment) if len(run) > 1 and not _role().fullmatch(run[-1].lower)]
        return self._phrase(full[-1 if last else 0]) if full else None

    def _short_name(self, segment: list[Token], *, last: bool = False) -> Phrase | None:
        runs = self._runs(segment)
        return self._phrase(runs[-1 if last else 0]) if runs else None

    def _is_name(self, segment: list[Token]) -> bool:
        return 2 <= len(segment) <= 5 and any(
            len(run) > 1 and run[-1] is segment[-1] and run[0] is segment[0] for run in self._runs(segment)
        )

    def _only_name(self, segment: list[Token]) -> bool:
        return len(segment) == 1 and segment[0].capital and not _role().fullmatch(segment[0].lower)

    def _role_of(self, segment: list[Token]) -> Phrase | None:
        """`la maire`, `miljøministeren`: the words up to a preposition."""
        words = cues()
        while segment and segment[0].lower in words.foreign_articles | words.foreign_openings:
            segment = segment[1:]
        taken: list[Token] = []
        for token in segment[:3]:
            if token.lower in words.foreign_of | words.foreign_openings | words.foreign_auxiliaries:
                break
            taken.append(token)
        if not taken or len(taken[0].text) < SHORTEST_ROLE:
            return None
        elided = _ELIDED.match(taken[0].text)  # l’écrivain
        start = taken[0].start + (elided.end() if elided else 0)
        return Phrase(self.host.text[start : taken[0].end], start)

    def _phrase(self, run: list[Token]) -> Phrase:
        return Phrase(self.host.text[run[0].start : run[-1].end], run[0].start)

    def _pronoun(self, token: Token) -> Phrase | None:
        words = cues()
        gender = "he" if token.lower in words.foreign_he else "she" if token.lower in words.foreign_she else None
        return Phrase(token.text, token.start, gender) if gender else None
