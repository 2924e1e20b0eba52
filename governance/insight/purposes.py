"""From categories of data through purposes to the bases they rest on, as one stream; equal names never merge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from governance.insight.figures import EVERYTHING
from governance.insight.filters import Filters
from governance.insight.groups import params, scoped
from governance.register.reader import Reader

Law = Literal["gdpr", "pipl"]
MOST_PURPOSES = 24

# One row a category of data, purpose and basis. Data that names no purpose, and purposes without a basis, stay visible.
_STREAM = """
WITH shown AS (
    SELECT id, name, name_zh, department, data, purposes FROM live_activity WHERE true {activity} {scope:id}
), items AS (
    SELECT id, unnest(data) AS item FROM shown
), named AS (
    SELECT id, item.key AS item, item.category AS category,
           unnest(CASE WHEN len(item.purposes) > 0 THEN item.purposes ELSE [NULL] END) AS purpose FROM items
), aims AS (
    SELECT id, unnest(purposes) AS aim FROM shown
), based AS (
    SELECT id, aim.key AS purpose, aim.name AS purpose_name, aim.name_zh AS purpose_name_zh, aim.category AS purpose_category,
           unnest(CASE WHEN len(aim.bases_{law}) > 0 THEN aim.bases_{law} ELSE [NULL] END) AS basis FROM aims
)
SELECT s.id, s.name, s.name_zh, s.department, n.item, n.category, b.purpose, b.purpose_name, b.purpose_name_zh,
       b.purpose_category, b.basis
FROM named n JOIN shown s ON s.id = n.id LEFT JOIN based b ON b.id = n.id AND b.purpose = n.purpose
ORDER BY s.id, n.item, b.purpose, b.basis
"""


@dataclass(frozen=True, slots=True)
class Point:
    """Hold one place of the stream: ``list`` names the vocabulary its ``name`` is a code of, None for a written name."""

    key: str
    column: Literal["category", "purpose", "basis"]
    name: str
    name_zh: str | None = None
    list: str | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """Hold points, the number of rows between two of them, and the rows; ``single`` tells purposes one by one."""

    points: tuple[Point, ...]
    widths: tuple[tuple[str, str, int], ...]
    rows: tuple[dict[str, Any], ...]
    single: bool


def stream(reader: Reader, law: Law, filters: Filters = EVERYTHING, *, activity: str | None = None) -> Stream:
    """Return how categories of data serve purposes and rest on bases of ``law``.

    Up to 24 purposes stand one by one, keyed by activity and row; more are put together by their category.
    """
    sql = _STREAM.replace("{law}", law).replace("{activity}", "AND id = $activity" if activity else "")
    sql = scoped(sql, filters)
    given = params(sql, filters, reader) | ({"activity": activity} if activity else {})
    rows = reader.rows(sql, **given)
    purposes = {(row["id"], row["purpose"]) for row in rows if row["purpose"]}
    single = len(purposes) <= MOST_PURPOSES
    points: dict[str, Point] = {}
    widths: dict[tuple[str, str], int] = {}
    for row in rows:
        steps = [_category(row), _purpose(row, single=single), _basis(row, law)]
        points |= {each.key: each for each in steps}
        row["ends"] = [each.key for each in steps]
        for ends in zip(row["ends"], row["ends"][1:], strict=False):
            widths[ends] = widths.get(ends, 0) + 1
    listed = tuple((source, target, number) for (source, target), number in widths.items())
    return Stream(tuple(points.values()), listed, tuple(rows), single)


def _category(row: dict[str, Any]) -> Point:
    code = row["category"] or ""
    return Point(f"category/{code}", "category", code, list="data_category")


def _purpose(row: dict[str, Any], *, single: bool) -> Point:
    if row["purpose"] is None:
        return Point("purpose/", "purpose", "", list="purpose_category")
    if single:
        key = f"purpose/{row['id']}/{row['purpose']}"
        return Point(key, "purpose", row["purpose_name"] or row["purpose"], row["purpose_name_zh"])
    code = row["purpose_category"] or ""
    return Point(f"purpose/{code or '-'}", "purpose", code, list="purpose_category")


def _basis(row: dict[str, Any], law: Law) -> Point:
    code = row["basis"] or ""
    return Point(f"basis/{code}", "basis", code, list=f"basis_{law}")
