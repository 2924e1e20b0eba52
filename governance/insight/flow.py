"""Where data goes: from its sources through an activity into systems, to recipients and into countries.

Everything is keyed by record, or by activity and row where only a name was written: two of equal name stay two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from governance.insight.figures import EVERYTHING
from governance.insight.filters import Filters
from governance.insight.groups import TRANSFERS, params, scoped
from governance.register.reader import Reader

Column = Literal["source", "activity", "system", "recipient", "country"]
COLUMNS: tuple[Column, ...] = ("source", "activity", "system", "recipient", "country")
MOST_ACTIVITIES = 12

_ACTIVITIES = """
SELECT a.id, a.name, a.name_zh, a.data, a.systems, a.recipients, a.transfers, a.people_affected AS people
FROM live_activity a WHERE true {activity} {scope:a.id} ORDER BY a.people_affected DESC NULLS LAST, a.id
"""
_NAMES = """
SELECT id, name, name_zh, [country] AS countries, 'recipient' AS column FROM party
UNION ALL SELECT id, name, name_zh, [country], 'recipient' FROM organisation
UNION ALL SELECT id, name, name_zh, countries, 'system' FROM system
"""
_TRANSFERS = f"""
SELECT t.activity AS id, a.name, a.name_zh, a.department, t.key, t.name AS written, t.country, t.mechanism, t.pipl_route,
       t.valid_to, t.ended, t.invalid, t.law_known, t.people_year,
       coalesce((SELECT list(DISTINCT o.country ORDER BY o.country) FROM activity_handler h
                 JOIN organisation o ON o.id = h.organisation WHERE h.activity = t.activity AND o.country IS NOT NULL), [])
           AS from_countries
