"""A predicate of a rule reads documented columns and can do nothing else."""

from __future__ import annotations

import pytest

from governance.law.predicate import RefusedPredicate, columns_of

KNOWN = ("a", "b", "c", "d")

ALLOWED = (
    ("a", ("a",)),
    ("a AND NOT b", ("a", "b")),
    ("len(a) = 0 OR list_contains(b, 'x')", ("a", "b")),
    ("a IN ('x', 'y') AND b BETWEEN 1 AND 5", ("a", "b")),
    ("coalesce(a, false) AND b IS NULL AND c IS NOT DISTINCT FROM d", ("a", "b", "c", "d")),
    ("CASE WHEN a THEN b ELSE c END", ("a", "b", "c")),
    ("a + 2 * b > greatest(c, 3)", ("a", "b", "c")),
    ("list_has_all(a, ['x', 'y'])", ("a",)),
)

REFUSED = (
    "(SELECT 1)",
    "EXISTS (SELECT 1 FROM journal)",
    "a = (SELECT max(b) FROM judged)",
    "a IN (SELECT content FROM journal)",
    "row_number() OVER () = 1",
    "count(*) > 1",
    "sum(a) > 1",
    "count(DISTINCT a) > 1",
    "read_text('/etc/passwd') IS NOT NULL",
    "getenv('HOME') = 'x'",
    "getvariable('lens') IS NULL",
    "nextval('x') > 0",
    "current_setting('threads') = 1",
    "pg_sleep(10) IS NULL",
    "a; DROP TABLE journal",
    "a -- and more",
    "a /* and more */",
    "a) FROM journal WHERE (true",
    "*",
    "judged.*",
    "COLUMNS('a')",
    "$1 = a",
    "? = a",
    "a::INTEGER = 1",
    "a COLLATE zh = 'x'",
    "e",
    "judged.e",
    "main.judged.a",
    "",
    "a,b",
    "a AS x, b",
    "list_filter(a, lambda x: x > 1)",
    "error('stop')",
    "regexp_matches(a, '(x+x+)+y')",
    "repeat('x', 1000000000) = a",
)


@pytest.mark.parametrize(("text", "columns"), ALLOWED)
def test_an_expression_over_columns_is_allowed(text: str, columns: tuple[str, ...]) -> None:
    """Comparisons, logic and a few functions over documented columns may stand, and the columns are told."""
    assert columns_of(text, KNOWN) == columns


@pytest.mark.parametrize("text", REFUSED)
def test_anything_else_is_refused(text: str) -> None:
    """Queries, aggregates, windows, parameters, foreign columns, casts and other functions are refused."""
    with pytest.raises(RefusedPredicate):
        columns_of(text, KNOWN)
