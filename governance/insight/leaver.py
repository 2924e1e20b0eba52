"""What a leaver would leave behind, counted, and who is proposed for each post: the rehearsal as a page tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from governance.register.leaving import rehearse

if TYPE_CHECKING:
    from governance.register.leaving import Duty, Proposal, Rehearsal
    from governance.register.reader import Reader

NAMED = ("owner", "approver", "sponsor", "head", "reports_to", "signed_by", "conducted_by")


@dataclass(frozen=True, slots=True)
class Losses:
    """Count what nobody would answer for: posts, stages with A and R, records by the field that names the post.

    Only posts nobody else holds on the day are counted; ``shared`` are the others. ``officers`` counts all posts of
    protection officers the person holds, ``grants`` their rights in this register.
    """

    posts: int
    shared: int
    accountable: int
    responsible: int
    named: dict[str, int]
    officers: int
    grants: int

    @property
    def nothing(self) -> bool:
        """Tell whether the person holds no post and no right."""
        return not (self.posts or self.shared or self.grants)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Hold who could take a post: proposed first, then everybody else who is there on the day, by id.

    ``preferred`` is who a form offers: the first proposal that is no protection officer, None when there is none.
    """

    proposed: tuple[Proposal, ...]
    others: tuple[str, ...]
    preferred: str | None


def losses(found: Rehearsal) -> Losses:
    """Return what ``found`` adds up to; a post held twice (as holder and as deputy) counts once."""
    orphaned = list({duty.post: duty for duty in found.orphaned}.values())
    held = {duty.post for duty in found.duties}
    named = {
        name: len({use["id"] for duty in orphaned for use in duty.uses if name in use["fields"]})
        for name in NAMED
    }
    return Losses(
        posts=len(orphaned),
        shared=len(held) - len(orphaned),
        accountable=_cells(orphaned, "accountable"),
        responsible=_cells(orphaned, "responsible"),
        named={name: count for name, count in named.items() if count},
        officers=len({duty.post for duty in found.duties if duty.officer}),
        grants=len(found.grants),
    )


def _cells(duties: list[Duty], letter: str) -> int:
    return len({(c["activity"], c["stage"]) for duty in duties for c in duty.cells if c["letter"] == letter})


def candidates(reader: Reader, found: Rehearsal) -> dict[str, Candidates]:
    """Return who could take each post of ``found`` on the day of ``reader``, by post."""
    present = [
        row["id"]
        for row in reader.rows(
            "SELECT id FROM person WHERE status NOT IN ('void', 'retired') AND id <> $person"
            " AND (left_on IS NULL OR left_on > lens_day()) ORDER BY id",
            person=found.person,
        )
    ]
    return {duty.post: _of(duty, present) for duty in found.duties}


def _of(duty: Duty, present: list[str]) -> Candidates:
    proposed = tuple(each for each in duty.proposals if each.person in present)
    first = next((each.person for each in proposed if not each.officer), None)
    known = {each.person for each in proposed}
    return Candidates(proposed, tuple(each for each in present if each not in known), first)


def read(reader: Reader, person: str) -> tuple[Rehearsal, dict[str, Candidates]]:
    """Return the rehearsal of ``person`` and the candidates for each post, the day of ``reader`` being the first without."""
    found = rehearse(reader, person)
    return found, candidates(reader, found)
