"""The versions of assessed activities with what an assessment rests on, derived from the declarations."""

from __future__ import annotations

from governance.model.fields import Declared, by_name
from governance.model.kinds import KINDS
from governance.register.schema import quoted, version_table

BASE = ("purposes", "data", "recipients", "transfers", "automated_decisions")


def view() -> str:
    """Return the view ``assessed_version``: activity, revision, recorded_at (UTC) and substance of every version.

    ``substance`` holds the material fields of purposes, data, recipients, transfers and automated decisions, rows in
    the order of their keys: two versions differ in substance when something changed that an assessment judged
    (GDPR 35(11), PIPL 55). Only activities some assessment names are looked at: the others need no comparing.
    """
    fields = by_name(KINDS["activity"].model)
    parts = ", ".join(f"{quoted(name)} := {_substance(fields[name], '')}" for name in BASE)
    return (
        f"CREATE OR REPLACE VIEW assessed_version AS SELECT record_id AS activity, revision, recorded_at,"
        f" struct_pack({parts}) AS substance FROM {version_table('activity')}"
        " WHERE revision <= lens_revision() AND record_id IN (SELECT unnest(activities) FROM assessment)"
    )


def _substance(field: Declared, holder: str, depth: int = 0) -> str:
    """Return SQL for the material part of ``field``; lists are put in order, an empty one is none."""
    column = f"{holder}{quoted(field.name)}"
    if field.shape == "codes":
        return f"list_sort({column})"
    if field.shape != "rows":
        return column
    row = f"r{depth}"
    inner = [each for each in field.children if each.name == "key" or each.spec.material]
    packed = ", ".join(f"{quoted(each.name)} := {_substance(each, f'{row}.', depth + 1)}" for each in inner)
    return f"list_sort(list_transform({column}, lambda {row}: struct_pack({packed})))"
