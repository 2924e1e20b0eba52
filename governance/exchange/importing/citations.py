"""Find cited provisions in a text about legal bases: «Art. 6 Abs. 1 lit. a und c DSGVO», «第十三条第一款第（二）项»."""

from __future__ import annotations

import re

from governance import vocabulary

_ARTICLE = r"(?:art(?:\.|icles?|ikels?|ículo|icolo|igo|ykuł|\b)|gdpr|dsgvo|ds-gvo|rgpd|avg)"
_BETWEEN = r"[\s.,:\-–(]*"
_GDPR = re.compile(
    rf"(?<![^\W\d_]){_ARTICLE}{_BETWEEN}(?P<article>[69])(?!\d)\)?\s*"
    r"(?:[\s.,\-–(]*(?:abs(?:atz|\.)?|para?(?:graph)?\.?|stk\.?|lid|ust\.?|apartado|comma|§|n[°o.]*)?[\s(]*(?P<paragraph>[12])\)?(?!\d))?"
    r"(?:\s*(?:u?abs\.?|s\.|satz|sentence|unterabs\.?|subparagraph|alinéa)\s*[12])*"
    r"[\s.,\-–(]*(?:lit(?:t?era|ra|\.)?|let(?:ter|tera|t?re|ra|t\.)?|buchst(?:abe|\.)?|point|punkt|pkt\.?|onder|sub)?[\s.(]*"
    r"(?P<letter>[a-j])(?![^\W\d_])\)?",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\s*(?:,|;|/|&|\+|und|and|et|y|e|en|og|och|or|oder|ou|bzw\.?|sowie|as well as|和|及|、)+\s*"
    r"(?:lit(?:\.|ra)?|let(?:ter|tera|t\.)?|buchst\.?|point)?[\s(]*(?P<letter>[a-j])(?![^\W\d_])\)?",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"第?(?:十三|13)条(?:第?[（(]?[一1][)）]?款)?第?[（(]?(?P<item>[一二三四五六七1-7])[)）]?项"
)
_FOREIGN = re.compile(
    r"\s*(?:of|der|des|du|del|van|af)?\s*(?:the\s+)?(?:uk\s+dpa|bdsg|dsg\b|tdg|ttdsg|lopd|loi|act\b|law enforcement)",
    re.IGNORECASE,
)
_BASES = {"6": ("basis_gdpr", "1"), "9": ("special_condition", "2")}
_NUMBERS = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7"}


def cited(text: str) -> tuple[tuple[str, str], ...]:
    """Return vocabulary and code of each provision of GDPR 6(1), 9(2) or PIPL 13 that ``text`` cites."""
    found: dict[tuple[str, str], None] = {}
    for match in _GDPR.finditer(text):
        vocabulary_name, paragraph = _BASES[match["article"]]
        letters, end = _letters(text, match)
        if (match["paragraph"] or paragraph) != paragraph or _FOREIGN.match(text, end):
            continue
        for letter in letters:
            term = vocabulary.recognise(vocabulary_name, f"Art. {match['article']}({paragraph})({letter})")
            if term:
                found[vocabulary_name, term.code] = None
    for match in _CHINESE.finditer(text):
        number = _NUMBERS.get(match["item"], match["item"])
        term = vocabulary.recognise("basis_pipl", f"PIPL 13({number})") or vocabulary.recognise(
            "basis_pipl", f"第十三条第一款第{_han(number)}项"
        )
        if term:
            found["basis_pipl", term.code] = None
    return tuple(found)


def _han(number: str) -> str:
    return next(han for han, digit in _NUMBERS.items() if digit == number)


def _letters(text: str, match: re.Match[str]) -> tuple[list[str], int]:
    letters, end = [match["letter"].lower()], match.end()
    while more := _MORE.match(text, end):
        letters.append(more["letter"].lower())
        end = more.end()
    return letters, end
