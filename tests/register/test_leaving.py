"""The leaver rehearsal: what would be orphaned, who could take over, handing over and taking back in one command."""

from __future__ import annotations

from datetime import date

import pytest

from governance.errors import GovernanceError, NotPermitted
from governance.register import handing_over
from governance.register.commands import Receipt
from governance.register.leaving import Rehearsal, rehearse
from tests.signing_register import (
    ANN,
    BO,
    CY,
    DI,
    ED,
    FAY,
    HR,
    HR_LEAD,
    OFFICER,
    PAYROLL,
    SALES_LEAD,
    SPONSOR,
    Office,
)

GONE = date(2026, 4, 1)


def seen(office: Office, person: str, on: date = GONE) -> Rehearsal:
    """Rehearse that ``person`` is gone from the day ``on``."""
    with office.register.read(office.register.lens(effective_on=on)) as reader:
        return rehearse(reader, person)


def hand(office: Office, person: str, *, grants: bool = False, **successors: str) -> Receipt:
    """Hand over from Bo's last day, by Ann."""
    posts = {post.replace("_", "-"): successor for post, successor in successors.items()}
    return handing_over.hand_over(
        office.register,
        actor=ANN,
        reason="leaves",
        person=person,
        on=GONE,
        successors=posts,
        end_grants=grants,
    )


def holder(office: Office, post: str, on: date) -> str | None:
    """Return who holds a post on a day."""
    with office.register.read(office.register.lens(effective_on=on)) as reader:
        found = reader.value("SELECT holder FROM post_holder WHERE post = $post", post=post)
    return str(found) if found else None


def test_the_rehearsal_tells_everything_a_post_answers_for(office: Office) -> None:
    """Letters at stages, explicit and inherited; owner, approver, head; and the person's rights."""
    stages = [
        {"key": "use", "stage": "use", "roles": [{"key": "r", "letter": "accountable", "post": HR_LEAD}]}
    ]
    office.update(
        ANN, HR, stage_roles=[{"key": "d", "stage": "store", "letter": "responsible", "post": HR_LEAD}]
    )
    activity = office.create(ED, "activity", {**PAYROLL, "stages": stages})
    policy = office.create(CY, "policy", {"name": "P", "approver": HR_LEAD})

    found = seen(office, BO)

    (duty,) = found.duties
    assert (duty.post, duty.deputy, duty.remaining, duty.officer) == (HR_LEAD, False, (CY,), False)
    assert [(cell["activity"], cell["stage"], cell["letter"], cell["source"]) for cell in duty.cells] == [
        (activity, "use", "accountable", "explicit"),
        (activity, "store", "responsible", "inherited"),
    ]
    assert {(use["id"], tuple(use["fields"])) for use in duty.uses} == {
        (activity, ("owner", "stages/roles/post")),
        (policy, ("approver",)),
        (HR, ("head", "stage_roles/post")),
    }
    assert [grant["role"] for grant in found.grants] == ["owner"]


def test_a_duty_nobody_else_holds_is_orphaned_and_comes_first(office: Office) -> None:
    """Cy leads sales alone and is a deputy elsewhere; the officer's post is told as such."""
    found = seen(office, CY)

    assert [(duty.post, duty.remaining) for duty in found.duties] == [(SALES_LEAD, ()), (HR_LEAD, (BO,))]
    assert [duty.post for duty in found.orphaned] == [SALES_LEAD]
    assert [duty.officer for duty in seen(office, DI).duties] == [True]
    assert seen(office, ED).duties == ()


def test_an_appointment_that_ends_before_is_no_loss(office: Office) -> None:
    """The day counts: what has ended by then is over, what begins later is lost as well."""
    office.update(ANN, _appointment(office, BO), ends_on="2026-04-01")
    later = office.create(
        ANN, "appointment", {"name": "a", "post": SPONSOR, "person": BO, "starts_on": "2026-05-01"}
    )

    assert [duty.appointment for duty in seen(office, BO).duties] == [later]


def test_proposals_are_the_deputy_the_heads_above_and_who_it_reports_to(office: Office) -> None:
    """In this order, each person once, with why; a protection officer comes last and is marked."""
    parent = office.create(ANN, "department", {"name": "Group", "head": SPONSOR})
    office.update(ANN, HR, parent=parent)
    office.update(ANN, HR_LEAD, reports_to=OFFICER)

    (duty,) = seen(office, BO).duties

    assert [(each.person, each.why, each.officer) for each in duty.proposals] == [
        (CY, "deputy", False),
        (FAY, "department_head", False),
        (DI, "reports_to", True),
    ]
    office.update(ANN, FAY, left_on="2026-03-20")
    assert FAY not in {each.person for each in seen(office, BO).duties[0].proposals}


