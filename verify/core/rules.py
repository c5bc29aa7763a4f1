"""The one table of rules: what each verdict, availability, reason, flag and rule id means, in a sentence.

`verify rules` and every report read from here, so a word that a person sees about a rule is written once. A rule's
`severity` is how far the change carries when it is found; None marks what admits no verbatim check at all. A rule's
paragraph with an example stands in docs/rules.md under `Rule.anchor`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from verify.model import Availability, Reason, Severity, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way in which a quotation may depart from its source."""

    id: str
    name: str  # two or three words, for tables and labels
    severity: Severity | None
    sentence: str

    @property
    def anchor(self) -> str:
        """Where docs/rules.md explains the rule."""
        return f"rules.md#{self.id.lower()}"


_SILENT, _MARKED, _NOTE, _ALTERED = Severity.SILENT, Severity.MARKED, Severity.NOTE, Severity.ALTERED

_ROWS: tuple[tuple[str, str, Severity | None, str], ...] = (
    # A: capital letters
    ("A1", "first letter lowered", _SILENT, "The first letter is lowered to fit the sentence."),
    ("A2", "first letter raised", _SILENT, "The first letter is raised to open a sentence."),
    ("A3", "bracketed first letter", _MARKED, "The first letter is changed, and brackets say so: [T]he."),
    ("A4", "capital after an ellipsis", _SILENT, "The first letter after an ellipsis is raised or lowered."),
    ("A5", "capital letters", _NOTE, "A word inside the sentence has another capital letter than in the source."),
    ("A6", "capitals resolved", _SILENT, "Words the source sets in capitals stand in normal case, or the reverse."),
    # B: punctuation
    ("B1", "closing point added", _SILENT, "A comma or full stop of the host sentence stands inside the closing mark."),
    ("B2", "closing point replaced", _SILENT, "The final point of the passage is replaced by another point."),
    ("B3", "closing point dropped", _SILENT, "The final point of the passage is left out."),
    ("B4", "? or ! changed", _NOTE, "A final question or exclamation mark is dropped, added or swapped."),
    ("B5", "host question mark", _NOTE, "A question mark that is not in the source stands inside the marks."),
    ("B6", "punctuation", _NOTE, "A point inside the passage is added, dropped or changed."),
    ("B7", "serial comma", _NOTE, "The comma before the last item of a list is added or dropped."),
    ("B8", "sentences joined or split", _ALTERED, "Two sentences are joined, or one is split, by changed punctuation."),
    # C: quotation marks
    ("C1", "inner marks", _SILENT, "Inner quotation marks change between double and single."),
    ("C2", "mark shapes", _SILENT, "Quotation marks or apostrophes have another shape: curly, straight, primes."),
    ("C3", "house marks", _SILENT, "Foreign quotation marks are replaced by the house's own."),
    ("C4", "inner marks changed", _NOTE, "Quotation marks inside the passage are dropped or added."),
    ("C5", "repeated opening mark", _SILENT, "An opening mark is repeated at the head of a further paragraph."),
    ("C6", "block quotation", _SILENT, "The words are set as a block quotation, without marks."),
    ("C7", "quoted in the source", _NOTE, "The source itself prints these words as somebody's speech: check who says them."),
    ("C8", "dash dialogue", _SILENT, "Speech that the source opens with a dash is given in marks."),
    # D: omissions
    ("D1", "marked omission", _MARKED, "Words are left out, and an ellipsis says so."),
    ("D2", "omitted sentence", _MARKED, "Words are left out over a sentence end, and an ellipsis says so."),
    ("D3", "omitted paragraph", _MARKED, "At least a paragraph end lies in what is left out, and an ellipsis says so."),
    ("D4", "unmarked omission", _ALTERED, "Words of the passage are left out without a mark."),
    ("D5", "start left out", _SILENT, "The quotation begins inside the source's sentence."),
    ("D6", "end left out", _SILENT, "The quotation ends inside the source's sentence."),
    ("D7", "cut to a full stop", _NOTE, "The quotation ends with a full stop where the source's sentence goes on."),
    ("D8", "outer ellipsis", _MARKED, "An ellipsis opens or closes the quotation."),
    ("D9", "ellipsis hides a limit", _ALTERED, "The ellipsis leaves out words that negate or limit the words kept."),
    ("D10", "distant pieces", _MARKED, "The ellipsis joins passages that stand far apart."),
    ("D11", "pieces out of order", _ALTERED, "The pieces around the ellipsis stand in another order in the source."),
    ("D12", "needless ellipsis", _NOTE, "There is an ellipsis where nothing is left out."),
    ("D13", "source's own ellipsis", _SILENT, "The ellipsis is in the source."),
    ("D14", "note marks left out", _SILENT, "Note numbers, asterisks and editorial marks of the source are left out."),
    ("D15", "citation left out", _NOTE, "A citation in parentheses is left out."),
    ("D16", "page furniture", _SILENT, "A caption, advertisement, running head or page number is passed over."),
    ("D17", "reporter's aside", _SILENT, "The source's own “he said” between two pieces of speech is left out."),
    ("D18", "fillers left out", _NOTE, "Fillers or repeated words of speech are left out."),
    ("D19", "tail of a post", _SILENT, "A link, hashtag, handle or emoji at the end of a post is left out."),
    # E: insertions
    ("E1", "bracketed addition", _MARKED, "A word is added, and brackets say so."),
    ("E2", "bracketed pronoun", _MARKED, "A bracketed name or phrase stands for a pronoun or another small word."),
    ("E3", "bracketed replacement", _NOTE, "Bracketed words stand for words that carry the content."),
    ("E4", "bracketed ending", _MARKED, "An ending or a verb form is changed, and brackets say so."),
    ("E5", "parenthesis as bracket", _MARKED, "A parenthesis that is not in the source is added, as news wires do."),
    ("E6", "[sic]", _MARKED, "[sic] stands after words that are in the source."),
    ("E7", "unfounded [sic]", _ALTERED, "[sic] stands after a slip that is not in the source."),
    ("E8", "emphasis note", _MARKED, "A bracketed remark speaks of emphasis, translation or notes."),
    ("E9", "sound note", _MARKED, "A bracketed remark describes a sound or a pause."),
    ("E10", "bracketed gloss", _MARKED, "A bracketed gloss or translation explains the word before it."),
    ("E11", "bracketed conversion", _MARKED, "A bracketed figure converts the measure before it."),
    ("E12", "unmarked addition", _ALTERED, "Words are added without a mark."),
    ("E13", "source's own brackets", _SILENT, "The brackets are in the source."),
    ("E14", "masked expletive", _MARKED, "An expletive is masked."),
    ("E15", "interrupted quotation", _SILENT, "The document interrupts one quotation with words of its own."),
    # F: words
    ("F1", "dash shapes", _SILENT, "Hyphens or dashes have another shape or spacing."),
    ("F2", "invisible characters", _SILENT, "Spaces, soft hyphens, ligatures or line-end hyphens differ."),
    ("F3", "misprint mended", _NOTE, "A misprint of the source is corrected without a word."),
    ("F4", "misprint", _NOTE, "The quotation has a misprint."),
    ("F5", "British or American", _NOTE, "British spelling stands for American or the reverse."),
    ("F6", "figures or words", _NOTE, "The same number is written in words instead of figures, or the reverse."),
    ("F7", "number", _ALTERED, "A number differs."),
    ("F8", "abbreviation", _NOTE, "A word is abbreviated, or an abbreviation written out."),
    ("F9", "transliteration", _NOTE, "A name or word is transliterated or accented in another way."),
    ("F10", "lost markup", _SILENT, "Italics, bold type, links or colour are lost."),
    ("F11", "added italics", _NOTE, "Italics are added without a word."),
    ("F12", "old letters", _NOTE, "Letters of an old text are modernised."),
    ("F13", "contraction", _ALTERED, "A contraction is opened or closed."),
    ("F14", "grammar", _ALTERED, "A word has another grammatical form."),
    ("F15", "scanning slip", _SILENT, "The source is a scan with slips, and this is one of them."),
    ("F16", "other word", _ALTERED, "A word is replaced by another."),
    ("F17", "negation or degree", _ALTERED, "A negation, or a word that says how likely or how many, is changed."),
    ("F18", "date style", _NOTE, "The same date or time is written in another style."),
    ("F19", "escapes", _SILENT, "Escapes, entities or wrongly decoded characters are read as what they stand for."),
    # G: structure
    ("G1", "paragraphs run on", _SILENT, "Paragraphs of the source are run together."),
    ("G2", "verse lines", _MARKED, "Verse lines are joined with slashes."),
    ("G3", "list run on", _NOTE, "Items of a list or cells of a table are run together as a sentence."),
    ("G4", "drop capital", _SILENT, "An ornamental initial or a first word in capitals is read as the word it opens."),
    ("G5", "sentence order", _ALTERED, "Sentences or phrases stand in another order."),
    ("G6", "joined passages", _ALTERED, "Two passages are joined in one quotation without an ellipsis."),
    ("G7", "two speakers", _ALTERED, "Words of two speakers stand in one quotation."),
    ("G8", "question left out", _ALTERED, "A question and its answer are run together without the questioner."),
    ("G9", "inner heading", _NOTE, "A heading or number inside the passage is left out."),
    ("G10", "frame left out", _NOTE, "The source puts these words in somebody's mouth within a frame that is left out."),
    # H: languages
    ("H1", "translated by the author", None, "The quotation is the author's own translation."),
    ("H2", "other translation", None, "Another published translation reads differently."),
    ("H3", "Arabic and Persian letters", _SILENT, "Variants of Arabic and Persian letters, digits and marks are the same."),
    ("H4", "East Asian widths", _SILENT, "Widths and marks of Chinese, Japanese and Korean text are the same."),
    ("H5", "equivalent letters", _NOTE, "Letters with an accepted substitute differ: ß and ss, ё and е, ı and i."),
    ("H6", "direction marks", _SILENT, "Invisible marks of writing direction differ."),
    # I: whose words, and where
    ("I1", "other speaker", _ALTERED, "The words stand in the source, and another person says them."),
    ("I2", "second-hand", _NOTE, "The source itself quotes these words from somewhere else."),
    ("I3", "not the running text", _NOTE, "The words are a headline, caption, comment or advertisement of the page."),
    ("I4", "one copy only", _NOTE, "The words stand in an archived copy only, or in the live page only."),
    ("I5", "paraphrase in marks", _ALTERED, "The source says something similar in other words."),
    ("I6", "indirect speech", None, "The document reports the words indirectly, without marks."),
    ("I7", "title or term", None, "The marks set off a title, a term or a name."),
    ("I8", "denied quotation", None, "The document says that these words were not said."),
    ("I9", "page, date or edition", _NOTE, "The words are right; the page, date or edition cited is not."),
)  # fmt: skip

