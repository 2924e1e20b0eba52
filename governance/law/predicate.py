"""What a predicate of a rule may say: an expression over documented columns, never a query.

The text is parsed by the database itself (``json_serialize_sql``) and its tree is walked: only comparisons, logic,
constants, documented columns and a short list of functions may stand in it. So a pack can read and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from governance.errors import GovernanceError
from governance.law import scratch

FUNCTIONS = frozenset(
    {"list_contains", "list_has_any", "list_has_all", "len", "contains", "lower", "coalesce", "least", "greatest", "abs",
     "list_value"}
)  # fmt: skip
OPERATORS = frozenset({"+", "-", "*", "/"})
CLASSES = frozenset(
    {"COLUMN_REF", "CONSTANT", "COMPARISON", "CONJUNCTION", "OPERATOR", "BETWEEN", "CASE", "FUNCTION", "CAST"}
)
_ALIASES = {"list_has_any": "list_has_any", "&&": "list_has_any", "@>": "list_has_all"}


class RefusedPredicate(GovernanceError):
    """The text of a predicate is not an expression over the documented columns."""

    code = "law_predicate_refused"

    def __init__(self, code: str | None = None, **context: Any) -> None:
        super().__init__(
            code, **{"file": "", "term": "", "reason": "", "column": "", "function": "", **context}
        )


def columns_of(text: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the columns ``text`` looks at, in order; raise RefusedPredicate for anything but an allowed expression."""
    found: dict[str, None] = {}
    for node in _nodes(_expression(text)):
        kind = node["class"]
        if kind not in CLASSES:
            raise RefusedPredicate(reason=kind.lower(), text=text)
        if kind == "FUNCTION":
            _check_function(node, text)
        if kind == "COLUMN_REF":
            name = ".".join(node["column_names"])
            if name not in known:
                raise RefusedPredicate("law_column_unknown", column=name, text=text)
            found[name] = None
    return tuple(found)


_trees: dict[str, str] = {}


def read_ahead(texts: Iterable[str]) -> None:
    """Parse many predicates at once, for the many calls of :func:`columns_of` that follow."""
    new = [text for text in dict.fromkeys(texts) if text not in _trees]
    with scratch.cursor() as cursor:
        rows = cursor.execute(
            "SELECT json_serialize_sql('SELECT (' || text || chr(10) || ') FROM judged') FROM (SELECT unnest(?) AS text)",
            [new],
        ).fetchall()
    _trees.update(zip(new, (row[0] for row in rows), strict=True))


def _check_function(node: dict[str, Any], text: str) -> None:
    name = node["function_name"].lower()
    plain = not node.get("schema") and not node.get("distinct") and not node.get("filter")
    allowed = name in OPERATORS if node.get("is_operator") else _ALIASES.get(name, name) in FUNCTIONS
    if not plain or not allowed:
        raise RefusedPredicate("law_function_unknown", function=name, text=text)


def _expression(text: str) -> dict[str, Any]:
    """Return the tree of ``text`` when it is exactly one expression."""
    if ";" in text or "--" in text or "/*" in text:
        raise RefusedPredicate(reason="comment", text=text)
    if text not in _trees:
        read_ahead([text])
    tree = json.loads(_trees[text])
    if tree.get("error"):
        raise RefusedPredicate(
            "law_predicate_syntax", text=text, reason=str(tree.get("error_message", ""))[:200]
        )
    (statement, *others) = tree["statements"]
    node = statement["node"]
    plain = (
        not others
        and node["type"] == "SELECT_NODE"
        and len(node["select_list"]) == 1
        and node["from_table"]["type"] == "BASE_TABLE"
        and not any(
            node.get(part) for part in ("where_clause", "group_expressions", "having", "qualify", "modifiers")
        )
        and not node["cte_map"]["map"]
    )
    if not plain:
        raise RefusedPredicate(reason="query", text=text)
    expression: dict[str, Any] = node["select_list"][0]
    return expression


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Give every expression below ``value``, itself first."""
    if isinstance(value, dict):
        if "class" in value:
            yield value
        for each in value.values():
            yield from _nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from _nodes(each)
