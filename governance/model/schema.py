"""The JSON schema of each kind of record, derived from its declarations; ``docs/schema`` holds a copy."""

from __future__ import annotations

import json
from typing import Any

from governance.model.kinds import kind_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON schema of the content of a record of ``kind``.

    Labels, law, vocabulary and links of a field stand under ``x-recital``; unknown kinds raise UnknownRecord.
    """
    declared = kind_of(kind)
    schema = declared.model.model_json_schema()
    return {
        "$schema": DIALECT,
        "$id": f"recital:{kind}:{declared.version}",
        "title": declared.en,
        "description": declared.zh,
        **{name: value for name, value in schema.items() if name not in ("title", "description")},
    }


def json_text(kind: str) -> str:
    """Return the schema of ``kind`` as the text of its file."""
    return json.dumps(json_schema(kind), ensure_ascii=False, indent=2) + "\n"
