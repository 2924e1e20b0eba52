"""The sentence for one problem of a record; pydantic's own English is never shown."""

from __future__ import annotations

from governance.errors import Problem
from governance.language import Language, catalog

_FAMILIES = (
    ("date", "problem.date"),
    ("int", "problem.number"),
    ("greater", "problem.number"),
    ("less", "problem.number"),
    ("bool", "problem.flag"),
)


def sentence(problem: Problem, language: Language) -> str:
    """Return what is wrong in ``language``, without the field's label."""
    texts = catalog(language)
    key = f"problem.{problem.code}"
    if key not in texts:
        family = (name for start, name in _FAMILIES if problem.code.startswith(start))
        key = next(family, "problem.other")
    facts = {"value": problem.value, "vocabulary": "", **problem.context}
    return texts[key].format(**facts)
