"""One import as the command line asks for it: preview, or commit by a given mapping or exact matches only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from governance.errors import GovernanceError
from governance.exchange import importing, workbook_read
from governance.exchange.importing import Choices, ImportOptions, Mapping, ProposeOptions
from governance.language import Language, explain, text
from governance.register.store import Register

Progress = Callable[[int, int], None]
STEPS = 3


@dataclass(frozen=True, slots=True)
class Request:
    """Hold what was asked for on the command line."""

    source: str | None = None
    mapping: Path | None = None
    save_mapping: Path | None = None
    fold: tuple[str, ...] = ()
    commit: bool = False
    actor: str | None = None
    reason: str = "Import"
    language: Language = "en"
    choices: Choices = field(default_factory=Choices)


def run(register: Register, path: Path, asked: Request, progress: Progress | None = None) -> dict[str, Any]:
    """Return the report of the import of ``path``; nothing is written unless ``asked.commit``.

    Raises UnreadableFile, GovernanceError for a mapping or actor that cannot be used, and what the register raises.
    """
    tell = progress or (lambda _done, _total: None)
    tell(0, STEPS)
    if path.is_file() and workbook_read.is_own(path):
        return _own_workbook(register, path, asked)
    found, mapping = importing.read_and_propose(
        path,
        register,
        source=asked.source,
        mapping=_mapping(register, asked.mapping),
        options=ImportOptions(proposal=ProposeOptions(fold=asked.fold)),
    )
    tell(1, STEPS)
    if asked.save_mapping:
        importing.save(mapping, asked.save_mapping)
    preview = importing.preview(found, mapping, register, asked.actor)
    tell(2, STEPS)
    if not asked.commit:
        return importing.report_json(importing.report_of(preview, committed=False), asked.language)
    report = importing.commit(
        preview, register, actor=actor_of(register, asked.actor), reason=asked.reason, choices=asked.choices
    )
    tell(STEPS, STEPS)
    return importing.report_json(report, asked.language)


def _mapping(register: Register, given: Path | None) -> Mapping | None:
    """Return the mapping of a file, or the one saved under this name with a source."""
    if given is None:
        return None
    if given.exists():
        return importing.load(given)
    with register.read(register.lens()) as reader:
        saved = reader.row(
            "SELECT id FROM \"source\" WHERE name = $name AND status <> 'void'", name=str(given)
        )
    if saved is None:
        raise GovernanceError("mapping_unknown", name=str(given))
    return Mapping.model_validate(register.content(saved["id"])["mapping"])


def actor_of(register: Register, given: str | None) -> str:
    """Return who acts: the person named, else the first person who may import activities."""
    if given:
        return given
    with register.read(register.lens()) as reader:
        found = reader.value(
            'SELECT g.person FROM "grant" g JOIN person p ON p.id = g.person'
            " WHERE g.role IN ('owner', 'dpo') AND g.status NOT IN ('void', 'retired')"
            " AND coalesce(len(g.departments), 0) = 0 AND (g.starts_on IS NULL OR g.starts_on <= lens_day())"
            " AND (g.ends_on IS NULL OR g.ends_on > lens_day())"
            " AND (p.left_on IS NULL OR p.left_on > lens_day()) ORDER BY g.revision LIMIT 1"
        )
    if found is None:
        raise GovernanceError("nobody_may_import")
    return str(found)


def _own_workbook(register: Register, path: Path, asked: Request) -> dict[str, Any]:
    with register.read(register.lens()) as reader:
        preview = workbook_read.read(path, reader)
    committed = asked.commit and not preview.errors
    if committed:
        workbook_read.apply(register, preview, actor=actor_of(register, asked.actor), reason=asked.reason)
    return {
        "source": path.name,
        "committed": committed,
        "files": 1,
        "records_read": preview.records_read,
        "records_new": preview.records_new,
        "records_changed": preview.records_changed,
        "records_unchanged": preview.records_unchanged,
        "problems": [_problem(each, asked.language) for each in preview.problems],
    }


def _problem(problem: Any, language: Language) -> dict[str, Any]:
    names = ("file", "sheet", "row", "column", "value", "code", "level")
    plain = {name: getattr(problem, name, None) for name in names}
    facts = {**plain, **getattr(problem, "context", {})}
    try:
        message = text(f"error.{problem.code}", language, **facts)
    except GovernanceError as error:
        message = explain(error, language)
    return {**plain, "message": message}
