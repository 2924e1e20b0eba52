"""Who answers for what: three matrices, what is wrong in them, and one sentence that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from governance.insight.figures import EVERYTHING
from governance.insight.filters import Filters
from governance.insight.groups import params, scoped
from governance.language import Language, text
from governance.register.reader import Reader

ISSUES = (
    "no_a",
    "two_as",
    "a_vacant",
    "a_left",
    "a_department",
    "a_inherited_only",
    "no_r",
    "dpo_in_a_or_r",
)
GRAVE = frozenset({"no_a", "two_as", "a_vacant", "a_left", "a_department", "dpo_in_a_or_r"})
NAMED = 3

_HOLDERS = "(SELECT id, name, name_zh FROM person UNION ALL SELECT id, name, name_zh FROM party)"
_TALLY = (
    "list(DISTINCT r.stage ORDER BY r.stage) AS stages, count(*) AS cells,"
    " count(*) FILTER (r.source = 'explicit') AS explicit, count(*) FILTER (r.source = 'inherited') AS inherited,"
    " CASE WHEN bool_or(r.state = 'left') THEN 'left' WHEN bool_or(r.state = 'vacant') THEN 'vacant'"
    " ELSE min(r.state) END AS state"
)
_ACTIVITY_POST = f"""
SELECT r.activity, a.name AS activity_name, a.name_zh AS activity_name_zh, a.department,
       coalesce(r.post, r.assigned_department) AS post, coalesce(r.post_name, d.name) AS post_name,
       coalesce(r.post_name_zh, d.name_zh) AS post_name_zh, r.letter, {_TALLY}, min(r.holder) AS holder,
       min(h.name) AS holder_name, min(h.name_zh) AS holder_name_zh
FROM cell_role r JOIN live_activity a ON a.id = r.activity LEFT JOIN department d ON d.id = r.assigned_department
LEFT JOIN {_HOLDERS} h ON h.id = r.holder
WHERE true {{scope:r.activity}}
GROUP BY r.activity, a.name, a.name_zh, a.department, coalesce(r.post, r.assigned_department),
         coalesce(r.post_name, d.name), coalesce(r.post_name_zh, d.name_zh), r.letter
ORDER BY a.name, r.activity, post_name, post, r.letter
"""
_DEPARTMENT_STAGE = """
SELECT r.department, d.name, d.name_zh, r.stage, r.letter,
       list(DISTINCT coalesce(r.post, r.assigned_department)) AS posts, count(DISTINCT r.activity) AS activities,
       count(*) FILTER (r.source = 'explicit') AS explicit, count(*) FILTER (r.source = 'inherited') AS inherited,
       count(*) FILTER (r.state = 'held') AS held, count(*) FILTER (r.state <> 'held') AS not_held
FROM cell_role r LEFT JOIN department d ON d.id = r.department WHERE true {scope:r.activity}
GROUP BY r.department, d.name, d.name_zh, r.stage, r.letter
ORDER BY d.name NULLS LAST, r.department, r.stage, r.letter
"""
_PERSON_STAGE = f"""
SELECT r.holder AS person, h.name, h.name_zh, r.stage, r.letter, count(DISTINCT r.activity) AS activities,
       list(DISTINCT r.post) AS posts, count(*) FILTER (r.source = 'explicit') AS explicit,
       count(*) FILTER (r.source = 'inherited') AS inherited, max(r.state) AS state
FROM cell_role r LEFT JOIN {_HOLDERS} h ON h.id = r.holder
WHERE r.holder IS NOT NULL AND r.state IN ('held', 'left') {{scope:r.activity}}
GROUP BY r.holder, h.name, h.name_zh, r.stage, r.letter
ORDER BY h.name NULLS LAST, r.holder, r.stage, r.letter
"""
_ISSUES = """
SELECT i.activity AS id, a.name, a.name_zh, i.department, d.name AS department_name, d.name_zh AS department_name_zh,
       i.stage, i.code, i.letter, i.post, i.post_name, i.post_name_zh, i.holder, i.holder_name, i.holder_name_zh
