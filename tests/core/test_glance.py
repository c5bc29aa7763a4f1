"""A first look at a text that is not indexed: it may be unsure, but never calls absent what the index would find."""

import random
import re
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.core import glance
from verify.core.characters import fold
from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.core.readings import ask
from verify.core.scan import Scan, needle
from verify.model import Document, Region, RegionKind, Verdict

PASSAGE = (
    "In the winter of that year a patient surveyor named Inger Holm asked the harbour commission to see the accounts of "
    "the northern lighthouse, and was told that the ledger had been lost in a flood, although no flood was remembered. "
    "Some of the keepers had kept copies of their own office records, and these showed barrels that never arrived."
)
FILLER = (
    "Nothing in this paragraph resembles the rest, for it speaks of orchards, of bees and of the first apples in June. "
)
PAGE_HEAD = "\n\n\nTHE ALMANAC OF THE COAST\n\n214\n\n\n"


def source(text, **more):
    return SourceText(Document(name="source", media_type="text/plain", text=text, sha256="0" * 64, **more))


def among_others(passage):
    return FILLER * 150 + passage + " " + FILLER * 150


def words_changed(passage, every):
    words = passage.split()
    return " ".join("pomegranate" if i % every == every - 1 else word for i, word in enumerate(words))


def set_in_lines(passage, hyphen="-", width=34):
    lines, line = [], ""
    for word in passage.split():
        if len(line) + len(word) > width and len(word) > 5:
            lines.append(f"{line} {word[:3]}{hyphen}")
            line = word[3:]
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def damaged(passage, share):
    rng = random.Random(5)
    slips = {"e": "c", "h": "b", "l": "1", "o": "0", "r": "t", "n": "u", "a": "o", "m": "rn", "i": "l", "s": "5"}
    return "".join(slips.get(c, c) if rng.random() < share else c for c in passage)


def soft(passage):
    return re.sub(r"(\w{3})(?=\w{2})", "\\1\u00ad", passage)


def spread(passage):
    return re.sub(r"((?:\S+ ){9})", lambda m: m.group().strip() + PAGE_HEAD, passage)


STANDS = {
    "as it is": PASSAGE,
    "in capitals": PASSAGE.upper(),
    "each word with a capital": PASSAGE.title(),
    "broken over lines": "\n".join(PASSAGE.split()),
    "hyphens at line ends": set_in_lines(PASSAGE),
    "hyphens at line ends of Windows": set_in_lines(PASSAGE).replace("\n", "\r\n"),
    "soft hyphens at line ends": set_in_lines(PASSAGE, "\u00ad"),
    "soft hyphens in words": soft(PASSAGE),
    "word joiners in words": re.sub(r"(\w{4})(?=\w)", "\\1\u2060", PASSAGE),
    "ligatures": PASSAGE.replace("ffi", "ﬃ").replace("fl", "ﬂ").replace("fi", "ﬁ"),
    "wide letters": "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in PASSAGE),
    "mathematical letters": "".join(chr(ord(c) + 0x1D3B9) if c.islower() else c for c in PASSAGE),
    "accents on letters": PASSAGE.replace("e", "é").replace("o", "ő"),
    "accents after letters": PASSAGE.replace("e", "e\u0301"),
    "tags in words": re.sub(r"(\w{3})(\w{2})", r"<b>\1</b>\2", PASSAGE),
    "tags around words": re.sub(r"(\w{5,})", r'<a class="word" href="https://example.org/some/page">\1</a>', PASSAGE),
    "entities in words": PASSAGE.replace("a", "&#97;"),
    "every fifth word changed": words_changed(PASSAGE, 5),
    "every fourth word changed": words_changed(PASSAGE, 4),
    "scanned, one letter in fifty": damaged(PASSAGE, 0.02),
    "scanned, one letter in twenty": damaged(PASSAGE, 0.05),
    "page furniture between": spread(PASSAGE),
    "long blanks between": "    ".join(PASSAGE.split()),
    "glued": PASSAGE.replace(" of ", "of").replace(" the ", "the"),
}