FROM ({TRANSFERS}) t JOIN live_activity a ON a.id = t.activity WHERE true {{scope:a.id}} ORDER BY t.country, t.activity, t.key
"""


@dataclass(frozen=True, slots=True)
class Node:
    """Hold one place data passes: a record (its id), a code of a list, or a name as written.

    ``key`` tells it from every other; ``list`` names the vocabulary a code belongs to, ``record`` the record to open.
    """

    key: str
    column: Column
    name: str
    name_zh: str | None = None
    list: str | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Hold one way data takes, and the activities it takes it in."""

    source: str
    target: str
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """Hold the places and ways of some activities; ``left_out`` activities were too many for one picture."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    activities: int
    left_out: int


def flow(reader: Reader, filters: Filters = EVERYTHING, *, activity: str | None = None) -> Flow:
    """Return where data of an activity, or of those within ``filters`` with the most people, comes from and goes."""
    sql = scoped(_ACTIVITIES.replace("{activity}", "AND a.id = $activity" if activity else ""), filters)
    given = params(sql, filters, reader) | ({"activity": activity} if activity else {})
    rows = reader.rows(sql, **given)
    known = {row["id"]: row for row in reader.rows(_NAMES)}
    drawn = _Drawing(known)
    for row in rows[:MOST_ACTIVITIES]:
        drawn.add(row)
    return drawn.finished(len(rows))


class _Drawing:
    """Collect places and ways, each once."""

    def __init__(self, known: dict[str, dict[str, Any]]) -> None:
        self.known = known
        self.nodes: dict[str, Node] = {}
        self.links: dict[tuple[str, str], set[str]] = {}
        self.here = ""

    def add(self, row: dict[str, Any]) -> None:
        """Add one activity with all it touches."""
        self.here = row["id"]
        self._node(Node(row["id"], "activity", row["name"], row["name_zh"], record=row["id"]))
        for item in row["data"] or ():
            self._source(item)
        for system in row["systems"] or ():
            self._link(self.here, self._record(system, "system"))
            self._countries(system)
        places = {each["key"]: self._recipient(each) for each in row["recipients"] or ()}
        moved = self._transfers(row["transfers"] or (), places)
        for key, place in places.items():
            if key not in moved and place in self.known:
                self._countries(place)

    def finished(self, activities: int) -> Flow:
        """Return what was collected, columns in their order."""
        nodes = sorted(self.nodes.values(), key=lambda each: (COLUMNS.index(each.column), each.key))
        links = [Link(*ends, tuple(sorted(found))) for ends, found in sorted(self.links.items())]
        drawn = sum(each.column == "activity" for each in nodes)
        return Flow(tuple(nodes), tuple(links), drawn, activities - drawn)

    def _source(self, item: dict[str, Any]) -> None:
        party, code = item.get("source_party"), item.get("source")
        if party:
            self._link(self._record(party, "source"), self.here)
        elif code:
            self._link(self._code(code, "source", "data_source"), self.here)

    def _recipient(self, row: dict[str, Any]) -> str:
        if row.get("party"):
            place = self._record(row["party"], "recipient")
        elif row.get("name"):
            place = self._node(Node(f"{self.here}/{row['key']}", "recipient", row["name"], record=self.here))
        else:
            place = self._code(row.get("category") or "", "recipient", "recipient_category")
        self._link(self.here, place)
        return place

    def _transfers(self, rows: Iterable[dict[str, Any]], places: dict[str, str]) -> set[str]:
        """Add the ways abroad; return the recipients whose country a transfer names."""
        moved = set()
        for row in rows:
            if not row.get("country"):
                continue
            recipient = row.get("recipient")
            place = places.get(recipient or "", self.here)
            self._link(place, self._code(row["country"], "country", "country"))
            if recipient:
                moved.add(recipient)
        return moved

    def _countries(self, record: str) -> None:
        for country in self.known.get(record, {}).get("countries") or ():
            if country:
                self._link(record, self._code(country, "country", "country"))

    def _record(self, record: str, column: Column) -> str:
        found = self.known.get(record, {"name": record, "name_zh": None})
        # A party that gives data and receives some stands in two places of the picture.
        key = f"from/{record}" if column == "source" else record
        return self._node(Node(key, column, found["name"], found["name_zh"], record=record))

    def _code(self, code: str, column: Column, of: str) -> str:
        return self._node(Node(f"{column}/{code}", column, code, list=of))

    def _node(self, node: Node) -> str:
        self.nodes.setdefault(node.key, node)
        return node.key

    def _link(self, source: str, target: str) -> None:
        self.links.setdefault((source, target), set()).add(self.here)


def transfers(reader: Reader, filters: Filters = EVERYTHING) -> list[dict[str, Any]]:
    """Return one row a transfer abroad: activity, country, mechanism, route, whether it is carried, and from where.

    ``invalid`` as in the figure ``transfer.invalid``; ``law_known`` False when nobody says which law applies;
    ``from_countries`` are those of the legal entities of the activity.
    """
    sql = scoped(_TRANSFERS, filters)
    return reader.rows(sql, **params(sql, filters, reader))


def by_country(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield one row a country: transfers, those not carried, activities, and how many go by which mechanism."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["country"] or "", []).append(row)
    for country, listed in sorted(found.items(), key=lambda each: -len(each[1])):
        ways: dict[str, int] = {}
        for row in listed:
            ways[row["mechanism"] or ""] = ways.get(row["mechanism"] or "", 0) + 1
        yield {
            "country": country or None,
            "transfers": len(listed),
            "invalid": sum(row["invalid"] for row in listed),
            "activities": len({row["id"] for row in listed}),
            "people_year": sum(row["people_year"] or 0 for row in listed),
            "mechanisms": ways,
            "from_countries": sorted({each for row in listed for each in row["from_countries"]}),
        }


def activities(reader: Reader, filters: Filters, most: int) -> list[dict[str, Any]]:
    """Return id and names of at most ``most`` live activities, by name."""
    sql = scoped(
        "SELECT id, name, name_zh FROM live_activity WHERE true {scope:id} ORDER BY name, id LIMIT $most",
        filters,
    )
    return reader.rows(sql, **params(sql, filters, reader), most=most)
