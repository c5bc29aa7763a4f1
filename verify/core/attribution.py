"""Who says the quoted words, by the words that introduce or follow them.

No model: a verb of report ("said", "wrote", "announced"), `according to`, or a noun ("message", "account") is looked
for in the sentence of the quotation, and its subject is read off the word order. A quotation without any of these
takes the speaker of the sentence before, when it opens its own sentence. Surnames and pronouns are resolved to the
fullest mention in the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from verify.core.cues import cues
from verify.core.foreign_subjects import ForeignSubjects, is_foreign
from verify.core.host import FILLER, Host, Token, cue_words, tokenize
from verify.core.marks import BLOCK, Marked
from verify.core.phrases import BE, Phrase, Phrases, is_adverb, is_noun
from verify.core.resolution import Resolver
from verify.core.subjects import Subjects
from verify.core.uncapitalised import REACH, is_uncapitalised, who_said

# How far a cue may stand from its quotation, in code points: sentences of news run to 300.
REACH_BEFORE, REACH_AFTER = 600, 240
# A quotation that opens its sentence takes the subject of one that is not itself all quotation, this far back.
SENTENCES_BACK = 4
# Verbs of report in one sentence that are asked for their subject, the nearest first.
CUES_TRIED = 6
_CUE_SHOWN = 240  # longer introductions are cut from the left
_ENDS = frozenset(".!?;:…。！？")
_CLAUSE = 3  # spaces in a subject without a name that is rather a clause
# Words before a verb that follows a full stop inside the marks: “It is.” Smith said. A longer one is a sentence of its own.
_SHORT_SUBJECT = 4
_CLOSING = "’”\"'»)] \xa0"
_CONDITIONS = frozenset("if unless whether suppose imagine".split())
ELIDED = "elided"  # a verb without a subject, as languages have it that tell the person by the verb


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker in the document's own words, resolved, with the words that introduce the quotation.

    `how`: "before", "after" (the verb stands beside the quotation), "noun", "context" (taken over from the sentence or the
    quotation before).
    """

    speaker: str | None
    cue: str | None
    how: str
    cue_start: int
    cue_end: int
    verb: str = ""
    denied: bool = False
    hypothetical: bool = False


