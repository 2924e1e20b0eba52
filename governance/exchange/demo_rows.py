"""The short forms in which the files write purposes, data, recipients and transfers, written out."""

from __future__ import annotations

from typing import Any

from governance.exchange.demo_files import Content

PURPOSE = {
    "name": "name",
    "is": "category",
    "gdpr": "bases_gdpr",
    "pipl": "bases_pipl",
    "why": "basis_reason",
    "interest": "legitimate_interest",
    "consents": "consents",
    "since": "since",
    "further": "further",
}
DATA = {
    "who": "subjects",
    "people": "people",
    "keep_text": "retention_text",
    "reason": "retention_reason",
    "deleted": "deletion_method",
    "source": "source",
    "supplied": "source_party",
    "necessity": "necessity",
    "minors": "minors",
    "legal_hold": "legal_hold",
}
RECIPIENT = {"name": "name", "to": "party", "as": "role", "kind": "category", "consents": "consents"}
TRANSFER = {
    "name": "name",
    "country": "country",
    "by": "mechanism",
    "route": "pipl_route",
    "number": "filing_number",
    "until": "valid_to",
    "people": "people_year",
    "sensitive": "sensitive_year",
    "papers": "safeguards",
    "effective_on": "effective_on",
    "filed_on": "filed_on",
    "consents": "consents",
}


def _long(short: Content, names: dict[str, str]) -> Content:
    return {long: short[name] for name, long in names.items() if name in short}


def purposes(row: Content) -> list[Content]:
    """Return the purposes of an activity with the condition for special data it names."""
    special = {"special_conditions": row["special"]} if "special" in row else {}
    return [
        {"key": f"p{number}", **_long(each, PURPOSE), **special}
        for number, each in enumerate(row.get("purposes", []), start=1)
    ]


def data_rows(row: Content) -> list[Content]:
    """Return one row for each category of data; each serves every purpose unless it names its own."""
    keys = [each["key"] for each in purposes(row)]
    made: list[Content] = []
    for each in row.get("data", []):
        for category in each["what"]:
            used = sum(1 for other in made if other["category"] == category)
            own = {
                "key": f"{category}-{used + 1}" if used else category,
                "category": category,
                "purposes": keys,
            }
            made.append(own | _long(each, DATA) | _period(each.get("keep")))
    return made


def _period(keep: str | None) -> Content:
    if keep is None:
        return {}
    amount, unit, start = keep.split()
    return {"retention_amount": int(amount), "retention_unit": unit, "retention_start": start}


def recipients(row: Content) -> list[Content]:
    """Return the recipients; each gets all data for all purposes."""
    shared: dict[str, Any] = {
        "purposes": [each["key"] for each in purposes(row)],
        "data": [each["key"] for each in data_rows(row)],
    }
    return [
        {"key": each.get("to", f"r{number}"), **_long(each, RECIPIENT), **shared}
        for number, each in enumerate(row.get("recipients", []), start=1)
    ]


def transfers(row: Content) -> list[Content]:
    """Return the transfers abroad; each names its recipient among those of the activity, if it is one."""
    known = {each["key"]: each for each in recipients(row)}
    by_name = {each["name"]: key for key, each in known.items() if "name" in each}
    made = []
    for number, each in enumerate(row.get("transfers", []), start=1):
        key = each.get("to") if each.get("to") in known else by_name.get(each.get("name"))
        data = [one["key"] for one in data_rows(row)]
        own: Content = {"key": f"t{number}", **_long(each, TRANSFER), "data": data}
        made.append(own | ({"recipient": key} if key else {}))
    return made
