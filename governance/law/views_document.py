"""The reference of what a rule may look at, written from ``data/law/views.toml``.

``python -m governance.law.views_document`` rewrites ``docs/law-views.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from governance.law.predicate import FUNCTIONS
from governance.law.views import Column, Subject, subjects
from governance.model.kinds import kind_of

FILE = Path(__file__).resolve().parents[2] / "docs" / "law-views.md"
TYPES = {
    "flag": "true, false or unknown",
    "number": "whole number",
    "code": "code",
    "codes": "several codes",
    "date": "date",
}
HEAD = "| column | English | 中文 | type | ordinary value |\n|---|---|---|---|---|"
INTRODUCTION = """# What a rule may look at · 规则可引用的内容

Written by `python -m governance.law.views_document` from `data/law/views.toml`; do not edit. `applies` and `breach` of a rule
are expressions over the columns of one subject. An ordinary value is that of a record which breaks no rule; the examples of a
rule change some of them. Unknown never counts as compliant: a rule whose `breach` is unknown gives a finding that says so.
Functions a rule may use: {functions}.

本页由程序生成，请勿手工修改。规则的 `applies` 与 `breach` 是对某一对象各列的表达式。“常规值”指不违反任何规则的记录所具有的取值，
规则的示例在此基础上改动。“未知”绝不视为合规：`breach` 结果未知时仍会产生发现项并予以注明。

Every subject also has `id` (the record), `key` (the row in it, empty for the record itself), `name`, `name_zh` and
`department`. 每个对象另有 `id`、`key`、`name`、`name_zh`、`department` 五列。
"""


def markdown() -> str:
    """Return the reference of every subject and column as Markdown, in both languages."""
    functions = ", ".join(f"`{name}`" for name in sorted(FUNCTIONS))
    sections = ("\n".join(_section(subject)) for subject in subjects().values())
    return INTRODUCTION.format(functions=functions) + "".join(f"\n{each}\n" for each in sections)


def _section(subject: Subject) -> Iterator[str]:
    kind = kind_of(subject.kind)
    yield f"## {subject.en} · {subject.zh} (`{subject.name}`)\n"
    yield f"View `{subject.view}`; records of kind `{kind.code}` ({kind.en} · {kind.zh}).\n"
    yield HEAD
    yield from (_line(column) for column in subject.columns)


def _line(column: Column) -> str:
    listed = f", list `{column.vocabulary}`" if column.vocabulary else ""
    cells = (
        f"`{column.name}`",
        column.en,
        column.zh,
        TYPES[column.type] + listed,
        _ordinary(column.ordinary),
    )
    return f"| {' | '.join(cells)} |"


def _ordinary(value: bool | int | str | date | tuple[str, ...] | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(f"`{code}`" for code in value) or "none"
    return f"`{value}`" if isinstance(value, str) else str(value)


if __name__ == "__main__":
    FILE.write_text(markdown(), "utf-8")