FROM accountability_issue i JOIN live_activity a ON a.id = i.activity LEFT JOIN department d ON d.id = i.department
WHERE true {code} {scope:i.activity}
ORDER BY i.code, a.name, i.activity, (SELECT position FROM lifecycle_stage s WHERE s.stage = i.stage), i.post
"""
_COUNTS = """
SELECT code, count(DISTINCT (activity, stage)) AS cells, count(DISTINCT activity) AS activities
FROM accountability_issue WHERE true {scope:activity} GROUP BY code
"""
# Who answers is all it takes: whether the cells are proven is not read. Each activity is of one department.
_STANDING = f"""
WITH fault AS (
    SELECT activity, cell, CASE a_state WHEN 'none' THEN 'no_a' WHEN 'several' THEN 'two_as' WHEN 'vacant' THEN 'a_vacant'
           WHEN 'left' THEN 'a_left' WHEN 'department' THEN 'a_department' END AS code
    FROM stage_answer WHERE NOT left_out AND a_state <> 'held' {{scope:activity}}
    UNION ALL
    SELECT activity, cell, 'dpo_in_a_or_r' FROM conflict_role WHERE true {{scope:activity}}
), tally AS (
    SELECT activity, count(DISTINCT cell) AS cells, min(list_position({list(ISSUES)}, code)) AS number,
           {", ".join(f"count(DISTINCT cell) FILTER (code = '{code}') AS {code}" for code in sorted(GRAVE))}
    FROM fault GROUP BY activity
)
SELECT a.department, count(*) AS live, count(t.activity) AS activities, coalesce(sum(t.cells), 0)::BIGINT AS cells,
       {", ".join(f"coalesce(sum(t.{code}), 0)::BIGINT AS {code}" for code in sorted(GRAVE))},
       min({{'number': t.number, 'name': a.name, 'id': a.id, 'name_zh': a.name_zh}}, {NAMED})
           FILTER (t.activity IS NOT NULL) AS first
FROM live_activity a LEFT JOIN tally t ON t.activity = a.id WHERE true {{scope:a.id}} GROUP BY a.department
"""
# The activities somebody has a letter in: by a role of their own, or by one of their department at a stage that takes
# place. Of a role that both name the activity's own counts, and there is one either way.
_ANSWERING = """
WITH given AS (
    SELECT DISTINCT i.department, s.position FROM inherited_role i JOIN lifecycle_stage s ON s.stage = i.stage
), lettered AS (
    SELECT cell // 8 AS revision FROM activity_link WHERE what = 'role'
    UNION
    SELECT c.revision FROM activity_cell c JOIN given g ON g.department = c.department AND g.position = c.position
    WHERE c.said IS DISTINCT FROM 'not_applicable'
)
SELECT id, department FROM live_activity WHERE revision IN (SELECT revision FROM lettered) {scope:id} ORDER BY name, id
"""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Say in words what is wrong: a key of the text catalog, its numbers, and the first records it is about.

    The names are text of people; a screen escapes what ``text`` returns.
    """

    key: str
    values: dict[str, int]
    named: tuple[dict[str, Any], ...] = ()

    def text(self, language: Language) -> str:
        """Return the sentence in ``language``, with at most three names."""
        first, second = ("name_zh", "name") if language == "zh" else ("name", "name_zh")
        names = [str(row.get(first) or row.get(second) or row["id"]) for row in self.named[:NAMED]]
        listed = ("、" if language == "zh" else ", ").join(names)
        return text(self.key, language, names=listed, **self.values)


def standing(reader: Reader, filters: Filters = EVERYTHING) -> list[dict[str, Any]]:
    """Return one row a department (None for activities without one) with what :func:`sentence` adds up.

    Columns: department, live (activities there are), activities and cells with a grave fault, the cells with each of
    them under its code, and first: the activities named first, as rows of number of the code, name, id, name_zh.
    """
    return [row for row in _read(reader, _STANDING, filters).to_pylist() if row["live"]]


