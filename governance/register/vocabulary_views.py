"""What only the vocabularies know, as views: classes of data categories, what the law says of a country, questions."""

from __future__ import annotations

from datetime import date

from governance import vocabulary
from governance.vocabulary.countries import decisions

OPEN = date(9999, 12, 31)


def views() -> tuple[str, ...]:
    """Return the statements that create the views; they follow the files of this installation at each start."""
    return (_categories(), _eea(), _adequacy(), _standing(), _questions())


def _categories() -> str:
    """Return ``data_category_class`` (GDPR 9(1), GDPR 10, PIPL 28), one row a category."""
    rows = []
    for term in vocabulary.terms("data_category"):
        found = vocabulary.sensitivity(term.code)
        rows.append(f"('{term.code}', {found.gdpr9}, {found.gdpr10}, {found.pipl28})")
    return _values("data_category_class", "category, gdpr9, gdpr10, pipl28", rows)


def _eea() -> str:
    """Return ``country_eea``: from when to when a country belongs to the EEA; both ends count."""
    rows = []
    for term in vocabulary.terms("country"):
        if term.extra.get("eea"):
            since, until = term.extra.get("eea_from"), term.extra.get("eea_to")
            rows.append(f"('{term.code}', {_day(since, date.min)}, {_day(until, OPEN)})")
    return _values("country_eea", "country, since, until", rows)


def _adequacy() -> str:
    """Return ``country_adequacy``: decisions by the days they are in force (GDPR 45); whole: for every recipient."""
    rows = [
        f"('{term.code}', {_day(each.valid_from, date.min)}, {_day(each.valid_to, OPEN)}, {each.scope == 'whole'})"
        for term in vocabulary.terms("country")
        for each in decisions(term.code)
    ]
    return _values("country_adequacy", "country, since, until, whole", rows)


def _standing() -> str:
    """Return ``country_standing``: every country on the day the lens looks at."""
    codes = ", ".join(f"('{term.code}')" for term in vocabulary.terms("country"))
    today = "lens_day() BETWEEN since AND until"
    return (
        "CREATE OR REPLACE VIEW country_standing AS SELECT c.country,"
        f" c.country IN (SELECT country FROM country_eea WHERE {today}) AS eea,"
        f" c.country IN (SELECT country FROM country_adequacy WHERE whole AND {today}) AS adequate,"
        f" c.country IN (SELECT country FROM country_adequacy WHERE NOT whole AND {today}) AS adequate_partly"
        f" FROM (VALUES {codes}) c(country)"
    )


def _questions() -> str:
    """Return ``assessment_question_kind``: which kind of assessment must answer a question."""
    asked = [(each.code, str(each.extra.get("kind"))) for each in vocabulary.terms("assessment_question")]
    rows = [f"('{code}', '{kind}')" for code, kind in asked if vocabulary.term("assessment_kind", kind)]
    return _values("assessment_question_kind", "question, kind", rows)


def _values(name: str, columns: str, rows: list[str]) -> str:
    return f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM (VALUES {', '.join(rows)}) listed({columns})"


def _day(value: date | None, otherwise: date) -> str:
    return f"DATE '{(value or otherwise).isoformat()}'"
