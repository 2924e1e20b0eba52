"""Codes and their labels: every list of choices, the measure library, countries and header spellings.

The lists are TOML files in ``data/vocabulary``; a folder of an organisation's own (``RECITAL_DATA``) adds to
them and overrides them, code by code.
"""

from governance.vocabulary.countries import adequacy, in_eea, outside_mainland
from governance.vocabulary.headers import field_for, header_fields
from governance.vocabulary.loading import load
from governance.vocabulary.lookup import (
    choices,
    glossary,
    label,
    measures,
    names,
    recognise,
    sensitivity,
    term,
    terms,
    vocabulary,
)
from governance.vocabulary.spelling import spelling
from governance.vocabulary.terms import Adequacy, Bilingual, LibraryMeasure, Sensitivity, Term, Vocabulary

__all__ = [
    "Adequacy",
    "Bilingual",
    "LibraryMeasure",
    "Sensitivity",
    "Term",
    "Vocabulary",
    "adequacy",
    "choices",
    "field_for",
    "glossary",
    "header_fields",
    "in_eea",
    "label",
    "load",
    "measures",
    "names",
    "outside_mainland",
    "recognise",
    "sensitivity",
    "spelling",
    "term",
    "terms",
    "vocabulary",
]