def sentence(rows: Iterable[dict[str, Any]]) -> Sentence:
    """Return the sentence over the departments ``rows`` are of, as :func:`standing` gives them."""
    found = list(rows)
    if not found:
        return Sentence("accountability.verdict.no_data", {})
    counted = {name: sum(row[name] for row in found) for name in ("cells", "activities")}
    if not counted["cells"]:
        return Sentence("accountability.verdict.fine", {})
    codes = {code: sum(row.get(code, 0) for row in found) for code in ISSUES}
    first = sorted(
        (each for row in found for each in row["first"] or ()),
        key=lambda each: (each["number"], each["name"], each["id"]),
    )
    return Sentence("accountability.verdict.wrong", {**codes, **counted}, tuple(first[:NAMED]))


def answering(reader: Reader, filters: Filters = EVERYTHING) -> pa.Table:
    """Return the activities that :func:`activity_post` has rows of, in the same order: id and department."""
    return _read(reader, _ANSWERING, filters)


def _read(reader: Reader, sql: str, filters: Filters, **more: Any) -> pa.Table:
    written = scoped(sql, filters)
    return reader.table(written, **params(written, filters, reader), **more)


def activity_post(reader: Reader, filters: Filters = EVERYTHING) -> pa.Table:
    """Return one row an activity, post (or department named instead) and letter.

    Columns: activity, activity_name, activity_name_zh, department, post, post_name, post_name_zh, letter (a code of the
    ``raci`` list), stages, cells, explicit, inherited (counts of cells), state (held, vacant, left, department),
    holder, holder_name, holder_name_zh.
    """
    return _read(reader, _ACTIVITY_POST, filters)


def department_stage(reader: Reader, filters: Filters = EVERYTHING) -> pa.Table:
    """Return one row a department, stage and letter: posts, activities, explicit, inherited, held, not_held."""
    return _read(reader, _DEPARTMENT_STAGE, filters)


def person_stage(reader: Reader, filters: Filters = EVERYTHING) -> pa.Table:
    """Return one row a holder (person or firm), stage and letter: posts, activities, explicit, inherited, state."""
    return _read(reader, _PERSON_STAGE, filters)


def issues(reader: Reader, code: str | None = None, filters: Filters = EVERYTHING) -> pa.Table:
    """Return one row a fault, of all kinds or of one of ``ISSUES``; id is the activity.

    Columns: id, name, name_zh, department with its names, stage, code, letter, post and holder with their names.
    """
    sql = _ISSUES.replace("{code}", "AND i.code = $code" if code else "")
    return _read(reader, sql, filters, **({"code": code} if code else {}))


def counts(reader: Reader, filters: Filters = EVERYTHING) -> dict[str, int]:
    """Return how many cells have each of ``ISSUES``; 0 for none."""
    found = {row["code"]: row["cells"] for row in _read(reader, _COUNTS, filters).to_pylist()}
    return {code: int(found.get(code, 0)) for code in ISSUES}


def verdict(
    reader: Reader, filters: Filters = EVERYTHING, faults: list[dict[str, Any]] | None = None
) -> Sentence:
    """Return the sentence above the matrices: how many cells nobody answers for, and in which activities.

    ``faults`` are the rows of ``issues`` for the same reader and filters, when they are read already.
    """
    population = scoped("SELECT count(*) FROM live_activity WHERE true {scope:id}", filters)
    if not reader.value(population, **params(population, filters, reader)):
        return Sentence("accountability.verdict.no_data", {})
    found = issues(reader, filters=filters).to_pylist() if faults is None else faults
    rows = [row for row in found if row["code"] in GRAVE]
    if not rows:
        return Sentence("accountability.verdict.fine", {})
    order = {code: number for number, code in enumerate(ISSUES)}
    rows.sort(key=lambda row: order[row["code"]])
    named = {row["id"]: row for row in rows}
    values = {
        code: len({(row["id"], row["stage"]) for row in rows if row["code"] == code}) for code in ISSUES
    }
    cells = len({(row["id"], row["stage"]) for row in rows})
    return Sentence(
        "accountability.verdict.wrong",
        {**values, "cells": cells, "activities": len(named)},
        tuple(named.values()),
    )
