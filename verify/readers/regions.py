"""Where on a page an element stands: main text, caption, navigation and so on, by tag, role, class and id.

Words that stand only in navigation, footers and asides are not in the article (VERDICTS.md, "What decides", 7), so a wrong mark
here becomes a wrong accusation. Names are therefore matched whole, and a region that only a class or an id suggests
is dropped again when it turns out to hold the page (`SOFT_SHARE`), or running text where such words count as furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from verify.core.patterns import regex
from verify.model import Region, RegionKind
from verify.readers.prose import Prose

# A "sidebar" or "menu" with more than this share of the visible text is the page's content in an odd wrapper.
SOFT_SHARE = 0.4

TAG_REGIONS = {
    **{f"h{level}": RegionKind.HEADING for level in range(1, 7)},
    "figcaption": RegionKind.CAPTION,
    "caption": RegionKind.CAPTION,
    "aside": RegionKind.ASIDE,
    "nav": RegionKind.NAVIGATION,
    "menu": RegionKind.NAVIGATION,
    "footer": RegionKind.FOOTER,
    "rt": RegionKind.NOTE_MARK,  # readings over the characters: seen, but no words of the text
}
_ROLES = {
    "navigation": RegionKind.NAVIGATION,
    "menu": RegionKind.NAVIGATION,
    "menubar": RegionKind.NAVIGATION,
    "search": RegionKind.NAVIGATION,
    "toolbar": RegionKind.NAVIGATION,
    "complementary": RegionKind.ASIDE,
    "contentinfo": RegionKind.FOOTER,
    "heading": RegionKind.HEADING,
    "doc-pullquote": RegionKind.ASIDE,
    "doc-backlink": RegionKind.NOTE_MARK,
    "doc-noteref": RegionKind.NOTE_MARK,
}
# Elements that may hold the whole page: no class demotes them.
NEVER_SOFT = frozenset({"html", "body", "main"})

# A class or id is split at white space; each name must match from its first to its last character. Block-element-modifier
# prefixes are allowed, but not those that say what the element lies beside ("has-sidebar", "with-ads", "no-menu").
_PREFIX = r"(?!(?:has|with|no|without|not|is|show|hide|hides|toggle|layout|page|body|template|single|post-type|theme|js)[-_])(?:[a-z0-9]+[-_]{1,2}){0,2}"
_SUFFIX = r"(?:[-_]{1,2}(?:area|bar|block|body|box|container|content|desktop|head|header|inner|item|items|left|link|links|list|main|mobile|module|panel|primary|region|right|secondary|section|stories|text|title|top|unit|widget|wrap|wrapper|\d{1,3})){0,2}"
_WORDS = {
    RegionKind.COMMENT: "comments|comment-?list|comment-respond|comment-thread|disqus(?:_thread)?|user-?comments|reader-?comments",
    RegionKind.CAPTION: "caption|wp-caption-text|thumbcaption|gallerytext|figcaption|cutline|photo-?credit|image-?credit",
    RegionKind.NAVIGATION: (
        "nav|navbar|navbox|navigation|menu|submenu|breadcrumbs?|pagination|pager|share|sharing|sharedaddy|social|social-?media|"
        "skip-?links?|mw-editsection|catlinks|mw-jump-link|tablist|language-?switcher"
    ),
    RegionKind.ASIDE: (
        "sidebar|side-?bar|related|related-?(?:articles|posts|news|content|topics)|recommended|recommendations|read-?also|also-?read|"
        "more-?(?:from|on|news|stories)|most-?(?:read|popular|viewed)|trending|ads?|advert|adverts|advertisement|advertising|sponsored|"
        "promo|promos|promotion|newsletter|newsletter-?signup|signup|pull-?quotes?|taboola|outbrain|teasers?|widget-area|cookie-?(?:banner|notice|consent)"
    ),
    RegionKind.FOOTER: "footer|site-?footer|global-?footer|colophon|copyright",
}
_KINDS = tuple(_WORDS)
_SOFT = regex(_PREFIX + "(?:" + "|".join(f"({words})" for words in _WORDS.values()) + ")" + _SUFFIX)
# Nearly every class of a page fails this, at a tenth of the cost.
_HINT = regex(
    "comment|disqus|caption|gallerytext|cutline|credit|nav|menu|crumb|pag|shar|social|skip|mw-|catlinks|tablist|switcher|"
    "side|relat|recommend|read|more|most|trending|ad|sponsored|promo|newsletter|signup|quote|taboola|outbrain|teaser|widget|cookie|foot|colophon|copyright"
)
# Sections of the article itself: its footer and its header belong to it.
_OF_THE_ARTICLE = regex(r"(?:article|entry|post|story|blockquote|quote|card)[-_]{1,2}(?:footer|header|nav)")
_UNSEEN = frozenset(
    "sr-only sr_only visually-hidden visuallyhidden visually_hidden screen-reader-text screen-reader-only screenreader "
    "screen-reader screenreader-only show-for-sr element-invisible u-visually-hidden u-hiddenvisually hidden-visually a11y-hidden "
    "cdk-visually-hidden is-visually-hidden accessibility-hidden offscreen off-screen usa-sr-only vh mw-empty-elt "
    "assistive-text slds-assistive-text govuk-visually-hidden uk-hidden-visually".split()
)
_BACKLINKS = frozenset({"mw-cite-backlink", "footnote-backref", "footnote-back", "reversefootnote"})
_HIDING_STYLE = regex(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|em|pt|%)?\s*(?:;|!|$)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def hidden_style(style: str) -> bool:
    """Whether an inline style keeps its element from being seen."""
    return _HIDING_STYLE.search(style) is not None


@lru_cache(maxsize=16_384)
def classified(tag: str, names: str, role: str | None) -> tuple[RegionKind | None, bool]:
    """The region an element opens and whether only its names (class and id) say so.

    `HIDDEN` for the classes that visually hide.
    """
    if role:
        by_role = _ROLES.get(role.lower())
        if by_role:
            return by_role, False
    lowered = names.lower()
    tokens = lowered.split()
    if not _UNSEEN.isdisjoint(tokens):
        return RegionKind.HIDDEN, False
    if not _BACKLINKS.isdisjoint(tokens):
        return RegionKind.NOTE_MARK, False
    by_tag = TAG_REGIONS.get(tag)
    if by_tag:
        return by_tag, False
    if tag in NEVER_SOFT or role == "main":
        return None, False
    for token in tokens:
        kind = _named(token)
        if kind is not None:
            return kind, True
    return None, False


# Pages give their elements names of their own, made of names that all pages share.
@lru_cache(maxsize=16_384)
def _named(token: str) -> RegionKind | None:
    """The region that one class or id suggests."""
    if not _HINT.search(token):
        return None
    found = _SOFT.fullmatch(token)
    if found is None or not found.lastindex or _OF_THE_ARTICLE.fullmatch(token):
        return None
    return _KINDS[found.lastindex - 1]


@dataclass(slots=True)
class Span:
    """An element that opens a region: `soft` when only its class or id says so.

    `framed` when its kind belongs to the frame of a page and not to its articles.
    """

    kind: RegionKind
    start: int
    end: int
    soft: bool
    framed: bool = False


# Which regions inside one of these keep their own kind; anything else there belongs to the whole.
_SHOWN_INSIDE = {
    RegionKind.HEADING: frozenset({RegionKind.NOTE_MARK}),
    RegionKind.CAPTION: frozenset({RegionKind.NOTE_MARK}),
    RegionKind.NOTE_MARK: frozenset[RegionKind](),
    RegionKind.HIDDEN: frozenset[RegionKind](),
}
_SHOWN_IN_ANY_OTHER = frozenset({RegionKind.NOTE_MARK, RegionKind.COMMENT, RegionKind.NAVIGATION, RegionKind.FOOTER})


# Words that stand only here are called absent. Words in captions, comments and asides are found, and said to stand there.
_FURNITURE = frozenset({RegionKind.NAVIGATION, RegionKind.FOOTER})


def flatten(
    spans: Iterable[Span], text: str, visible: int, links: Iterable[tuple[int, int]] = ()
) -> tuple[Region, ...]:
    """Nested spans, in the order they open, as sorted regions that do not overlap; `visible` counts the seen characters."""
    prose = Prose(text, links)
    regions: list[Region] = []
    open_spans: list[Span] = []
    position = 0

    def close(until: int) -> None:
        nonlocal position
        while open_spans and open_spans[-1].end <= until:
            position = _add(regions, open_spans[-1].kind, position, open_spans[-1].end, text)
            open_spans.pop()

    for span in spans:
        if span.start >= span.end or (span.soft and span.end - span.start > SOFT_SHARE * visible):
            continue
        if span.soft and not span.framed and span.kind in _FURNITURE and prose.within(span.start, span.end):
            continue
        close(span.start)
        if open_spans:
            outer = open_spans[-1].kind
            if span.kind is outer or span.kind not in _SHOWN_INSIDE.get(outer, _SHOWN_IN_ANY_OTHER):
                continue
            position = _add(regions, outer, position, span.start, text)
        position = span.start
        open_spans.append(span)
    close(len(text) + 1)
    return tuple(regions)


def _add(regions: list[Region], kind: RegionKind, start: int, end: int, text: str) -> int:
    """Append the stretch without the white space before it; returns where the next stretch begins."""
    while start < end and text[start] in " \n":
        start += 1
    if start < end:
        last = regions[-1] if regions else None
        if last and last.kind is kind and last.end == start:
            regions[-1] = Region(kind=kind, start=last.start, end=end)
        else:
            regions.append(Region(kind=kind, start=start, end=end))
    return max(start, end)
