"""Health of accountability: the rules of the house on who answers, each with what it found, the worst first in words.

The rules are those of the internal pack: what the page counts is what findings, gates and reports count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from governance.law import overview
from governance.law.findings import EVERYTHING, Filter
from governance.law.rules import SEVERITIES, Rule
from governance.law.verdicts import Verdicts
from governance.law.waivers import Waived

# In the order a page shows them; one that an organisation took out of its pack is left out.
RULES = (
    "INT-A-NONE",
    "INT-A-SEVERAL",
    "INT-A-VACANT",
    "INT-A-LEFT",
    "INT-A-DEPARTMENT",
    "INT-A-INHERITED",
    "INT-R-NONE",
    "INT-PERSON-LOAD",
    "INT-PERSON-LEFT",
    "INT-DEPT-NO-A",
    "INT-DEPT-HEAD",
    "INT-OFFICER-DECIDES",
    "INT-OFFICER-HEAD",
    "INT-PREPARER",
)
Standing = Literal["no_data", "wrong", "unknown", "fine"]


@dataclass(frozen=True, slots=True)
class Check:
    """Hold one rule: how many things it looks at, in how many it is broken, cannot be judged, or is accepted.

    ``breaches`` counts accepted ones too: a waiver accepts a fault, it does not mend it.
    """

    rule: Rule
    looked_at: int
    breaches: int
    unknown: int
    waived: int

    @property
    def standing(self) -> Standing:
        """Return how it stands; what nobody can judge is never fine."""
        if not self.looked_at:
            return "no_data"
        if self.breaches:
            return "wrong"
        return "unknown" if self.unknown else "fine"


def checks(
    verdicts: Verdicts,
    looked_at: Mapping[str, int],
    which: Filter = EVERYTHING,
    waived: Sequence[Waived] = (),
) -> tuple[Check, ...]:
    """Return every rule of ``RULES`` that is in force; ``looked_at`` says how many things each looks at."""
    counted = {each.rule.id: each for each in overview.by_rule(verdicts, which, waived)}
    rules = {rule.id: rule for rule in verdicts.rules}
    return tuple(
        Check(
            rules[each],
            looked_at.get(each, 0),
            counted[each].breaches if each in counted else 0,
            counted[each].unknown if each in counted else 0,
            counted[each].waived if each in counted else 0,
        )
        for each in RULES
        if each in rules
    )


def worst(found: Sequence[Check]) -> Check | None:
    """Return the gravest broken rule, of several the one broken in the largest share of what it looks at, or None."""
    broken = [each for each in found if each.standing == "wrong"]
    return min(
        broken,
        key=lambda each: (
            SEVERITIES.index(each.rule.severity),
            -each.breaches / each.looked_at,
            each.rule.id,
        ),
        default=None,
    )
