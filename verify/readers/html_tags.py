"""What an element is to a reader: a paragraph, a line, a box in the line, a fallback, nothing; looked up by lexbor's numbers."""

from __future__ import annotations

from verify.readers.regions import TAG_REGIONS

# lexbor's own numbers of "-text" and "-comment".
TEXT, COMMENT = 2, 4
# Above this, lexbor numbers a tag of its own invention by its address, which the next page may use for another.
_LAST_KNOWN_TAG = 1000

# Newlines that an element sets before and after itself: 2 for a paragraph, 1 for a line of something larger.
PARAGRAPH = 2
BREAKS = {
    **dict.fromkeys(
        "address article aside blockquote body caption center details dialog dir div dl fieldset figcaption figure footer form "
        "frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend listing main menu nav noframes ol p plaintext pre search section "
        "summary table ul xmp".split(),
        PARAGRAPH,
    ),
    **dict.fromkeys("br dd dt li option optgroup tbody td textarea tfoot th thead tr".split(), 1),
}
# Boxes in the line: they keep the words around them apart.
_BOXES = frozenset("audio button canvas embed iframe img input label meter object progress select svg video".split())
# Never words of the page.
_SKIPPED = frozenset(
    "script style template head link meta title base iframe noembed param source track col colgroup datalist".split()
)
# Words for those who cannot see or run something: kept, but not as text.
FALLBACKS = frozenset("audio canvas noframes noscript object rp svg video".split())
PRESERVED = frozenset({"listing", "plaintext", "pre", "textarea", "xmp"})
PICTURES = frozenset({"img", "area", "input"})
_OWN_WAYS = frozenset("sup sub q time blockquote cite tr ol footer".split())

# Kinds of elements: below REGION, the newlines they set; then those that open a region by their name alone, and those to look
# at one by one.
REGION, SPECIAL, BOXED, LINK, NO_TEXT, LINE = 9, 10, 11, 12, 20, 21
KINDS: dict[int, int] = {}
# Attributes that may hide an element, mark its region or be the target of a note mark.
TELLING = frozenset({"id", "style", "hidden", "role", "name"})
# Classes that say nothing of an element (None: no class), as far as they have been met; bounded, since pages make them up.
PLAIN: set[str | None] = {None}
_PLAIN_KEPT = 50_000


def kind_of(tag_id: int, tag: str) -> int:
    """The kind of an element, remembered in `KINDS` where the number means the same on every page."""
    if tag in {"br", "hr"}:
        kind = LINE
    elif tag in _SKIPPED or tag in FALLBACKS or tag in PICTURES:
        kind = NO_TEXT
    elif tag in _BOXES:
        kind = BOXED
    elif tag == "a":
        kind = LINK
    elif tag in PRESERVED or tag in _OWN_WAYS or "-" in tag:
        kind = SPECIAL
    elif tag in TAG_REGIONS:
        kind = REGION
    else:
        kind = BREAKS.get(tag, 0)
    if tag_id < _LAST_KNOWN_TAG:
        KINDS[tag_id] = kind
    return kind


def remember_plain(attributes: dict[str, str | None]) -> None:
    """Note a class that says nothing, unless an id or a role had the last word."""
    if "id" not in attributes and "role" not in attributes and len(PLAIN) < _PLAIN_KEPT:
        PLAIN.add(attributes.get("class"))
