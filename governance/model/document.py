"""The reference of all fields, written from the declarations.

``python -m governance.model.document`` rewrites ``docs/fields.md`` and ``docs/schema``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from governance.model.base import Record
from governance.model.fields import Declared, by_name
from governance.model.kinds import KINDS, Kind
from governance.model.schema import json_text

DOCS = Path(__file__).resolve().parents[2] / "docs"
HEAD = "| field | English | 中文 | type | choices, links | law | material |\n|---|---|---|---|---|---|---|"
TYPES = {
    "short": "text, up to {limit}",
    "long": "long text, up to {limit}",
    "code": "code",
    "codes": "several codes",
    "whole": "whole number",
    "flag": "yes or no",
    "date": "date",
    "rows": "rows",
    "json": "data",
    "answers": "answers by field",
}
COMMON = ("name", "name_zh", "stated", "kept", "origins")


def fields_markdown() -> str:
    """Return the reference of every field of every kind as Markdown."""
    shared = [each for name, each in by_name(Record).items() if name in COMMON]
    blocks = [
        "# Fields · 字段",
        "Written from the declarations in `governance/model`; do not edit. A *material* field lapses an approval when it changes.",
        "## Every record · 所有记录",
        *_tables("", tuple(shared)),
        *(block for kind in KINDS.values() for block in _kind(kind)),
    ]
    return "\n\n".join(blocks) + "\n"


def _kind(kind: Kind) -> Iterator[str]:
    yield f"## {kind.en} · {kind.zh}"
    yield f"Code `{kind.code}`, ids `{kind.prefix}-00001`, model version {kind.version}. {_sentence(kind)}"
    yield from _tables("", tuple(each for each in kind.fields if each.name not in COMMON))


def _sentence(kind: Kind) -> str:
    return " ".join((kind.model.__doc__ or "").split())


def _tables(path: str, fields: tuple[Declared, ...]) -> Iterator[str]:
    """Give the table of ``fields``, then one of each list of rows under a heading of its own."""
    yield "\n".join([HEAD, *(_line(each) for each in fields)])
    for each in fields:
        if each.shape == "rows":
            below = f"{path}{each.name}"
            yield f"### `{below}`: {each.spec.en} · {each.spec.zh}"
            yield from _tables(f"{below}/", each.children)


def _line(each: Declared) -> str:
    spec = each.spec
    kind = (
        TYPES[each.shape].format(limit=each.max_length)
        + _bounds(each)
        + (", required" if each.required else "")
    )
    cells = (
        f"`{each.name}`",
        spec.en,
        spec.zh,
        kind,
        _choices(each),
        ", ".join(spec.cites),
        "yes" if spec.material else "",
    )
    return "| " + " | ".join(cells) + " |"


def _bounds(each: Declared) -> str:
    return f" {each.low}–{each.high}" if each.spec.scale else ""


def _choices(each: Declared) -> str:
    spec = each.spec
    if spec.vocabulary:
        return f"list `{spec.vocabulary}`"
    if spec.links:
        return " or ".join(f"→ `{kind}`" for kind in spec.link_kinds)
    return f"row of `{spec.within}`" if spec.within else ""


def write(folder: Path = DOCS) -> None:
    """Write the reference and the schemas into ``folder``; schemas of kinds that are gone are removed."""
    schemas = folder / "schema"
    schemas.mkdir(parents=True, exist_ok=True)
    (folder / "fields.md").write_text(fields_markdown(), "utf-8")
    for old in schemas.glob("*.json"):
        if old.stem not in KINDS:
            old.unlink()
    for kind in KINDS:
        (schemas / f"{kind}.json").write_text(json_text(kind), "utf-8")


if __name__ == "__main__":
    write()