def test_a_hand_over_is_one_command(office: Office) -> None:
    """On the day before the leaver holds the post, from the day on the successor, with what belongs to the post."""
    receipt = hand(office, BO, grants=True, POS_00001=ED)

    assert holder(office, HR_LEAD, date(2026, 3, 31)) == BO
    assert holder(office, HR_LEAD, GONE) == ED
    assert {(each.kind, each.record_id[:3]) for each in receipt.saved} == {
        ("appointment", "APP"),
        ("grant", "GRA"),
    }
    assert seen(office, BO).duties == ()
    assert seen(office, BO).grants == ()
    with office.register.read(office.register.lens()) as reader:
        (told,) = handing_over.hand_overs(reader)
    assert (told["command_id"], told["actor"], told["reason"], told["entries"], told["undone"]) == (
        receipt.command_id,
        ANN,
        "leaves",
        3,
        False,
    )


def test_a_post_without_successor_is_left_vacant(office: Office) -> None:
    """Nobody is appointed by silence."""
    hand(office, CY)

    assert holder(office, SALES_LEAD, GONE) is None


def test_a_deputy_becomes_holder_and_is_not_appointed_twice(office: Office) -> None:
    """A successor who holds the post in the same way already needs no second appointment."""
    hand(office, BO, POS_00001=CY)
    with office.register.read(office.register.lens(effective_on=GONE)) as reader:
        rows = reader.rows("SELECT deputy FROM holding WHERE post = $post ORDER BY deputy", post=HR_LEAD)
    assert [row["deputy"] for row in rows] == [False, True]

    receipt = handing_over.hand_over(
        office.register, actor=ANN, reason="r", person=CY, on=date(2026, 5, 1), successors={HR_LEAD: FAY, SALES_LEAD: FAY}
    )  # fmt: skip

    created = [each.record_id for each in receipt.saved if each.version == 1]
    assert [office.register.content(each)["post"] for each in created].count(HR_LEAD) == 1


@pytest.mark.parametrize("successor", [BO, "PER-09999", FAY])
def test_a_successor_must_be_there(office: Office, successor: str) -> None:
    """Not the leaver, not a stranger, not somebody who goes as well; nothing is written."""
    office.update(ANN, FAY, left_on="2026-04-01")
    before = office.register.head()

    with pytest.raises(GovernanceError, match="successor_gone"):
        hand(office, BO, POS_00001=successor)

    assert office.register.head() == before


def test_who_may_not_appoint_hands_nothing_over(office: Office) -> None:
    """It is a command like any other."""
    with pytest.raises(NotPermitted):
        handing_over.hand_over(
            office.register, actor=BO, reason="r", person=BO, on=GONE, successors={HR_LEAD: CY}
        )
    with pytest.raises(GovernanceError, match="nothing_to_hand_over"):
        hand(office, ED)


def test_a_hand_over_can_be_taken_back(office: Office) -> None:
    """What it ended runs again and what it created is void; a second undo changes nothing."""
    receipt = hand(office, BO, grants=True, POS_00001=ED)
    taken = handing_over.undo(office.register, actor=ANN, reason="stays", command_id=receipt.command_id)

    assert holder(office, HR_LEAD, date(2026, 6, 1)) == BO
    assert [grant["role"] for grant in seen(office, BO).grants] == ["owner"]
    again = handing_over.undo(office.register, actor=ANN, reason="stays", command_id=receipt.command_id)
    assert again.repeated
    assert again.last_revision == taken.last_revision == office.register.head().revision
    with office.register.read(office.register.lens()) as reader:
        assert [each["undone"] for each in handing_over.hand_overs(reader)] == [True]


def test_taking_back_is_refused_when_something_changed_since(office: Office) -> None:
    """Somebody's later work is never thrown away; a command that is no hand-over is not taken back at all."""
    receipt = hand(office, BO, POS_00001=ED)
    office.update(ANN, receipt.saved[1].record_id, instrument="Letter")
    before = office.register.head()

    with pytest.raises(GovernanceError, match="undo_too_late"):
        handing_over.undo(office.register, actor=ANN, reason="r", command_id=receipt.command_id)
    other = office.create(ED, "activity", PAYROLL)
    for command in ("hand-over-nothing", other):
        with pytest.raises(GovernanceError, match="no_hand_over"):
            handing_over.undo(office.register, actor=ANN, reason="r", command_id=command)

    assert office.register.head().revision == before.revision + 1


def _appointment(office: Office, person: str) -> str:
    with office.register.read(office.register.lens()) as reader:
        return str(reader.value("SELECT id FROM appointment WHERE person = $who ORDER BY id", who=person))
