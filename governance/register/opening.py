"""What an empty register begins with: its organisation, its first person with their grants, settings, the measures."""

from __future__ import annotations

from typing import Any

from governance.register.library import measure_records
from governance.register.plans import Change


def first_changes(
    *, organisation: str, person: str, email: str | None, settings: dict[str, Any]
) -> list[Change]:
    """Return the changes an empty register begins with."""
    someone = {"name": person, "email": email}
    administrator = {"name": f"{person}: administrator", "person": "PER-00001", "role": "administrator"}
    owner = {"name": f"{person}: owner", "person": "PER-00001", "role": "owner"}
    return [
        Change("organisation", "create", {"name": organisation}, "ORG-00001"),
        Change("person", "create", someone, "PER-00001"),
        Change("grant", "create", administrator, "GRA-00001"),
        Change("grant", "create", owner, "GRA-00002"),
        Change("settings", "create", {"name": organisation, **settings}, "SET-00001"),
        *(
            Change("measure", "create", content, record_id)
            for record_id, content in measure_records().items()
        ),
    ]