class Attributor:
    """Finds the speakers of one document's quotations, which are to be asked for in the order of the document."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.phrases = Phrases(host)
        self.subjects = Subjects(host, self.phrases)
        self.foreign = ForeignSubjects(host)
        self.resolver = Resolver(host, self.subjects)
        self._voices: dict[int, str] = {}  # opening mark of a quotation to its speaker

    # --- the three places where a cue can stand --------------------------------------------------------------------

    def attribute(self, span: Marked, previous: tuple[Marked, Attribution | None] | None) -> Attribution | None:
        """Who says the words of `span`; `previous` is the quotation before it with what was found for it."""
        found = self._attributed(span, previous)
        if found is not None and found.speaker is not None:
            self._voices[span.opens] = found.speaker
        return found

    def _attributed(self, span: Marked, previous: tuple[Marked, Attribution | None] | None) -> Attribution | None:
        if is_uncapitalised(self.host.text[span.start : span.start + 40]):
            return self._uncapitalised(span, previous)
        before = self._before(span)
        after = self._after(span)
        found = self._from_before(before, span) if before else None
        if found is None or not found.direct:
            following = self._from_after(after, span, opens_sentence=not before)
            found = following or found
        if found is None and before:
            found = self._from_noun(before) or self._from_colon(before)
        if found is None and not before:
            return self._from_context(span, previous)
        if found is None:
            return None
        if found.phrase.pronoun == ELIDED:
            near = self.foreign.before(before, len(before)) if before else None
            if near is not None:  # Ali Yıldız, “…” dedi.
                return self._resolved(replace(found, phrase=near), span)
            before_it = previous[1].speaker if previous is not None and previous[1] is not None else None
            return Attribution(
                before_it, _shown(self.host.text, found.start, found.end), found.how, found.start, found.end
            )
        return self._resolved(found, span)

    def _uncapitalised(self, span: Marked, previous: tuple[Marked, Attribution | None] | None) -> Attribution | None:
        host = self.host
        paragraph = host.layout.paragraph_at(span.opens)
        first = max(paragraph[0], span.opens - REACH)
        last = min(max(paragraph[1], span.closes), span.closes + REACH)
        said = who_said(host.masked[first : span.opens], host.masked[span.closes : last])
        if said is None:
            return None
        start = first + said.start if said.before else span.closes + said.start
        end = span.opens if said.before else span.closes + said.end
        how = "before" if said.before else "after"
        name = said.name or (previous[1].speaker if previous is not None and previous[1] is not None else None)
        return Attribution(name, _shown(host.text, start, end), how, start, end)

    def _before(self, span: Marked) -> list[Token]:
        """Tokens of the sentence up to the opening mark.

        When the quotation opens its paragraph and the one before ends in a colon or a comma, that one's last sentence.
        """
        host = self.host
        if span.parent is not None:
            return self._before_nested(span)
        index = host.layout.paragraph_index(span.opens)
        if index < 0:
            return []
        start = max(host.sentence_at(span.opens)[0], span.opens - REACH_BEFORE)
        tokens = host.tokens(start, span.opens)
        if tokens or index == 0:
            return tokens
        if (
            span.opens > host.layout.paragraphs[index][0]
            and host.masked[host.layout.paragraphs[index][0] : span.opens].strip()
        ):
            return []  # opens a later sentence of its paragraph
        last_start, last_end = host.sentences_of(index - 1)[-1]
        introduction = host.tokens(max(last_start, last_end - REACH_BEFORE), last_end)
        if introduction and introduction[-1].text in ":,—–":
            return introduction
        return []

    def _before_nested(self, span: Marked) -> list[Token]:
        parent = self.host.marks.spans[span.parent or 0]
        start = max(parent.start, span.opens - REACH_BEFORE)
        text = self.host.text[start : span.opens]
        cut = max((match.end() for match in re.finditer(r"[.!?…]\s+(?=[A-Z])", text)), default=0)
        return tokenize(self.host.text, start + cut, span.opens)  # outer quotations are blanked in `masked`

    def _after(self, span: Marked) -> list[Token]:
        host = self.host
        if span.parent is not None:
            return []
        index = host.layout.paragraph_index(span.closes)
        end = min(host.layout.paragraphs[index][1], span.closes + REACH_AFTER)
        tokens = host.tokens(span.closes, end)
        for number, token in enumerate(tokens):
            if token.kind == "filler" or (token.kind == "mark" and token.text in _ENDS):
                return tokens[: number + 1]
        return tokens

    def _from_after(self, tokens: list[Token], span: Marked, *, opens_sentence: bool) -> _Found | None:
        """`…,” said X`, `…,” X, the Y, said`, `…,” according to X`."""
        last = self.host.text[span.start : span.end].rstrip(_CLOSING)[-1:] or self.host.text[span.end - 1]
        first = 0
        while first < len(tokens) and tokens[first].text in ",–—-)":
            first += 1
        if first + 1 < len(tokens) and tokens[first].lower == "as":
            first += 1
        if first == len(tokens) or tokens[first].kind != "word":
            return None
        comma = (first > 0 and tokens[0].text in ",–—-") or last in ",–—-"
        lowers = [token.lower for token in tokens]
        according = self._according(lowers, first)
        if according:
            phrase = self._agreeing(tokens, first, according)
            return _found(phrase, tokens, first, "according", direct=True, how="after") if phrase else None
        clause_end = next(
            (i for i in range(first, len(tokens)) if tokens[i].kind == "filler" or tokens[i].text in _ENDS), len(tokens)
        )
        verb = self._verb_after(tokens, first, clause_end)
        if verb is None:
            return None
        foreign = is_foreign(tokens[verb])
        inverted = self.foreign.after(tokens, verb) if foreign else None
        if foreign and inverted is None and verb == clause_end - 1 and verb - first <= 1:  # “…” – dodała.
            elided = Phrase("", tokens[verb].start, ELIDED)
            return _found(elided, tokens[:clause_end], first, lowers[verb], direct=True, how="after")
        closes = comma or last in "?!…" or (opens_sentence and last != ".")
        if not closes and clause_end - verb > 2 and not (verb == first and opens_sentence):
            return None
        if not closes and (not opens_sentence or verb - first > _SHORT_SUBJECT):
            return None
        phrase = inverted
        if phrase is None:
            first_words = range(first, verb)
            if verb == first or all(lowers[i] in cues().adverbs for i in first_words):
                phrase = self.phrases.right(tokens, verb + 1)
            else:
                phrase = self.subjects.named_first(tokens, first, verb) or self.subjects.left_of(
                    tokens, verb, first, passive=lowers[verb] == "quoted"
                )
        if phrase is None:
            return None
        return _found(phrase, tokens[:clause_end], first, lowers[verb], direct=True, how="after")

    def _according(self, lowers: list[str], index: int) -> int:
        """How many words of "according to" stand at `index`, in any of its languages."""
        table = cues()
        if lowers[index] == "according" and lowers[index + 1 : index + 2] == ["to"]:
            return 2
        for words in table.foreign_according_phrases.get(lowers[index], ()):
            if tuple(lowers[index : index + len(words)]) == words:
                return len(words)
        return 1 if lowers[index] in table.foreign_according or (not index and lowers[0] in table.foreign_for) else 0

    def _agreeing(self, tokens: list[Token], index: int, words: int) -> Phrase | None:
        """Whom the words of "according to" at `index` name."""
        if tokens[index].lower == "according":
            return self.phrases.right(tokens, index + words)
        phrase = self.foreign.named(tokens, index + words)
        if not index and tokens[0].lower in cues().foreign_for:  # Pour Anne Roux; but not: Pour la ville
            return phrase if phrase is not None and " " in phrase.text else None
        return phrase

    def _verb_after(self, tokens: list[Token], first: int, end: int) -> int | None:
        """Index of the verb of report of the clause that follows a quotation."""
        depth = 0
        for index in range(first, min(end, first + 40)):
            token = tokens[index]
            if token.text in ",(–—":
                depth += 1
            if cue_words(token) and not is_noun(tokens, index, at_start=index == first):
                return index
            if depth == 0 and index - first > 9:
                return None
            if depth == 0 and token.lower in cues().subordinators - cues().adverbs - {"and", "who"}:
                return None
            quoted = index + 1 < end and tokens[index + 1].lower == "quoted"
            if depth == 0 and index > first and token.kind == "word" and token.lower in BE and not quoted:
                return None
        return None

    def _from_before(self, tokens: list[Token], span: Marked) -> _Found | None:
        """`X said: “`, `X, the Y, wrote, “`, `According to X, “`, `described by X as “`."""
        lowers = [token.lower for token in tokens]
        tried = 0
        for index in range(len(tokens) - 1, -1, -1):
            token = tokens[index]
            if token.text == ";" or tried == CUES_TRIED:
                return None
            according = self._according(lowers, index)
            if according:
                phrase = self._agreeing(tokens, index, according)
                if phrase:
                    return _found(phrase, tokens, 0, "according", direct=True)
                continue
            if not cue_words(token) or is_noun(tokens, index):
                continue
            gap = [other for other in tokens[index + 1 :] if other.kind == "word"]
            if token.lower in cues().adjacent and token.lower not in ("wrote", "read", "reads"):
                stated = lowers[index + 1 : index + 2] == ["that"]  # they hold that …
                within = "that" in lowers[:index] and any(cue_words(other) for other in tokens[:index])
                if not stated and (len(gap) > 2 or within):  # said that the rules offered “…”
                    continue
            tried += 1
            phrase = self._subject_of(tokens, index, span)
            if phrase is None:
                continue
            direct = len(gap) <= 4 or tokens[-1].text in ":," or lowers[-1] in ("that", "as")
            return _found(phrase, tokens, 0, token.lower, direct=direct, verb_index=index)
        return None

    def _from_noun(self, tokens: list[Token]) -> _Found | None:
        """`X’s account: “`, `X sent a message to the young to “`, `in a statement, X: “`."""
        table = cues()
        for index in range(len(tokens) - 1, -1, -1):
            token = tokens[index]
            if token.lower not in table.nouns or (token.capital and index):
                continue
            if index and re.search(r"[’']s?$", tokens[index - 1].text) and tokens[index - 1].capital:
                phrase = self.phrases.read(tokens[self.phrases.chunk_start(tokens, index - 1) : index + 1])
            elif len(tokens) - index <= 12:
                phrase = self.subjects.first(tokens, index)
            else:
                phrase = None
            if phrase is not None:
                return _found(phrase, tokens, 0, token.lower, direct=False)
        return None

    def _from_colon(self, tokens: list[Token]) -> _Found | None:
        """`The union’s secretary, Pat Doyle, hit back: “`: a colon right before the quotation reports by itself."""
        if tokens[-1].text != ":":
            return None
        phrase = self.subjects.first(tokens, len(tokens) - 1)
        if phrase is None or (phrase.text[1:].islower() and phrase.text.count(" ") >= _CLAUSE):
            return None  # most likely a clause of a language whose verbs are not known
        return _found(phrase, tokens, 0, "", direct=False)

    def _from_context(self, span: Marked, previous: tuple[Marked, Attribution | None] | None) -> Attribution | None:
        """The speaker of the quotation before, or the subject of the sentence before, in the same or the last paragraph."""
        host = self.host
        index = host.layout.paragraph_index(span.opens)
        if index < 0 or span.parent is not None or span.mark == BLOCK:
            return None
        if previous is not None and previous[1] is not None and previous[1].speaker is not None:
            one = host.layout.paragraph_index(previous[0].opens)
            between = host.masked[previous[0].closes : span.opens]
            if index - one <= 1 and between.count(".") <= 2 and len(between) < REACH_AFTER:
                other = self._subject_before(span, floor=previous[0].closes)
                if other is None or other == previous[1].speaker:
                    return Attribution(previous[1].speaker, None, "context", span.opens, span.opens)
        subject = self._subject_before(span, floor=0)
        if subject is None:
            return None
        start, end = self._sentence_before(span)
        return Attribution(subject, _shown(host.text, start, end), "context", start, end)

    # --- for references in prose -----------------------------------------------------------------------------------

    def subject(self, start: int, end: int, after: int) -> str | None:
        """Who does something in the sentence that begins at `start`, said at [end, after): the subject, resolved."""
        tokens = self.host.tokens(max(start, end - REACH_BEFORE), end)
        phrase = self.subjects.first(tokens, len(tokens))
        if phrase is None:  # "In an article about …, X wrote"
            sentence_end = self.host.sentence_at(start)[1]
            following = self.host.tokens(after, min(sentence_end, after + REACH_BEFORE))
            while following and following[0].text != ",":
                following.pop(0)
            phrase = self.subjects.first(following[1:], len(following) - 1) if following else None
        return self.resolver.resolve(phrase, start) if phrase is not None else None

    def owner(self, start: int, end: int) -> str | None:
        """Whose publication "his report" or "Stevenson’s account" at [start, end) is."""
        phrase = self.phrases.read(self.host.tokens(start, end))
        return self.resolver.resolve(phrase, start) if phrase is not None else None

    # --- subjects --------------------------------------------------------------------------------------------------

    def _sentence_before(self, span: Marked) -> tuple[int, int]:
        """The last sentence with words of its own before the quotation, in its paragraph or at the end of the one before."""
        host = self.host
        index = host.layout.paragraph_index(span.opens)
        first = host.layout.paragraphs[index][0]
        for start, end in host.sentences_back(span.opens, SENTENCES_BACK):
            if host.masked[start : min(end, span.opens)].strip(FILLER + " .,\n"):
                if start >= first or first >= span.opens - 3:
                    return start, end
                break
        return span.opens, span.opens

    def _subject_before(self, span: Marked, floor: int) -> str | None:
        start, end = self._sentence_before(span)
        if end <= floor or start == end:
            return None
        tokens = self.host.tokens(start, min(end, start + REACH_BEFORE, span.opens))
        while tokens and tokens[0].kind != "word":
            tokens.pop(0)
        phrase = self.subjects.first(tokens, len(tokens))
        if phrase is None or phrase.issued:
            return None
        speaker = self.resolver.resolve(phrase, start)
        return speaker if speaker and (phrase.pronoun or speaker[0].isupper()) else None

    def _subject_of(self, tokens: list[Token], verb: int, span: Marked) -> Phrase | None:
        """The one who does what the verb of report at index `verb` says, or suffers it with "by"."""
        lowers = [token.lower for token in tokens]
        following = lowers[verb + 1] if verb + 1 < len(tokens) else ""
        abroad = self.foreign.before(tokens, verb) if is_foreign(tokens[verb]) else None
        if abroad is not None:
            return abroad
        if following == "by":
            return self.phrases.right(tokens, verb + 2)
        left = verb - 1
        while left >= 0 and is_adverb(tokens[left]):
            left -= 1
        if left >= 0 and lowers[left] in BE and not lowers[verb].endswith("ing"):
            return self._agent_after(span) or (
                self.phrases.right(tokens, lowers.index("by", verb) + 1) if "by" in lowers[verb:] else None
            )
        if left >= 1 and lowers[left] == "as" and lowers[left - 1] == "quoted":
            return self.subjects.left_of(tokens, left - 1, 0, passive=True)
        return self.subjects.left_of(tokens, verb, 0)

    def _agent_after(self, span: Marked) -> Phrase | None:
        """`was denounced as a “massacre” by X`."""
        tokens = self._after(span)
        for index, token in enumerate(tokens[:4]):
            if token.lower == "by":
                return self.phrases.right(tokens, index + 1)
        return None

    def _resolved(self, found: _Found, span: Marked) -> Attribution:
        phrase = found.phrase
        outer = None if span.parent is None else self.host.marks.spans[span.parent]
        inner = outer is not None and phrase.pronoun == "i"  # “And I said: ‘…’”
        voice = self._voices.get(outer.opens) if outer is not None and inner else None
        speaker = voice or self.resolver.resolve(phrase, min(phrase.start, span.opens))
        if speaker is not None:
            self.resolver.remember(speaker, phrase)
        return Attribution(
            speaker,
            _shown(self.host.text, found.start, found.end),
            found.how,
            found.start,
            found.end,
            found.verb,
            denied=found.denied,
            hypothetical=found.hypothetical,
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """A phrase that speaks, with the span of the words that say so; `direct` when they stand right at the quotation."""

    phrase: Phrase
    start: int
    end: int
    how: str
    verb: str
    direct: bool
    denied: bool = False
    hypothetical: bool = False


def _found(
    phrase: Phrase,
    tokens: list[Token],
    first: int,
    verb: str,
    *,
    direct: bool,
    verb_index: int | None = None,
    how: str = "before",
) -> _Found:
    words = tokens[first:]
    while words and words[-1].text in ".,;" and len(words) > 1:
        words = words[:-1]
    denied, hypothetical = (False, False) if verb_index is None else _polarity(tokens, verb_index, phrase)
    return _Found(phrase, words[0].start, words[-1].end, how, verb, direct, denied, hypothetical)


def _polarity(tokens: list[Token], verb: int, phrase: Phrase) -> tuple[bool, bool]:
    """Whether a report is denied ("never said", "denied that") or a mere possibility ("if he said", "would say")."""
    table = cues()
    lowers = [token.lower for token in tokens]
    following = lowers[verb + 1] if verb + 1 < len(lowers) else ""
    denied = lowers[verb] in table.denials and following in (
        "that",
        "saying",
        "having",
        "ever",
        "calling",
        "claiming",
        "he",
        "she",
    )
    hypothetical = False
    abroad = is_foreign(tokens[verb])
    known = table.auxiliaries | table.foreign_auxiliaries | table.foreign_between if abroad else table.auxiliaries
    index = verb - 1
    while index >= 0 and tokens[index].kind == "word":
        lower = lowers[index]
        if lower in table.denials or lower.endswith(("n’t", "n't")) or (abroad and lower in table.foreign_denials):
            denied = True
        elif lower in table.hypotheses:
            hypothetical = True
        elif lower not in known and not is_adverb(tokens[index]):
            break
        index -= 1
    before = [token.lower for token in tokens if token.end <= phrase.start]
    if before[-1:] == ["that"] and set(before[-2:-1]) & (set(table.denials) - {"never", "not"}):
        denied = True  # she denied that she had promised “…”
    conditions = _CONDITIONS | table.foreign_conditions if abroad else _CONDITIONS
    return denied, hypothetical or any(word in conditions for word in before[-2:])


def _shown(text: str, start: int, end: int) -> str | None:
    shown = " ".join(text[max(start, end - _CUE_SHOWN) : end].split())
    return shown or None