RULES: Mapping[str, Rule] = MappingProxyType(
    {id: Rule(id=id, name=name, severity=severity, sentence=sentence) for id, name, severity, sentence in _ROWS}
)

VERDICTS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.VERBATIM: "The words stand in the source word for word; at most typography differs.",
        Verdict.EDITED: "The words stand in the source; every change is marked with an ellipsis or brackets.",
        Verdict.VARIANT: "The words stand in the source with small unmarked changes that do not change what is said.",
        Verdict.ALTERED: "The source has this passage, and its words differ.",
        Verdict.ABSENT: "The source was read in full and has no such passage.",
        Verdict.UNCHECKED: "Not decided; the reason says why.",
    }
)

AVAILABILITIES: Mapping[Availability, str] = MappingProxyType(
    {
        Availability.LIVE: "The cited address answers with the page.",
        Availability.MOVED: "The address redirects to another one that still has the page.",
        Availability.ARCHIVED: "The live page is gone or unreadable; an archived copy answers.",
        Availability.DRIFTED: "Both the live page and an archived copy answer, and only the archived copy has the words.",
        Availability.FAILING: "The address fails now, but not yet often enough to be called dead.",
        Availability.DEAD: "The page or its host is gone, and no archived copy was found.",
        Availability.SOFT_404: "The address answers, but with an error page, a home page or a parked domain.",
        Availability.BLOCKED: "The site refuses to show the page: a login, a paywall, a bot check or a ban.",
        Availability.UNREACHABLE: "The address could not be reached: the network failed or the time ran out.",
        Availability.UNRESOLVED: "The reference has no address, and none was found.",
        Availability.NOT_REQUESTED: "The web was not asked: a file settles it, only the cache may answer, or the address is not to be fetched.",
    }
)

