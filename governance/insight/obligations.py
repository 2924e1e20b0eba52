"""Duties of privacy law by role: who carries out, answers, is asked and is told, and who holds these roles on the day."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from governance import vocabulary
from governance.errors import BadData

if TYPE_CHECKING:
    from governance.register.reader import Reader

PACKAGED = Path(__file__).resolve().parents[2] / "data" / "obligations.toml"
OFFICERS = ("gdpr_dpo", "deputy_dpo", "pipl_officer")
Letter = Literal["R", "A", "C", "I"]
CODES: dict[Letter, str] = {"A": "accountable", "R": "responsible", "C": "consulted", "I": "informed"}


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Role(_Entry):
    """Name one column: a code of the list of post roles, and the laws whose entities need it (none: all)."""

    code: str
    laws: tuple[str, ...] = ()


class Obligation(_Entry):
    """Name one duty, its articles, the laws it comes from, and the letter of each role."""

    code: str
    en: str
    zh: str
    cites: tuple[str, ...]
    laws: tuple[str, ...]
    letters: dict[str, Letter]


class Table(_Entry):
    """Hold all duties and the roles in the order of columns."""

    role: tuple[Role, ...]
    obligation: tuple[Obligation, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """Hold one legal entity; without laws every duty is taken to be its own, since nobody knows better."""

    id: str
    name: str
    name_zh: str | None
    laws: tuple[str, ...]

    def under(self, laws: tuple[str, ...]) -> bool:
        """Tell whether a duty or role of these laws concerns the entity."""
        return not laws or not self.laws or bool(set(laws) & set(self.laws))


@dataclass(frozen=True, slots=True)
class Place:
    """Hold one role at one entity: who holds it on the day, and the posts of the role, held or not.

    ``state``: held, vacant (a post nobody holds), left (its holder is gone), or missing (no such post).
    """

    entity: Entity
    role: str
    state: Literal["held", "vacant", "left", "missing"]
    holders: tuple[dict[str, Any], ...]
    posts: tuple[dict[str, Any], ...]


@cache
def table() -> Table:
    """Return the table; a file of the overlay folder takes the place of the packaged one. Raises BadData."""
    folder = os.environ.get("RECITAL_DATA")
    overlay = Path(folder) / "obligations.toml" if folder else None
    return read(overlay if overlay and overlay.exists() else PACKAGED)


def read(path: Path) -> Table:
    """Return the table in ``path``; unknown roles, no single A, or an officer who decides raise BadData."""
    try:
        found = Table.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise BadData("obligations_table", file=path.name, detail=str(error).splitlines()[0]) from error
    known = {term.code for term in vocabulary.terms("post_role")}
    columns = {role.code for role in found.role}
    wrong = sorted(columns - known)
    for each in found.obligation:
        wrong += [f"{each.code}.{role}" for role in sorted(each.letters.keys() - columns)]
        wrong += [f"{each.code}.{role}" for role in OFFICERS if each.letters.get(role) in ("A", "R")]
        if list(each.letters.values()).count("A") != 1:
            wrong.append(f"{each.code}: A")
    if wrong:
        raise BadData("obligations_table", file=path.name, detail=", ".join(wrong))
    return found


# Posts of a role: by the role they name, and every head of department and owner of a record by what they do.
_PLACES = """
WITH role_post AS (
    SELECT id AS post, role FROM post WHERE role IS NOT NULL AND status NOT IN ('void', 'retired')
    UNION SELECT head, 'department_head' FROM department WHERE head IS NOT NULL AND status NOT IN ('void', 'retired')
    UNION SELECT owner, 'record_owner' FROM live_activity WHERE owner IS NOT NULL
)
SELECT r.role, r.post, p.name, p.name_zh, h.holder, h.holder_name, h.holder_name_zh, coalesce(h.state, 'vacant') AS state,
       coalesce(h.deputy, false) AS deputy,
       CASE WHEN len(h.organisations) > 0 THEN h.organisations
            WHEN coalesce(p.organisation, d.organisation) IS NOT NULL THEN [coalesce(p.organisation, d.organisation)]
            ELSE [] END AS organisations
FROM role_post r JOIN post p ON p.id = r.post AND p.status NOT IN ('void', 'retired')
LEFT JOIN department d ON d.id = p.department LEFT JOIN holding h ON h.post = r.post
ORDER BY r.role, p.name, r.post, deputy, h.holder
"""


def entities(reader: Reader) -> tuple[Entity, ...]:
    """Return the live legal entities by name."""
    rows = reader.rows(
        "SELECT id, name, name_zh, coalesce(laws, []) AS laws FROM organisation"
        " WHERE status NOT IN ('void', 'retired') ORDER BY name, id"
    )
    return tuple(Entity(row["id"], row["name"], row["name_zh"], tuple(row["laws"])) for row in rows)


def places(reader: Reader, organisation: str | None = None) -> dict[str, tuple[Place, ...]]:
    """Return for each role of the table its places, one an entity that needs it; a group post counts for every entity."""
    wanted = [each for each in entities(reader) if organisation in (None, each.id)]
    rows = {role: list(found) for role, found in groupby(reader.rows(_PLACES), key=lambda row: row["role"])}
    return {
        role.code: tuple(
            _place(entity, role.code, rows.get(role.code, [])) for entity in wanted if entity.under(role.laws)
        )
        for role in table().role
    }


def _place(entity: Entity, role: str, rows: list[dict[str, Any]]) -> Place:
    mine = [row for row in rows if not row["organisations"] or entity.id in row["organisations"]]
    held = {row["holder"]: row for row in reversed(mine) if row["state"] == "held"}
    posts = {row["post"]: row for row in mine}
    state = "held" if held else "missing" if not mine else "left" if _any_left(mine) else "vacant"
    return Place(entity, role, state, tuple(reversed(held.values())), tuple(posts.values()))  # type: ignore[arg-type]


def _any_left(rows: list[dict[str, Any]]) -> bool:
    return any(row["state"] == "left" for row in rows)


def concerned(obligation: Obligation, found: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the places of a role at entities that have the duty."""
    return tuple(each for each in found if each.entity.under(obligation.laws))


def unheld(
    found: dict[str, tuple[Place, ...]], letters: tuple[Letter, ...] = ("A", "R")
) -> list[tuple[Obligation, str, Place]]:
    """Return every duty, role and entity where nobody holds a role with one of ``letters``."""
    return [
        (each, role, place)
        for each in table().obligation
        for role, letter in each.letters.items()
        if letter in letters
        for place in concerned(each, found[role])
        if place.state != "held"
    ]