@pytest.mark.parametrize("text", STANDS.values(), ids=STANDS)
def test_a_passage_that_stands_in_the_text_is_never_out_of_the_question(text):
    whole = among_others(text)
    assert not glance.is_out_of_the_question(ask(PASSAGE, (), None), source(whole))
    cold, warm = source(whole), source(whole)
    warm.running()
    judged, expected = judge(PASSAGE, cold), judge(PASSAGE, warm)
    assert judged.verdict is expected.verdict
    assert (judged.start, judged.end) == (expected.start, expected.end)


FOREIGN = {
    "German": "Im Frühjahr übergab die Straßenmeisterei dem Bürgermeister größere Mengen überzähliger Pflastersteine für die Gärten.",
    "Czech": "Starosta městečka předložil zastupitelům žádost o příspěvek na opravu střechy kostela, která během zimy zchátrala.",
    "Russian": "Весной городской совет передал садовникам несколько телег старого камня для ограды вокруг нового кладбища у реки.",
    "Greek": "Την άνοιξη το δημοτικό συμβούλιο παρέδωσε στους κηπουρούς αρκετές άμαξες παλιάς πέτρας για τον φράχτη του κήπου.",
    "Arabic": "في الربيع سلم مجلس المدينة إلى البستانيين عدة عربات من الحجارة القديمة لبناء سور حول المقبرة الجديدة قرب النهر",
    "Persian": "در بهار شورای شهر چند گاری سنگ کهنه به باغبان‌ها داد تا دیواری پیرامون گورستان تازه در کنار رودخانه بسازند",
}


@pytest.mark.parametrize("language", FOREIGN)
@pytest.mark.parametrize("change", [str, str.upper, soft, lambda text: text.replace("ß", "ss").replace("ü", "u\u0308")])
def test_other_languages_and_scripts(language, change):
    whole = among_others(change(FOREIGN[language]))
    assert not glance.is_out_of_the_question(ask(FOREIGN[language], (), None), source(whole))
    assert judge(FOREIGN[language], source(whole)).verdict is not Verdict.ABSENT


@pytest.mark.parametrize("language", FOREIGN)
def test_another_language_is_told_from_absence(language):
    cold, warm = source(FILLER * 300), source(FILLER * 300)
    warm.running()
    judged, expected = judge(FOREIGN[language], cold), judge(FOREIGN[language], warm)
    assert not cold.prepared
    assert (judged.verdict, judged.flags) == (expected.verdict, expected.flags)
    assert judged.verdict is (Verdict.ABSENT if language in ("German", "Czech") else Verdict.UNCHECKED)


@pytest.mark.parametrize(
    ("quotation", "absent"),
    [
        (PASSAGE, True),
        ("the harbour commission … the northern lighthouse … the ledger had been lost", True),
        ("the harbour commission [of that town] lost the ledger of the lighthouse", True),
        ("The ledger was lost.", False),  # too few telling words: the index decides
    ],
)
def test_what_has_no_word_in_the_text_needs_no_index(quotation, absent):
    text = source(FILLER * 300)
    assert glance.is_out_of_the_question(ask(quotation, (), None), text) is absent
    assert judge(quotation, text).verdict is Verdict.ABSENT
    assert text.prepared is not absent


def test_words_of_the_quotation_that_stand_far_apart_do_not_need_the_index():
    words = [word for word in dict.fromkeys(PASSAGE.split()) if len(word) > 4]
    text = source("".join(f"{FILLER * 25}{word} " for word in words))
    assert judge(PASSAGE, text).verdict is Verdict.ABSENT
    assert not text.prepared


def test_pieces_of_a_quotation_may_stand_far_apart():
    one, _, other = PASSAGE.partition(" although ")
    text = source(FILLER * 100 + one + FILLER * 200 + other + FILLER * 100)
    quotation = f"{one} … {other}"
    assert not glance.is_out_of_the_question(ask(quotation, (), None), text)
    assert judge(quotation, text).verdict is not Verdict.ABSENT


