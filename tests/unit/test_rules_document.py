"""The written reference of the rules says what the packs say, and the number of rules is changed on purpose only."""

from __future__ import annotations

from governance.law.packs import law
from governance.law.rules_document import FILE, markdown

COUNTS = {"china": 34, "gdpr": 146, "internal": 34, "pipl": 126}


def test_the_reference_of_the_rules_is_up_to_date() -> None:
    """docs/rules.md is what the packs give."""
    assert FILE.read_text("utf-8") == markdown(), "run: python -m governance.law.rules_document"


def test_the_number_of_rules_is_known() -> None:
    """A rule comes or goes on purpose; the GDPR and the PIPL pack each hold at least 45."""
    assert {name: len(pack.rules) for name, pack in law().packs.items()} == COUNTS
    assert min(COUNTS["gdpr"], COUNTS["pipl"]) >= 45


def test_every_rule_is_in_the_reference_once() -> None:
    """Each id heads one section."""
    page = markdown()

    assert all(page.count(f"### {rule.id} · ") == 1 for rule in law().rules)
