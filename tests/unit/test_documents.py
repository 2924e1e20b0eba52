"""The written reference of fields and the JSON schemas say what the declarations say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from governance.model import document
from governance.model.fields import Declared
from governance.model.kinds import KINDS
from governance.model.schema import json_schema, json_text

DOCS = Path(__file__).resolve().parents[2] / "docs"
HINT = "run: python -m governance.model.document"


def test_the_reference_of_fields_is_up_to_date() -> None:
    """docs/fields.md is what the declarations give."""
    assert (DOCS / "fields.md").read_text("utf-8") == document.fields_markdown(), HINT


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_of_a_kind_is_up_to_date(kind: str) -> None:
    """docs/schema holds one file a kind, as the declarations give it."""
    assert (DOCS / "schema" / f"{kind}.json").read_text("utf-8") == json_text(kind), HINT


def test_no_schema_is_left_of_a_kind_that_is_gone() -> None:
    """Every file in docs/schema belongs to a kind."""
    assert {file.stem for file in (DOCS / "schema").glob("*.json")} == set(KINDS)


def test_every_field_of_every_kind_is_in_the_reference() -> None:
    """Each label in either language, and each citation, is found there."""
    page = document.fields_markdown()
    for kind in KINDS.values():
        for each in _every(kind.fields):
            assert f"| `{each.name}` | {each.spec.en} | {each.spec.zh} |" in page
            assert all(cite in page for cite in each.spec.cites)


def _every(fields: tuple[Declared, ...]) -> list[Declared]:
    return [one for each in fields for one in (each, *_every(each.children))]


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_closed_and_bilingual(kind: str) -> None:
    """No unknown field is allowed, and each field carries both labels."""
    schema = json_schema(kind)
    assert schema["additionalProperties"] is False
    for name, field in schema["properties"].items():
        assert {"en", "zh"} <= field["x-recital"].keys(), name
    json.dumps(schema)


def test_the_files_can_be_written_anew(tmp_path: Path) -> None:
    """Writing makes every file and removes the schema of a kind that is gone."""
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "gone.json").write_text("{}")
    document.write(tmp_path)
    assert (tmp_path / "fields.md").exists()
    assert {file.stem for file in (tmp_path / "schema").iterdir()} == set(KINDS)
