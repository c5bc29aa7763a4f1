"""The record of one comparison: what differs between a quotation and a passage, as it is found, and equal words.

Words that fold alike may still differ: in case, accents, apostrophes or old letters, and in the points between them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from verify.core import punctuation
from verify.core.align import Block
from verify.core.characters import fold, strict
from verify.core.damage import is_damaged
from verify.core.normalize import View
from verify.core.numbers import has_digit, numbers
from verify.core.quotation_syntax import Pattern, Quoted
from verify.core.rules import RULES
from verify.core.spelling import apostrophe_pairs, other_unit
from verify.core.words import Lexicon, Phrases, common_of, languages
from verify.model import Difference, Severity

_TITLE_WORD: Final = 4  # letters from which a headline's words have a capital
_TITLE_SHARE: Final = 0.8
_TOLD: Final = 2400  # characters of a source that tell its language
_SHOUTED: Final = 12  # letters from which a quotation may count as set in capitals
_ORDER: Final = (Severity.SILENT, Severity.MARKED, Severity.NOTE, Severity.ALTERED)
_SPELLED_OUT: Final = frozenset("æœþðÆŒÞÐ")
_LONG_MASKS: Final = frozenset("—―")  # one dash for any number of letters
_WITHOUT: Final = ("less", "los")  # endings that deny: hope[ful] is not hopeless
_SUBSTITUTES: Final = frozenset("ßẞёЁıİ")


class Comparison:
    """Collects the differences of one placing of a quotation in a source.

    Silent differences are kept once per rule, with how often they occur. `credit[i]` is how far word `i` of the
    quotation is accounted for, 0 to 1.
    """

    def __init__(self, view: View, quoted: Quoted, lexicon: Lexicon) -> None:
        self.view = view
        self.quoted = quoted
        self.lexicon = lexicon
        self.numbers = numbers(lexicon.languages)
        self.flags: set[str] = set()
        self.credit = [0.0] * quoted.size
        self.runs: list[Block] = []  # runs of words that fold alike, as far as they have been compared
        self.forgiven = 0  # words forgiven as damage of the source
        self._found: list[Difference] = []
        self._silent: dict[str, tuple[Difference, int]] = {}
        self._after_joint = {low for low, _ in quoted.pieces}

    @property
    def differences(self) -> tuple[Difference, ...]:
        """All differences, gravest first, then in the order of the quotation."""
        silent = [first if count == 1 else _counted(first, count) for first, count in self._silent.values()]
        return tuple(sorted(self._found + silent, key=lambda d: (-_ORDER.index(d.severity), d.start, d.source_start)))

    @property
    def severity(self) -> Severity:
        """The worst severity so far."""
        return max((d.severity for d in self._found), key=_ORDER.index, default=Severity.SILENT)

    def add(self, rule: str, message: str, q: tuple[int, int], s: tuple[int, int]) -> None:
        """Record a difference; `q` are offsets in the quotation's text, `s` in the source's."""
        severity = RULES[rule].severity or Severity.NOTE
        if severity is Severity.SILENT and rule in self._silent:
            first, count = self._silent[rule]
            self._silent[rule] = first, count + 1
            return
        difference = Difference(
            rule=rule,
            severity=severity,
            quoted=self.quoted.text[q[0] : q[1]],
            source=self.view.text[s[0] : s[1]],
            start=q[0],
            end=q[1],
            source_start=s[0],
            source_end=s[1],
            message=message,
        )
        if severity is Severity.SILENT:
            self._silent[rule] = difference, 1
        else:
            self._found.append(difference)

    def add_words(self, rule: str, message: str, q: tuple[int, int], s: tuple[int, int]) -> None:
        """Record a difference between words [q) of the quotation and words [s) of the source."""
        self.add(rule, message, self.quoted.span(*q), self.view.span(*s))

    def everyday(self) -> frozenset[str]:
        """The commonest words of the language that is spoken: “men” is one in Swedish, and none in English."""
        spoken = languages(f"{self.view.text[:_TOLD]} {self.quoted.text}")[:1]
        return common_of(spoken[0]) if spoken else frozenset()

    def damaged(self) -> bool:
        """Whether slips of the source may be forgiven."""
        return is_damaged(self.view)

    # --- equal words ---------------------------------------------------------------------------------------------

    def equal(self, block: Block) -> None:
        """Compare a run of words that fold alike, and the points between them."""
        quoted, view = self.quoted, self.view
        self.runs.append(block)
        self.credit[block.q0 : block.q1] = [1.0] * (block.q1 - block.q0)
        q_low, q_high = quoted.span(block.q0, block.q1)
        s_low, s_high = view.span(block.s0, block.s1)
        words, source = quoted.text[q_low:q_high], view.text[s_low:s_high]
        if words == source:
            return
        if words.split() == source.split() and not quoted.notes and "\u00a0" not in words + source:
            if "\n\n" in source and "\n\n" not in words:
                self.add("G1", "Paragraphs of the source are run together.", (q_low, q_high), (s_low, s_high))
            return
        same_words = map(str.__eq__, quoted.words[block.q0 : block.q1], view.words(block.s0, block.s1))
        same_gaps = map(_are_plain_spaces, quoted.gaps[block.q0 : block.q1 - 1], view.gaps(block.s0, block.s1 - 1))
        for i, same_word, same_gap in zip(range(block.q0, block.q1), same_words, (*same_gaps, True), strict=True):
            if not same_word or i in quoted.patterns:
                self.same_word(i, block.s0 + i - block.q0)
            if not same_gap:
                self.between(i, block.s0 + i - block.q0)

    def between(self, i: int, j: int) -> None:
        """Compare the points between words i and i + 1 of the quotation and j and j + 1 of the source."""
        quoted, source = self.quoted.gaps[i], self.view.gap(j, j + 1)[self._mask_of_the_source(i, j) :]
        if _are_plain_spaces(quoted, source):
            return
        following = self.view.word(j + 1)
        if following[:1].isdigit() and not punctuation.same_sign(quoted, source):
            self.add_words("F7", f"The sign before “{following}” differs.", (i, i + 2), (j, j + 2))
            return
        found = punctuation.compare(
            quoted, source, self.view.word(j), following, self.quoted.word(i), self.quoted.word(i + 1)
        )
        if found is None:
            return
        rule, message = found
        spans = (
            (self.quoted.end[i], self.quoted.start[i + 1]),
            (int(self.view.end[j]), int(self.view.start[j + 1])),
        )
        if rule in ("B6", "B8", "C4", "B7") and self.damaged():
            self.forgiven += 1
            rule, message = "F15", "A point of the damaged source is read as in the quotation."
        self.add(rule, message, *spans)

    def same_word(self, i: int, j: int) -> None:
        """Compare word `i` of the quotation with word `j` of the source, which fold alike."""
        word, source = self.quoted.word(i), self.view.word(j)
        if i in self.quoted.patterns:
            self.changed_word(i, j)
            return
        if word == source:
            return
        spans = (i, i + 1), (j, j + 1)
        a, b = strict(word), strict(source)
        if "ſ" in source + word and "ſ" not in source * ("ſ" in word):
            self.add_words("F12", f"Old letters are modernised: “{word}”, the source has “{source}”.", *spans)
        elif a != b and a.replace("'", "") == b.replace("'", "") and len(b) > len(a) and self.damaged():
            self.forgiven += 1
            self.add_words("F15", f"slip of the damaged source: “{word}”, the source has “{source}”.", *spans)
        elif a != b:
            rule, message = _same_letters(word, source, a, b)
            self.add_words(rule, message, *spans)
        elif strict(word, case=True) == strict(source, case=True):
            rule, message = _typography(word, source)
            self.add_words(rule, message, *spans)
        elif j and has_digit(self.view.word(j - 1)) and other_unit(word, source):
            self.add_words("F7", f"unit: “{word}”, the source has “{source}”.", *spans)
        else:
            rule, message = self._case(i, j, word, source)
            self.add_words(rule, message, *spans)

    def changed_word(self, i: int, j: int) -> None:
        """Judge word `i`, which brackets or a mask change in part, against word `j` of the source, which fits it."""
        pattern = self.quoted.patterns[i]
        source, raw = self.view.word(j), self.quoted.word(i)
        if self._mask_of_the_source(i, j):
            self.add_words("E13", "The source has the same mark.", (i, i + 1), (j, j + 1))
            return
        rule, message = changed_part(self, pattern, raw, source)
        self.add_words(rule, message, (i, i + 1), (j, j + 1))

    def _mask_of_the_source(self, i: int, j: int) -> int:
        """How many characters behind word `j` of the source are the rest of what looks like a mask; 0 for none."""
        pattern = self.quoted.patterns.get(i)
        if pattern is None or pattern.inner is not None:
            return 0
        raw, start = self.quoted.phrase(i, i + 1), int(self.view.start[j])
        return len(raw) - (int(self.view.end[j]) - start) if self.view.text.startswith(raw, start) else 0

    def _case(self, i: int, j: int, word: str, source: str) -> tuple[str, str]:
        if self._in_capitals(source, j, self.view.word, self.view.size) or self._in_capitals(
            word, i, self.quoted.word, self.quoted.size
        ):
            return "A6", "Words in capitals are set in normal case, or the reverse."
        if self._all_capitals():
            return "A6", "Words in capitals are set in normal case, or the reverse."
        first_only = strict(word[1:], case=True) == strict(source[1:], case=True)
        if i in self._after_joint and first_only:
            if i:
                return "A4", "The first letter after an ellipsis has another case."
            raised = word[:1].isupper()
            return ("A2", "The first letter is raised.") if raised else ("A1", "The first letter is lowered.")
        if source.isupper() and len(source) > 1 and "\n" in self.view.gap(j - 1, j):
            return "G4", "The first word of a paragraph is set in capitals."
        if first_only and self._headline(i, j):
            return "A6", "The capital letters of a headline are resolved."
        return "A5", f"capital letters: “{word}”, the source has “{source}”."

    def _all_capitals(self) -> bool:
        letters = [character for character in self.quoted.text if character.isalpha()]
        return len(letters) >= _SHOUTED and sum(map(str.isupper, letters)) >= 0.9 * len(letters)

    def _in_capitals(self, word: str, at: int, look: Callable[[int], str], size: int) -> bool:
        if not word.isupper() or sum(map(str.isalpha, word)) < 2:
            return word.isupper() and any(_shouts(look(k)) for k in (at - 1, at + 1) if 0 <= k < size)
        return any(_shouts(look(k)) for k in (at - 1, at + 1) if 0 <= k < size)

    def _headline(self, i: int, j: int) -> bool:
        low, high = max(0, j - min(i, 12)), min(self.view.size, j + min(self.quoted.size - i, 12))
        long = [word for word in self.view.words(low, high) if len(word) >= _TITLE_WORD]
        return len(long) >= 3 and sum(word[:1].isupper() for word in long) >= _TITLE_SHARE * len(long)


def changed_part(c: Comparison, pattern: Pattern, raw: str, source: str) -> tuple[str, str]:
    """The rule and the sentence for a word of the source that brackets or a mask change in part."""
    b = fold(source)
    if pattern.inner is None:
        said = f"A mask stands: “{raw}”, the source has “{source}”."
        if c.lexicon.negates([source]):
            return "F17", f"A mask hides a negation: “{raw}”, the source has “{source}”."
        if c.numbers.is_number(b):
            return "F7", f"A mask hides a number: “{raw}”, the source has “{source}”."
        if any(phrases.find([b]) for phrases in _degrees(c.lexicon)):
            return "F17", f"A mask hides a word that limits: “{raw}”, the source has “{source}”."
        if len(raw) != len(source) and not _LONG_MASKS & set(raw):
            return "E3", f"A mask of another length stands for a word: {said}"
        return "E14", said
    a = fold(raw)
    shown = f"“{raw}”, the source has “{source}”."
    if a == b:
        return (
            "A3" if not pattern.head and len(pattern.inner) == 1 else "E4"
        ), f"Brackets mark a change inside “{source}”."
    without = [word.endswith(_WITHOUT) and not pattern.head.endswith(_WITHOUT) for word in (a, b)]
    if c.lexicon.negates([source]) != c.lexicon.negates([raw]) or without[0] != without[1]:
        return "F17", f"A bracket changes a negation: {shown}"
    if c.numbers.is_number(a) or c.numbers.is_number(b):
        return "F7", f"A bracket changes a number: {shown}"
    if any(phrases.find([a]) != phrases.find([b]) for phrases in _degrees(c.lexicon)):
        return "F17", f"A bracket changes a word that limits: {shown}"
    return "E4", f"Brackets mark a change inside “{source}”: {shown}"


def _degrees(lexicon: Lexicon) -> tuple[Phrases, ...]:
    return lexicon.quantities, lexicon.modals, lexicon.hedges, lexicon.narrowers


def _are_plain_spaces(quoted: str, source: str) -> bool:
    """Whether two texts between words are the same, or both only space on one line or over one line end."""
    return quoted == source or (quoted.isspace() and source.isspace() and source.count("\n") < 2)


def _shouts(word: str) -> bool:
    return word.isupper() and sum(map(str.isalpha, word)) > 1


def _counted(difference: Difference, count: int) -> Difference:
    return Difference(
        rule=difference.rule,
        severity=difference.severity,
        quoted=difference.quoted,
        source=difference.source,
        start=difference.start,
        end=difference.end,
        source_start=difference.source_start,
        source_end=difference.source_end,
        message=f"{difference.message} ({count} places)",
    )


def _same_letters(word: str, source: str, a: str, b: str) -> tuple[str, str]:
    shown = f"“{word}”, the source has “{source}”."
    if a.replace("'", "") == b.replace("'", ""):
        if fold(word) in apostrophe_pairs():
            return "F16", f"other word: {shown}"
        if not (a.isascii() and b.isascii()) or source[:1].isupper():
            return "F9", f"apostrophe in a name: {shown}"
        return "F4", f"apostrophe: {shown}"
    if any(character.isdigit() for character in a):
        return "F6", f"style of a number: {shown}"
    letters = set(word) | set(source)
    if letters & _SUBSTITUTES:
        return "H5", f"equivalent letters: {shown}"
    if letters & _SPELLED_OUT:
        return "F12", f"old or joined letters: {shown}"
    return "F9", f"accents: {shown}"


def _typography(word: str, source: str) -> tuple[str, str]:
    both: Sequence[str] = word + source
    if any(0x600 <= ord(c) <= 0x6FF for c in both):
        return "H3", "Letters or digits are variants of one another."
    if any(0xFF00 <= ord(c) <= 0xFFEF for c in both):
        return "H4", "Characters have another width."
    if any(c in "’‘ʼʿʾʻ`´′" for c in both):
        return "C2", "An apostrophe has another shape."
    if "&" in source or "<" in source or "*" in source or "_" in source:
        return "F19", "Markup of the source is read as what it stands for."
    if any(0x2066 <= ord(c) <= 0x2069 or ord(c) in (0x200E, 0x200F) for c in both):
        return "H6", "Marks of writing direction differ."
    return "F2", "Invisible characters, ligatures or line-end hyphens differ."
