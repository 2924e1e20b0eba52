"""Which row of a figure changed between two days, by how much it moved the figure, and what record did it.

Everything happens in temporary tables of one reader, set by set, so that a register of any size is one pass a table.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from governance.insight import causes, law_findings
from governance.insight.catalogue import Definition
from governance.insight.figure import Figure
from governance.insight.filters import Filters
from governance.insight.groups import activities, params, scoped
from governance.register.lens import Lens
from governance.register.reader import Reader

_FACTS = ("policy", "measure", "evidence")
_DATES = [
    "begins",
    "ends",
    "lapses",
]  # dates that bear on any figure; the others only on the figure that asks for them
_OWN_DATES = {
    "evidence.expiring": "expiring",
    "risk.overdue": "overdue",
    "policy.review_overdue": "overdue",
    "system.restore_untested": "overdue",
    "deletion.overdue": "overdue",
}
_LISTS = {
    "transfer.invalid": "transfers",
    "deletion.overdue": "data",
    "contract.in_force": "contracts",
    "certificate.in_date": "certificates",
}


def attribute(
    reader: Reader, figure: Definition, on: tuple[Figure, Figure], lenses: tuple[Lens, Lens], filters: Filters
) -> bool:
    """Keep in ``since_chosen`` every row of ``figure`` that differs between two lenses, its effect and its cause.

    Returns False, and keeps nothing, when none differs.

    ``on`` is the figure on both days. Columns: id, part, stage, before, after (whether it counted: true in the numerator,
    false only in the denominator, NULL not), numerator, denominator, effect, what, record, moment, revision.
    """
    before, after = lenses
    middle = replace(before, effective_on=after.effective_on)
    _collect(reader, figure, (before, middle, after), filters)
    _weigh(reader, *on)
    if not reader.value("SELECT count(*) FROM since_change"):
        return False
    _choose(reader, figure, middle, after)
    return True


def _collect(reader: Reader, figure: Definition, lenses: tuple[Lens, Lens, Lens], filters: Filters) -> None:
    """Keep the rows of the figure before, on the newer day as the older register tells it, and after; and what moved."""
    before, middle, after = lenses
    for name, lens in zip(("before", "middle", "after"), lenses, strict=True):
        reader.look(lens)
        sql = scoped(_keyed(figure), filters)
        reader.keep(f"since_{name}", sql, **_params(figure, sql, filters, reader))
    span = {"first": before.effective_on, "last": after.effective_on}
    reader.look(middle)
    reader.keep(
        "since_crossed", "SELECT * FROM dated_fact WHERE happens_on > $first AND happens_on <= $last", **span
    )
    reader.look(after)
    reader.keep(
        "since_moved",
        "SELECT record_id, arg_max(kind, revision) AS kind, max(revision) AS revision, max(recorded_at) AS recorded_at,"
        " bool_or(record_version = 1) AS created,"
        " arg_max(status, revision) IN ('void', 'retired') AS ended FROM entry"
        " WHERE revision > $first AND operation <> 'refuse' GROUP BY record_id",
        first=before.known_revision,
    )
    reader.keep(
        "since_due",
        "SELECT id, fact, happens_on FROM dated_fact WHERE happens_on > $first AND happens_on <= $last AND fact = $own",
        own=_OWN_DATES.get(figure.id, "none"),
        **span,
    )
    reader.keep("since_hot", "SELECT id FROM since_crossed UNION SELECT record_id FROM since_moved")


def _params(figure: Definition, sql: str, filters: Filters, reader: Reader) -> dict[str, Any]:
    """Return the values the rows of a figure need; of findings of the law every one, not the first of them."""
    if figure.found:
        return law_findings.listed(reader, activities(reader, filters), figure.found)
    return params(sql, filters, reader)


def _keyed(figure: Definition) -> str:
    """Return the statement of the rows of a figure, one a thing counted: id, part, stage, counted and its facts."""
    facts = [name if name in figure.columns and "stage" in figure.keys else "NULL" for name in _FACTS]
    answer = "concat_ws('/', a_state, a_source, post)" if "a_state" in figure.columns else "NULL"
    fields = ", ".join(f"'{name}': any_value({value})" for name, value in zip(_FACTS, facts, strict=True))
    further = figure.keys[1:]
    part = (
        further[0]
        if len(further) == 1
        else f"concat_ws('/', {', '.join(further)})"
        if further
        else "NULL::VARCHAR"
    )
    return (
        f"SELECT id, {part} AS part, bool_or({figure.counted}) AS counted,"
        f" {{{fields}, 'answer': any_value({answer})}} AS facts FROM ({figure.rows}) GROUP BY ALL"
    )


def _weigh(reader: Reader, before: Figure, after: Figure) -> None:
    """Keep the rows that differ, each with its part of the change; the parts add up to it.

    A share that goes from s = n / d to n' / d' moves by the sum of (Δn - s Δd) / d' over its rows; no data before counts as
    none covered, and no data after leaves the parts without a size.
    """
    share = after.unit == "share"
    sides = "{side}.counted IS NOT NULL" if share else "false"
    reader.keep(
        "since_change",
        "SELECT *, CASE WHEN NOT $share THEN numerator"
        " ELSE (numerator - $value * denominator) / nullif($bottom, 0) END AS effect"
        " FROM (SELECT coalesce(b.id, a.id) AS id, coalesce(b.part, a.part) AS part,"
        "   CASE WHEN coalesce(b.part, a.part) IN (SELECT stage FROM lifecycle_stage)"
        "        THEN coalesce(b.part, a.part) END AS stage, b.counted AS before, a.counted AS after,"
        "   b.counted IS DISTINCT FROM m.counted AND m.counted IS NOT DISTINCT FROM a.counted AS timely,"
        "   CASE WHEN timely THEN b.facts ELSE m.facts END AS first, CASE WHEN timely THEN m.facts ELSE a.facts END AS last,"
        "   coalesce(a.counted, false)::INT - coalesce(b.counted, false)::INT AS numerator,"
        f"   ({sides.format(side='a')})::INT - ({sides.format(side='b')})::INT AS denominator"
        " FROM since_before b FULL JOIN since_after a ON a.id = b.id AND a.part IS NOT DISTINCT FROM b.part"
        " LEFT JOIN since_middle m ON m.id = coalesce(b.id, a.id)"
        "   AND m.part IS NOT DISTINCT FROM coalesce(b.part, a.part)"
        " WHERE b.counted IS DISTINCT FROM a.counted)",
        share=share,
        value=before.value or 0.0,
        bottom=after.denominator,
    )


def _choose(reader: Reader, figure: Definition, middle: Lens, after: Lens) -> None:
    """Keep for each changed row the record that changed it."""
    links = causes.LINKS[causes.family(figure)]
    for name, lens in (("middle", middle), ("after", after)):
        reader.look(lens)
        reader.keep(f"since_link_{name}", links)
        reader.keep(f"since_own_{name}", causes.SIGNATURE)
    reader.keep("since_link", "SELECT * FROM since_link_middle UNION SELECT * FROM since_link_after")
    reader.keep(
        "since_own",
        "SELECT a.id, a.stage, (a.cell, a.links) IS DISTINCT FROM (m.cell, m.links) AS differs"
        " FROM since_own_after a LEFT JOIN since_own_middle m ON m.id = a.id AND m.stage = a.stage",
    )
    reader.keep(
        "since_chosen",
        causes.CHOSEN,
        up=figure.better == "up",
        judged=causes.family(figure) == "coverage",
        dates=[*_DATES, _OWN_DATES.get(figure.id, "begins")],
        list=_LISTS.get(figure.id, "-") + "/",
    )