REASONS: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.UNRESOLVED: "The reference leads to no address.",
        Reason.UNREACHABLE: "The source could not be reached, or not as a whole.",
        Reason.BLOCKED: "The source refuses to be read by a program.",
        Reason.PAYWALLED: "The source shows only its beginning without a subscription.",
        Reason.SCRIPT_ONLY: "The page is empty until a script fills it.",
        Reason.NOT_TEXT: "The source, or a part of it, holds no text that can be read.",
        Reason.SOFT_404: "The address answers with something other than the cited page.",
        Reason.LANGUAGE: "The quotation and the source are in different languages or scripts.",
        Reason.TOO_LARGE: "The source is larger than the limit.",
        Reason.OFFLINE: "The source is not in the cache, and the network is not to be used.",
        Reason.NOT_VERBATIM: "The words are a translation or indirect speech, which cannot be compared word for word.",
        Reason.INTERRUPTED: "The run was stopped before this was checked.",
        Reason.NO_QUOTATION: "The reference stands without a quotation; only its availability is judged.",
    }
)

FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "context-negated": "The words just before the passage negate or deny it.",
        "starts-after-limiter": "The words just before the passage limit it, count it, make it conditional or ascribe it to others.",
        "stops-before-limiter": "The source goes on at once with words that limit the passage.",
        "long-elision": "The ellipsis leaves out more than two sentences, or a paragraph end.",
        "joined-sentences": "The ellipsis joins parts of two sentences into one.",
        "order-doubtful": "The parts around the ellipsis also stand side by side in the other order.",
        "omits-negation": "A sentence that the ellipsis leaves out negates or limits something.",
        "hidden-only": "The words stand only where no reader of the page sees them.",
        "boilerplate-only": "The words stand only in the navigation, the footer or links to other pages.",
        "speaker-differs": "The source has another person say the words.",
        "damaged-source": "The source is a damaged scan; a person should look at the original.",
        "source-slip": "What differs may be a slip of the source: it has this word only here, and the quotation's elsewhere.",
        "line-left-out": "A line that recurs in the source is taken for page furniture between two sentences, and passed over.",
        "raised-figure": "A raised figure follows a number of the source: a note mark, or a power that the quotation leaves out.",
        "partly-read": "Part of the source could not be read; the words may stand there as quoted.",
        "archive-unasked": "An archive could not be asked whether a capture has the words.",
        "weak-match": "Little of the quotation stands in the source; the passage shown is the nearest.",
        "near-miss": "The source has something similar, not similar enough to be meant.",
        "language": "The quotation and the source are in different languages or scripts.",
        "sic-unexplained": "Nothing in the source shows which slip [sic] points at.",
    }
)
