"""The leaver rehearsal: what nobody would answer for any more when a person goes, and who could take it over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from governance.register.where_used import used_by

if TYPE_CHECKING:
    from governance.register.reader import Reader

Why = Literal["deputy", "department_head", "reports_to"]
OFFICERS = ("gdpr_dpo", "deputy_dpo", "pipl_officer")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Propose a person for a post and say why; ``officer``: a protection officer, who may not decide (GDPR 38(6))."""

    person: str
    name: str
    name_zh: str | None
    why: Why
    officer: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """Hold one post the person would lose.

    ``cells`` are the activity, stage and letter it answers for; ``uses`` the records that name it as owner, approver,
    head and so on. ``remaining`` are those who go on holding it: with any, nothing is orphaned.
    """

    post: str
    name: str
    name_zh: str | None
    role: str | None
    appointment: str
    deputy: bool
    remaining: tuple[str, ...]
    officer: bool
    cells: tuple[dict[str, Any], ...] = field(repr=False)
    uses: tuple[dict[str, Any], ...] = field(repr=False)
    proposals: tuple[Proposal, ...] = ()

    def letters(self, letter: str) -> int:
        """Return in how many cells the post has this letter."""
        return sum(cell["letter"] == letter for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Hold what a person would lose: posts (first those that nobody else holds) and grants."""

    person: str
    duties: tuple[Duty, ...]
    grants: tuple[dict[str, Any], ...]

    @property
    def orphaned(self) -> tuple[Duty, ...]:
        """Return the duties nobody would be left for."""
        return tuple(each for each in self.duties if not each.remaining)


def rehearse(reader: Reader, person: str) -> Rehearsal:
    """Return what ``person`` would lose, the day of ``reader`` being the first day without them."""
    appointments = reader.rows(
        "SELECT a.id AS appointment, coalesce(a.deputy, false) AS deputy, p.id AS post, p.name, p.name_zh, p.role"
        " FROM appointment a JOIN post p ON p.id = a.post AND p.status NOT IN ('void', 'retired')"
        " WHERE a.status NOT IN ('void', 'retired') AND a.person = $person"
        " AND (a.ends_on IS NULL OR a.ends_on > lens_day()) ORDER BY p.id, a.id",
        person=person,
    )
    duties = [_duty(reader, person, row) for row in appointments]
    grants = reader.rows(
        'SELECT id, name, name_zh, role, departments, starts_on, ends_on FROM "grant"'
        " WHERE status NOT IN ('void', 'retired') AND person = $person"
        " AND (ends_on IS NULL OR ends_on > lens_day()) ORDER BY id",
        person=person,
    )
    duties.sort(key=lambda duty: (bool(duty.remaining), -len(duty.cells), -len(duty.uses), duty.post))
    return Rehearsal(person, tuple(duties), tuple(grants))


def _duty(reader: Reader, person: str, row: dict[str, Any]) -> Duty:
    others = reader.rows(
        "SELECT holder FROM holding WHERE post = $post AND state = 'held' AND holder <> $person"
        " ORDER BY deputy, holder",
        post=row["post"],
        person=person,
    )
    cells = reader.rows(
        "SELECT activity, stage, letter, source FROM cell_role WHERE post = $post"
        " AND letter IN ('accountable', 'responsible') ORDER BY letter, activity, stage",
        post=row["post"],
    )
    uses = [use for use in used_by(reader, "post", row["post"]) if use["kind"] != "appointment"]
    return Duty(
        **row,
        remaining=tuple(dict.fromkeys(each["holder"] for each in others)),
        officer=row["role"] in OFFICERS,
        cells=tuple(cells),
        uses=tuple(uses),
        proposals=tuple(_proposals(reader, person, row["post"])),
    )


_PROPOSED = """
WITH asked AS (SELECT department, reports_to FROM post WHERE id = $post), found AS (
    SELECT person, 'deputy' AS why, 0 AS rank FROM holding
    WHERE post = $post AND state = 'held' AND deputy AND person IS NOT NULL
    UNION ALL
    SELECT h.person, 'department_head', 1 + l.distance FROM asked JOIN department_line l ON l.department = asked.department
    JOIN department d ON d.id = l.ancestor JOIN holding h ON h.post = d.head AND h.state = 'held' AND NOT h.deputy
    UNION ALL
    SELECT h.person, 'reports_to', 50 FROM asked JOIN holding h ON h.post = asked.reports_to AND h.state = 'held'
        AND NOT h.deputy
)
SELECT f.person, p.name, p.name_zh, f.why,
       f.person IN (SELECT holder FROM conflict_holder) AS officer
FROM found f JOIN person p ON p.id = f.person WHERE f.person <> $person
QUALIFY row_number() OVER (PARTITION BY f.person ORDER BY rank) = 1
ORDER BY officer, rank, f.person
"""


def _proposals(reader: Reader, person: str, post: str) -> list[Proposal]:
    """Return who could take the post: its deputy, the head of its department, who it reports to; officers last."""
    return [Proposal(**row) for row in reader.rows(_PROPOSED, post=post, person=person)]
