"""Who can be reached: organisations, representatives and data protection officers on the day asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from governance import vocabulary
from governance.exchange import contents
from governance.language import Language, text
from governance.register.reader import Reader

ROLES = (
    "gdpr_dpo",
    "deputy_dpo",
    "eu_representative",
    "uk_representative",
    "pipl_officer",
    "pipl_representative",
)
HELD = """
SELECT p.role, coalesce(nullif(a.organisations, []), [p.organisation]) AS organisations,
       coalesce(a.person, a.party) AS holder
FROM appointment a JOIN post p ON p.id = a.post
WHERE list_contains($roles, p.role)
  AND a.status NOT IN ('void', 'retired') AND p.status NOT IN ('void', 'retired')
  AND coalesce(a.starts_on <= lens_day(), true) AND coalesce(lens_day() < a.ends_on, true)
ORDER BY list_position($roles, p.role), a.starts_on
"""


@dataclass(slots=True)
class People:
    """Answer who is called what and how to reach them, in one language."""

    language: Language
    by_id: dict[str, dict[str, Any]]
    holders: dict[str, list[tuple[str, str]]]

    def name(self, record_id: str) -> str:
        """Return what a record is called; the id itself when it is not to be seen."""
        content = self.by_id.get(record_id, {})
        chinese = content.get("name_zh") if self.language == "zh" else None
        return str(chinese or content.get("name") or record_id)

    def contact(self, record_id: str) -> str:
        """Return the contact details of a record in one line; empty when it has none."""
        content = self.by_id.get(record_id, {})
        found = (content.get(field) for field in ("address", "contact", "email", "phone"))
        return ", ".join(" ".join(str(each).split()) for each in found if each)

    def reached(self, record_id: str) -> str:
        """Return name and contact details, or the words for «not filled in» in their place."""
        return self.bracketed(self.name(record_id), self.contact(record_id) or self.word("missing"))

    def word(self, answer: str) -> str:
        """Return the words for a state: complete, missing, unknown, none."""
        return text(f"exchange.answer.{answer}", self.language)

    def labelled(self, label: str, answer: str) -> str:
        """Return «label: answer»."""
        return text("exchange.answer.labelled", self.language, label=label, answer=answer)

    def bracketed(self, name: str, detail: str) -> str:
        """Return «name (detail)»."""
        return text("exchange.answer.bracketed", self.language, name=name, detail=detail)

    def office(self, organisation: str) -> list[str]:
        """Return a line for each representative and officer of ``organisation``; the officer's is never left out."""
        held = self.holders.get(organisation, [])
        lines = [self.labelled(self._role(role), self.reached(holder)) for role, holder in held]
        if any(role == "gdpr_dpo" for role, _ in held):
            return lines
        return [self.labelled(self._role("gdpr_dpo"), self.word("missing")), *lines]

    def _role(self, role: str) -> str:
        return vocabulary.label("post_role", role, self.language)


def people(reader: Reader, language: Language) -> People:
    """Return everybody the register by article may have to name."""
    by_id = {
        held.record_id: held.content
        for kind in ("organisation", "department", "person", "party", "measure")
        for held in contents.records(reader, kind)
    }
    holders: dict[str, list[tuple[str, str]]] = {}
    for row in reader.rows(HELD, roles=list(ROLES)):
        for organisation in row["organisations"]:
            if organisation and row["holder"]:
                holders.setdefault(organisation, []).append((row["role"], row["holder"]))
    return People(language, by_id, holders)
