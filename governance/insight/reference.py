"""Write the reference of all figures that stands in ``docs/figures.md``."""

from __future__ import annotations

from governance.insight.catalogue import Definition, catalogue
from governance.language import Language, text

_INTRODUCTION = """# Figures · 指标

Written by `python -m governance.insight`; the definitions are in `governance/insight/catalogue.py`, the sentences in
`data/text/*.toml`. A figure without anything to count says «no data», never 0 and never 100 %. What is not known
never counts as compliant. Every figure opens the rows behind it: of a share all it is taken from, of a count those counted.

本页由程序生成。无可统计对象时显示“暂无数据”，既不是 0，也不是 100 %；“尚不清楚”绝不视为合规。每项指标均可打开其所依据的记录。
"""


def reference() -> str:
    """Return the reference of every figure as Markdown, in both languages."""
    return _INTRODUCTION + "".join(_section(one) for one in catalogue())


def _section(one: Definition) -> str:
    lines = [
        f"\n## {text(f'figure.{one.id}', 'en')} · {text(f'figure.{one.id}', 'zh')} (`{one.id}`)\n",
        text(f"figure.{one.id}.formula", "en") + "\n",
        text(f"figure.{one.id}.formula", "zh") + "\n",
        f"{one.unit}, better {one.better}; rows: {', '.join(f'`{name}`' for name in one.columns)}.",
    ]
    if one.weighable:
        lines.append("May be weighted by people affected: the largest row of data of each activity.")
    if one.exclusions:
        lines.append(f"Left out: {_left_out(one, 'en')}. 未计入：{_left_out(one, 'zh')}。")
    return "\n".join(lines) + "\n"


def _left_out(one: Definition, language: Language) -> str:
    words = [text(f"figure.excluded.{reason}", language) for reason, _ in one.exclusions]
    return ("；" if language == "zh" else "; ").join(words)
