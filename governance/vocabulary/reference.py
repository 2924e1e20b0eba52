"""Write the reference of all lists that stands in ``docs/vocabulary.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from governance.vocabulary.countries import decisions
from governance.vocabulary.headers import header_fields
from governance.vocabulary.lookup import measures, names, vocabulary
from governance.vocabulary.terms import Adequacy, Term, Vocabulary

_INTRODUCTION = """# Lists of choices · 选项列表

Written by `python -m governance.vocabulary`; change the files in `data/vocabulary`, not this page. *To be checked*
marks an entry nobody has compared with the official text yet. Nothing here is legal advice.

To add a term, add an entry with `code`, `en` and `zh` to the list's file; a code is never used again for something
else. `match` holds further spellings an import recognises, each for one term only. Mark a term nobody should choose
any more `deprecated = true` instead of taking it out. An organisation's own entries go into files of the same names
in the folder `vocabulary` of its own data folder (`RECITAL_DATA`); they survive an upgrade.

本页由程序生成，请修改 `data/vocabulary` 中的文件。新增条目须填写 `code`、`en`、`zh`；代码不得改作他用。
`match` 为导入时识别的其他写法，一种写法只能对应一个条目。不再使用的条目请标记 `deprecated = true`，不要删除。
组织自有条目放在自有数据文件夹（`RECITAL_DATA`）下的 `vocabulary` 中，升级时不会被覆盖。本页内容不构成法律意见。
"""
_OWN_TABLE = frozenset({"country", "measures"})


def reference() -> str:
    """Return the reference of every list, the measures, the countries and the headers as Markdown."""
    lists = [vocabulary(name) for name in names()]
    parts = [_INTRODUCTION]
    parts += [_section(one, _term_rows(one)) for one in lists if one.name not in _OWN_TABLE]
    parts += [
        _section(vocabulary("measures"), _measure_rows()),
        _section(vocabulary("country"), _country_rows()),
    ]
    parts.append(_headers_section())
    return "\n".join(parts)


def _section(one: Vocabulary, rows: Iterable[Sequence[str]]) -> str:
    heading = f"## {one.en} · {one.zh} (`{one.name}`)\n\n{one.source}; checked on {one.checked_on}.\n\n"
    return heading + _table(rows)


def _table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a Markdown table whose first row is the head."""
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in lines)


def _term_rows(one: Vocabulary) -> Iterator[Sequence[str]]:
    yield "code", "English", "中文", "under", "source", "remark"
    for term in one.terms:
        yield f"`{term.code}`", term.en, term.zh, term.parent or "", "; ".join(term.cites), _remark(term)


def _remark(term: Term) -> str:
    """Return dates, successor and whether the entry still has to be checked."""
    flags = [
        f"{key}: {term.extra[key]}"
        for key in ("gdpr9", "gdpr10", "pipl28", "law", "article")
        if key in term.extra
    ]
    dates = [f"from {term.valid_from}"] * bool(term.valid_from) + [f"to {term.valid_to}"] * bool(
        term.valid_to
    )
    state = ["to be checked"] * term.unverified + ["not used any more"] * term.deprecated
    return "; ".join([*flags, *dates, *state])


def _measure_rows() -> Iterator[Sequence[str]]:
    yield "code", "English", "中文", "stages", "principles", "source", "true when", "成立条件"
    for one in measures():
        stages, principles = ", ".join(one.stages), ", ".join(one.principles)
        yield (
            f"`{one.code}`",
            one.en,
            one.zh,
            stages,
            principles,
            "; ".join(one.cites),
            one.about.en,
            one.about.zh,
        )


def _country_rows() -> Iterator[Sequence[str]]:
    yield "code", "English", "中文", "EU / EEA", "adequacy (GDPR 45)"
    for country in vocabulary("country").terms:
        member = "EU" if country.extra.get("eu") else "EEA" if country.extra.get("eea") else ""
        until = country.extra.get("eea_to")
        found = decisions(country.code)
        if member or found:
            area = f"until {until}" if until else member
            yield f"`{country.code}`", country.en, country.zh, area, "; ".join(map(_decision, found))


def _decision(one: Adequacy) -> str:
    end = f" to {one.valid_to}" if one.valid_to else ""
    scope = "" if one.scope == "whole" else f" ({one.scope.replace('_', ' ')})"
    return f"{one.decision}{scope} from {one.valid_from}{end}" + ("; to be checked" if one.unverified else "")


def _headers_section() -> str:
    rows = [
        ("field", "headers recognised"),
        *((f"`{path}`", str(len(found))) for path, found in header_fields().items()),
    ]
    return "## Headers an import recognises · 导入时识别的表头 (`headers.toml`)\n\n" + _table(rows)