def test_a_box_between_the_words_is_no_absence():
    middle = PASSAGE.index(" although")
    text = f"{FILLER * 150}{PASSAGE[:middle]}\n{FILLER * 40}\n{PASSAGE[middle:]} {FILLER * 150}"
    low = text.index(PASSAGE[:middle]) + middle
    box = Region(kind=RegionKind.ASIDE, start=low, end=low + len(FILLER * 40) + 2)
    assert judge(PASSAGE, source(text, regions=(box,))).verdict is Verdict.VERBATIM


def test_a_text_without_words_is_no_absence():
    assert judge(PASSAGE, source(". " * 20_000)).verdict is Verdict.UNCHECKED


@given(st.text(alphabet=st.sampled_from("abcdefE éßﬁőяж\u00ad\u0301\u2060-\r\n12.,’'"), min_size=1, max_size=80))
@settings(deadline=None, max_examples=400)
def test_every_word_of_the_index_stands_in_the_scan(text):
    whole = source(text)
    scan = Scan(text)
    view = whole.everything()
    assert scan.plain
    for i in range(view.size):
        folded = fold(view.word(i))
        apostrophe = "'" in view.word(i) or "’" in view.word(i)
        if folded.isalpha() and not apostrophe and not any(letters in folded for letters in scan.expansions):
            assert scan.places(needle(folded), 1)


@pytest.mark.parametrize(
    "text", ["a\u00adb lighthouse", "e\u0301 ri\u00ad\n  vers lighthouse", "a-\nb c-\r\n d lighthouse", "lighthouse"]
)
def test_places_in_the_scan_lead_back_to_the_text(text):
    scan = Scan(text)
    (at,) = scan.places(needle("lighthouse"), 5)
    assert scan.offset(at) == text.index("lighthouse")


@pytest.mark.parametrize("beside", ["", "é", "’", "𝐀"])
@pytest.mark.parametrize("gap", [0, 65_000, 65_536 - 30, 200_000])
def test_every_place_of_the_very_words_is_found(beside, gap):
    words = f"the lighthouse {beside} at the reef"
    text = f"{words} {'orchard ' * (gap // 8)}{words}{words}{beside} {'bees ' * 30_000}{words}"
    expected = [match.span() for match in re.finditer(re.escape(words), text)]
    assert len(expected) == 4
    assert glance._letter_for_letter(text, words) == expected


def test_words_that_share_lower_bytes_are_not_taken_for_one_another():
    words = "ab’cd"
    text = f"{words} {'x' * 10}ab\u2119cd ab\u0119cd {words}"
    assert glance._letter_for_letter(text, words) == [(0, 5), (len(text) - 5, len(text))]


MANY = "lighthouse " * 1_000_000
HUGE = FILLER * 220_000 + PASSAGE + " " + FILLER * 220_000  # 50 million characters
LONG = " ".join(f"w{'abcdefghij'[i % 10]}{'klmnopqrst'[i // 10 % 10]}{i}x" for i in range(50_000))


@pytest.mark.parametrize(
    ("quotation", "text", "verdict"),
    [
        ("lighthouse " * 12, MANY, Verdict.VERBATIM),
        (PASSAGE, MANY, Verdict.ABSENT),
        (LONG, f"{FILLER * 200}{LONG} {FILLER * 200}", Verdict.VERBATIM),
        (LONG, FILLER * 2000, Verdict.ABSENT),
        (PASSAGE, HUGE, Verdict.VERBATIM),
        (PASSAGE.replace("asked", "begged"), HUGE, Verdict.ALTERED),
        (PASSAGE, HUGE.replace("northern lighthouse", "mill by the bridge").replace(PASSAGE[:40], ""), None),
    ],
    ids=["one word", "among one word", "long", "long and absent", "huge", "huge and altered", "huge and changed"],
)
def test_hostile_sizes_are_judged_right_in_bounded_memory(quotation, text, verdict):
    tracemalloc.start()
    judged = judge(quotation, source(text))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert judged.verdict is (verdict or Verdict.ALTERED)
    assert peak < 12 * len(text) + 60e6
