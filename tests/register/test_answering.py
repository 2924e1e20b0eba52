"""What the pages on accountability compute: a leaver's losses, health, obligations, the cascade, and who waits for what."""

from __future__ import annotations

from datetime import date

from governance.insight import leaver
from governance.register.leaving import rehearse
from tests.signing_register import ANN, BO, CY, DI, ED, FAY, GUS, HR_LEAD, PAYROLL, SALES_LEAD, Office

GONE = date(2026, 4, 1)


def test_losses_count_only_what_nobody_else_holds(office: Office) -> None:
    """Cy leads sales alone; the HR post he is deputy of stays with Bo."""
    stages = [
        {"key": "use", "stage": "use", "roles": [{"key": "r", "letter": "accountable", "post": SALES_LEAD}]}
    ]
    office.create(ED, "activity", {**PAYROLL, "owner": SALES_LEAD, "stages": stages})
    office.create(ANN, "policy", {"name": "P", "approver": HR_LEAD})

    with office.register.read(office.register.lens(effective_on=GONE)) as reader:
        lost = leaver.losses(rehearse(reader, CY))
        none = leaver.losses(rehearse(reader, ED))

    assert (lost.posts, lost.shared, lost.accountable, lost.responsible) == (1, 1, 1, 0)
    assert (lost.named, lost.officers, lost.grants) == ({"owner": 1}, 0, 1)
    assert (none.posts, none.shared, none.grants, none.nothing) == (0, 0, 1, False)


def test_candidates_are_the_proposed_then_everybody_else_there(office: Office) -> None:
    """The deputy is preferred; who is gone by the day is not offered; an officer is never preferred."""
    office.update(ANN, GUS, left_on="2026-03-20")
    office.update(ANN, SALES_LEAD, reports_to="POS-00003")

    with office.register.read(office.register.lens(effective_on=GONE)) as reader:
        hr = leaver.read(reader, BO)[1][HR_LEAD]
        sales = leaver.read(reader, CY)[1][SALES_LEAD]

    assert [each.person for each in hr.proposed] == [CY]
    assert (hr.preferred, hr.others) == (CY, (ANN, DI, ED, FAY))
    assert ([each.person for each in sales.proposed], sales.preferred) == ([DI], None)
