"""How many things each rule looks at: what a share of findings is taken from, and what «nothing was judged» rests on.

Counted once a state of the register. After a save only what the save reaches is counted again: its old numbers are taken
off and its new ones added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from governance.law.kept import States
from governance.law.packs import Law, law
from governance.law.rules import Rule
from governance.law.verdicts import Reach, reached, scoped
from governance.law.views import OF_ACTIVITY, subjects
from governance.register.lens import Lens
from governance.register.reader import Reader
from governance.register.store import Register

KEPT = 8
OF_DEPARTMENT = (
    *OF_ACTIVITY,
    "request",
    "incident",
)  # subjects seen by the department they are counted under
# A number stands under subject, department («»: none), stage («» but for stages) and what is counted: the id of a rule,
# or a principle for the things at least one of its rules looks at.
Place = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Hold how many things are looked at, by subject, department, stage, and rule or principle."""

    law: Law
    revision: int
    numbers: Mapping[Place, int]

    def of_rules(self, departments: Sequence[str] | None = None, stage: str | None = None) -> dict[str, int]:
        """Return how many things each rule looks at, by its id, in ``departments`` (None: everywhere)."""
        found = Counter[str]()
        rules = {rule.id for rule in self.law.rules}
        for (_, department, its_stage, what), number in self.numbers.items():
            here = departments is None or department in departments
            if what in rules and here and (stage is None or its_stage in ("", stage)):
                found[what] += number
        return dict(found)

    def of_principles(self) -> dict[tuple[str, str], int]:
        """Return how many things are looked at under each principle, by department («»: none) and principle."""
        found = Counter[tuple[str, str]]()
        rules = {rule.id for rule in self.law.rules}
        for (_, department, _, what), number in self.numbers.items():
            if what not in rules:
                found[department, what] += number
        return dict(found)

    def of(self, lens: Lens, register: Register) -> Population:
        """Return what a person with the scope of ``lens`` may see; what lies in no one department is counted anew."""
        if lens.departments is None:
            return self
        allowed = set(lens.departments)
        kept = Counter(
            {
                place: number
                for place, number in self.numbers.items()
                if not scoped(place[0]) or (place[0] in OF_DEPARTMENT and place[1] in allowed)
            }
        )
        others = [on for on in subjects() if scoped(on) and on not in OF_DEPARTMENT]
        with register.read(lens) as reader:
            kept.update(_numbers(reader, self.law.rules, others))
        return replace(self, numbers=kept)


_known: States[Population] = States(KEPT)


def population(register: Register, lens: Lens) -> Population:
    """Return how many things every rule looks at in the state ``lens`` sees, in the scope of its person."""
    whole = Lens(lens.known_revision, lens.effective_on)
    found = _known.get(
        register, whole, lambda: count(register, whole), lambda before: _onward(register, whole, before)
    )
    return found.of(lens, register)


def count(register: Register, lens: Lens) -> Population:
    """Count everything anew, without what is kept."""
    current = law()
    with register.read(lens) as reader:
        numbers = _numbers(reader, current.rules, subjects())
    return Population(current, lens.known_revision, numbers)


def _onward(register: Register, lens: Lens, before: Population) -> Population:
    """Count again only what changes since ``before`` reach."""
    reach = reached(register, lens, before.revision)
    if reach is None:
        return count(register, lens)
    others = [on for on in subjects() if on not in OF_ACTIVITY]
    numbers = Counter({place: number for place, number in before.numbers.items() if place[0] in OF_ACTIVITY})
    if reach.activities:
        numbers.subtract(_narrow(register, replace(lens, known_revision=before.revision), reach))
        numbers.update(_narrow(register, lens, reach))
    with register.read(lens) as reader:
        numbers.update(_numbers(reader, before.law.rules, others))
    return Population(before.law, lens.known_revision, {place: n for place, n in numbers.items() if n})


def _narrow(register: Register, lens: Lens, reach: Reach) -> Counter[Place]:
    with register.read(replace(lens, only=tuple(sorted(reach.activities)))) as reader:
        return _numbers(reader, law().rules, OF_ACTIVITY)


def _numbers(reader: Reader, rules: Sequence[Rule], names: Iterable[str]) -> Counter[Place]:
    found = Counter[Place]()
    for on in names:
        running = [rule for rule in rules if rule.on == on and rule.in_force(reader.lens.effective_on)]
        for row in reader.rows(_sql(on, running)) if running else ():
            department, stage = row.pop("department"), row.pop("stage")
            found.update({(on, department, stage, what): number for what, number in row.items() if number})
    return found


def _sql(on: str, running: Sequence[Rule]) -> str:
    conditions = {rule.id: f"({rule.applies})" for rule in running}
    for principle in dict.fromkeys(rule.principle for rule in running):
        either = [conditions[rule.id] for rule in running if rule.principle == principle]
        conditions[principle] = " OR ".join(dict.fromkeys(either))
    counts = ", ".join(
        f'count(*) FILTER (WHERE {condition}) AS "{what}"' for what, condition in conditions.items()
    )
    stage = "key" if on == "stage" else "''"
    return (
        f"SELECT coalesce(judged.department, '') AS department, {stage} AS stage, {counts}"
        f" FROM {subjects()[on].view} AS judged GROUP BY ALL"
    )
