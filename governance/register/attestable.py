"""The records a campaign may ask about, of every kind people attest, each with its version and who answers for it."""

from __future__ import annotations

from governance import vocabulary
from governance.model.kinds import KINDS
from governance.register.workflow_table import table

KIND = "attested_kind"  # the vocabulary of kinds a campaign may name


def kinds() -> tuple[str, ...]:
    """Return the kinds a campaign may ask about."""
    return tuple(term.code for term in vocabulary.terms(KIND))


def view() -> str:
    """Return the view ``attestable``: one row a record that has not ended.

    ``department`` is the record's own, ``about`` the activity a risk is about, ``owner`` the post that answers for it.
    """
    rows = " UNION ALL ".join(_rows(kind) for kind in kinds())
    return f"CREATE OR REPLACE VIEW attestable AS {rows}"


def _rows(kind: str) -> str:
    fields = {field.name for field in KINDS[kind].fields}
    owner = f"coalesce({', '.join([*table().accountable(kind), 'NULL'])})"
    department = "department" if "department" in fields else "NULL::VARCHAR"
    about = "activity" if kind == "risk" else "NULL::VARCHAR"
    return (
        f"SELECT id, '{kind}' AS kind, version, revision, status, name, name_zh, recorded_at, {owner} AS owner,"
        f" {department} AS department, {about} AS about"
        f" FROM \"{kind}\" WHERE status NOT IN ('void', 'retired')"
    )
