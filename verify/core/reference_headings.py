"""The headings under which documents list their references, in some twenty languages."""

from __future__ import annotations

import re

from verify.core.patterns import regex

REFERENCE_HEADING = regex(
    r"(?:#{1,6}\s*)?(?:\d{1,2}[.)]?\s+)?(?:references?(?: list)?|notes?|notes and references|references and notes|footnotes|endnotes|sources?|bibliography|"
    r"works cited|citations?|further reading|literature(?: cited)?|list of references|"
    r"literatur(?:verzeichnis)?|einzelnachweise|quellen|anmerkungen|fußnoten|références|notes et références|bibliographie|sources et références|"
    r"referencias|bibliografía|notas|fuentes|note|bibliografia|fonti|riferimenti|referências|notas e referências|"
    r"bronnen|referenties|voetnoten|källor|referenser|noter|kilder|referanser|przypisy|bibliografia|"
    r"примечания|источники|литература|ссылки|参考文献|脚注|出典|参考资料|注释|المراجع|منابع)\s*:?\s*(?:\[edit\])?",
    re.IGNORECASE,
)
