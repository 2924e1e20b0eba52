"""The written reference of the views of the law says what their file says."""

from __future__ import annotations

from governance.law.views import subjects
from governance.law.views_document import FILE, markdown


def test_the_reference_of_the_views_is_up_to_date() -> None:
    """docs/law-views.md is what data/law/views.toml gives."""
    assert FILE.read_text("utf-8") == markdown(), "run: python -m governance.law.views_document"


def test_every_column_of_every_subject_is_in_the_reference() -> None:
    """Each column stands under its subject, with both labels."""
    page = markdown()
    for subject in subjects().values():
        section = page.split(f"(`{subject.name}`)\n", 1)[1].split("\n## ", 1)[0]
        assert f"View `{subject.view}`" in section
        for column in subject.columns:
            assert f"| `{column.name}` | {column.en} | {column.zh} | " in section
