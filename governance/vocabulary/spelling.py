"""Reduce a spelling to what counts, so that equal words and equal citations compare equal."""

from __future__ import annotations

import re
import unicodedata

# The paragraph sign stays: «§ 6» is national law and never an article of the GDPR.
_TOKEN = re.compile(r"\d+|[^\W\d_]+|§")
_CJK = r"\u3400-\u9fff"
_CJK_GAP = re.compile(rf"(?<=[{_CJK}]) (?=[{_CJK}])")
_SENTENCE_ONE = re.compile(r"\b(?:s|satz|sentence|phrase) 1\b")
# Words that stand around the numbers of a citation in the languages of real registers.
_CITATION_WORDS = frozenset(
    word
    for words in (
        "art article artikel articulo artigo articolo articles arts artt artykul clanek cl artiklan artikla",
        "abs absatz apartado paragraphe paragraph paragraf para par ust ods lid stk nr n no numero nummer comma",
        "lit litra letra lettre lettera let letter bokstav point punt punto punkt pkt pis sub subsection section",
        "al alinea gdpr dsgvo ds gvo rgpd avg eu uk ue eg general data protection regulation verordnung vo",
    )
    for word in words.split()
)


def spelling(text: str) -> str:
    """Return ``text`` folded for comparison: no case, width, accents or punctuation; one space between words."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    folded = unicodedata.normalize("NFC", bare).casefold()
    return _CJK_GAP.sub("", " ".join(_TOKEN.findall(folded)))


def citation(text: str) -> str | None:
    """Return the numbers and letters of a bare citation («Art. 6 Abs. 1 lit. a» is ``6 1 a``), else None.

    A number alone cites nothing.
    """
    kept, rest = _parts(text)
    return kept if " " in kept and not rest else None


def cited_words(text: str) -> tuple[str, str] | None:
    """Return citation and wording of a text that carries both («Art. 6(1)(a) – consent»), else None."""
    kept, rest = _parts(text)
    return (kept, rest) if kept and rest else None


def _parts(text: str) -> tuple[str, str]:
    """Split into citation and remaining words; the citation is empty when there is no article number in it."""
    tokens = _SENTENCE_ONE.sub("", spelling(text)).split()
    marks = [token for token in tokens if token.isdigit() or (len(token) == 1 and token.isascii())]
    words = [token for token in tokens if token not in _CITATION_WORDS and token not in marks]
    return (" ".join(marks) if any(mark.isdigit() for mark in marks) else "", " ".join(words))
