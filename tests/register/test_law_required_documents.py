"""Documents required agree with the findings, and say what is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from governance.errors import BadData
from governance.law import documents, findings
from governance.law.files import PACKAGED
from governance.law.packs import law
from governance.law.verdicts import verdicts
from governance.register.store import Register
from governance.vocabulary import terms
from tests import judged_register, lawful_register
from tests.lawful_register import DPIA, HEAD, MAILER, NEWSLETTER, NOTICE, PAYROLL
from tests.register.opening import built


@pytest.fixture(scope="module", autouse=True)
def trial() -> Iterator[None]:
    """The trial law stands beside the packaged ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECITAL_DATA", str(lawful_register.LAW))
        yield


@pytest.fixture(scope="module")
def lawful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """The register whose documents are known by heart."""
    with built(tmp_path_factory.mktemp("lawful"), lawful_register.build) as register:
        yield register


def states(register: Register, actor: str | None = None) -> dict[tuple[str, str], str]:
    """Return the state of every document by record and document."""
    with register.read(register.lens(actor=actor)) as reader:
        rows = documents.required(reader, law().rules).to_pylist()
    return {(row["id"], row["document"]): row["state"] for row in rows}


def with_findings(register: Register) -> set[tuple[str, str | None]]:
    """Return record and document of every finding of a rule that names one."""
    named = {rule.id: rule.document for rule in law().rules}
    long = findings.table(verdicts(register, register.lens())).select(["id", "rule"]).to_pylist()
    return {(row["id"], named[row["rule"]]) for row in long if named[row["rule"]]}


def test_every_open_document_has_its_finding_and_every_finding_its_document(lawful: Register) -> None:
    """Missing, incomplete and unknown documents are exactly those some finding names."""
    open_ones = {place for place, state in states(lawful).items() if state != "in_order"}

    assert open_ones == with_findings(lawful)
    assert len(open_ones) > 15


def test_it_agrees_in_another_register_too(tmp_path: Path) -> None:
    """The judged register has hardly any document: the same holds there."""
    judged_register.build(tmp_path / "register.duckdb")
    register = Register.open(tmp_path / "register.duckdb")
    try:
        open_ones = {place for place, state in states(register).items() if state != "in_order"}
        assert open_ones == with_findings(register)
    finally:
        register.close()


def test_states_tell_missing_from_incomplete_and_unknown(lawful: Register) -> None:
    """No contract is missing, one without clauses incomplete, a DPIA only a text names unknown, a signed one in order."""
    found = states(lawful)

    assert found[NEWSLETTER, "dpia"] == "in_order"
    assert found[PAYROLL, "dpia"] == "unknown"
    assert found[NEWSLETTER, "processor_contract"] == "missing"
    assert found[NOTICE, "notice"] == "incomplete"
    assert (PAYROLL, "processor_contract") not in found


def test_why_names_rule_and_row_the_worst_first(lawful: Register) -> None:
    """The processor without a contract comes before the one whose contract lacks clauses."""
    with lawful.read(lawful.lens()) as reader:
        why = documents.why(reader, law().rules, NEWSLETTER, "processor_contract")
        there = documents.held(reader, NEWSLETTER, "processor_contract")
        assert documents.held(reader, NEWSLETTER, "dpia") == (DPIA,)
        assert documents.held(reader, NEWSLETTER, "notice") == (NOTICE,)

    assert (why[0].rule.id, why[0].key, why[0].state) == ("GDPR-28-3", "r2", "missing")
    assert {each.key for each in why if each.state == "incomplete"} == {"r1"}
    assert there == (MAILER,)


def test_counts_add_up(lawful: Register) -> None:
    """Needed is the sum of the states, document by document."""
    with lawful.read(lawful.lens()) as reader:
        found = documents.required(reader, law().rules)
    counted = documents.counts(found)

    assert sum(line["needed"] for line in counted) == found.num_rows
    assert all(line["needed"] == sum(line[state] for state in documents.STATES) for line in counted)


def test_a_person_sees_documents_of_their_departments(lawful: Register) -> None:
    """An owner of marketing sees no document of payroll."""
    assert PAYROLL not in {record for record, _ in states(lawful, HEAD)}


def test_every_document_a_rule_names_can_be_told_missing_from_incomplete() -> None:
    """Whoever writes a rule with a document says when it counts as there."""
    known = documents.existence()

    assert sorted({(rule.document, rule.on) for rule in law().rules if rule.document} - known.keys()) == []
    assert {document for document, _ in known} <= {term.code for term in terms("required_document")}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('activity = "dpia_done"', 'activity = "nonsense"', "law_column_unknown"),
        ("[dpia]", "[no_document]", "law_code_unknown"),
        ('purpose = "lia_done"', 'nothing = "lia_done"', "law_subject_unknown"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, old: str, new: str, code: str) -> None:
    """The error names the file and what is wrong."""
    text = (PACKAGED / documents.NAME).read_text("utf-8")
    file = tmp_path / documents.NAME
    file.write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(BadData) as refused:
        documents.load(file)

    assert refused.value.code == code
    assert documents.NAME in str(refused.value.context["file"])
