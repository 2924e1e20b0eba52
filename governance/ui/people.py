"""Who the screen can be viewed as: the people with a role in this register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from governance.ui.kept import kept
from governance.ui.state import language
from governance.ui.words import name_of, t, term

if TYPE_CHECKING:
    from governance.language import Language
    from governance.register.store import Register

_SQL = """
SELECT p.id, p.name, p.name_zh, list(DISTINCT g.role ORDER BY g.role) AS roles
FROM person p JOIN "grant" g ON g.person = p.id
WHERE p.status NOT IN ('void', 'retired') AND g.status NOT IN ('void', 'retired')
  AND (p.left_on IS NULL OR p.left_on > $today)
  AND (g.starts_on IS NULL OR g.starts_on <= $today) AND (g.ends_on IS NULL OR g.ends_on > $today)
GROUP BY ALL ORDER BY p.id
"""
FIRST_ROLES = ("dpo", "administrator", "owner", "team_member", "executive", "auditor")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Hold one person to view the screen as, with application roles."""

    id: str
    name: str
    name_zh: str | None
    roles: tuple[str, ...]

    def shown_name(self) -> str:
        """Return the name in the language of the screen."""
        return name_of({"id": self.id, "name": self.name, "name_zh": self.name_zh})

    def label(self) -> str:
        """Return name and roles in the language of the screen."""
        roles = t("frame.and").join(term("application_role", role) for role in self.roles)
        return f"{self.shown_name()} · {roles}"


def viewers(register: Register) -> tuple[Viewer, ...]:
    """Return the people with a grant in force today, the DPO first."""
    return _viewers(*_state(register), register)


def labels(register: Register) -> dict[str, str]:
    """Return name and roles of the viewers in the language of the screen, by id."""
    return _labels(*_state(register), language(), register)


def _state(register: Register) -> tuple[str, int, str]:
    """Return what viewers depend on: the newest entry on people and grants, and the day."""
    newest = register.newest(register.lens(), ("person", "grant"))
    return str(register.path), newest, register.today().isoformat()


@kept(16)
def _labels(path: str, newest: int, today: str, chosen: Language, _register: Register) -> dict[str, str]:
    """Put the viewers into words: many people take longer than the rest of the bar."""
    del chosen
    return {each.id: each.label() for each in _viewers(path, newest, today, _register)}


@kept(8)
def _viewers(path: str, newest: int, today: str, _register: Register) -> tuple[Viewer, ...]:
    del path, newest
    with _register.read(_register.lens()) as views:
        rows = views.rows(_SQL, today=today)
    found = [Viewer(row["id"], row["name"], row["name_zh"], tuple(row["roles"])) for row in rows]
    return tuple(sorted(found, key=_rank))


def _rank(viewer: Viewer) -> tuple[int, str]:
    ranks = [FIRST_ROLES.index(role) for role in viewer.roles if role in FIRST_ROLES]
    return min(ranks, default=len(FIRST_ROLES)), viewer.id
