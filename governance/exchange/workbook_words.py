"""The sentence for one problem of a workbook, wherever it was found."""

from __future__ import annotations

from governance import problems
from governance.errors import Problem as Fault
from governance.exchange.reading.model import Problem
from governance.language import Language, catalog, text
from governance.model.kinds import kind_of


def sentence(problem: Problem, language: Language) -> str:
    """Return what is wrong and what to do, in ``language``; file, sheet, row and column stand in the problem."""
    template = catalog(language).get(f"error.{problem.code}")
    if template is not None:
        return template.format(**{"file": problem.file, "value": problem.value, **problem.context})
    path = str(problem.context.get("field", ""))
    fault = Fault(path, problem.code, problem.value, dict(problem.context))
    label = _label(str(problem.context.get("kind", "")), path, language)
    return text("error.in_column", language, label=label, sentence=problems.sentence(fault, language))


def _label(kind: str, path: str, language: Language) -> str:
    """Return the label of the field at ``path`` (rows by key or position); the path itself where there is none."""
    fields, label = kind_of(kind).fields, path
    for name in path.split("/")[::2]:
        found = next((each for each in fields if each.name == name), None)
        if found is None:
            return label
        fields, label = found.children, found.spec.label(language)
    return label
