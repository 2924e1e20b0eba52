"""The written reference of every rule, made from the packs: what is judged, since when, by which article.

``python -m governance.law.rules_document`` rewrites ``docs/rules.md``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from governance import vocabulary
from governance.law.packs import law
from governance.law.rules import SEVERITIES, Pack, Rule
from governance.law.views import subjects

FILE = Path(__file__).resolve().parents[2] / "docs" / "rules.md"
INTRODUCTION = """# Rules of law · 规则

Written by `python -m governance.law.rules_document` from the packs in `data/law`; do not edit. Not legal advice: a lawyer has the
last word. *Unverified* marks what nobody has checked against the text of the law yet. What a rule may look at stands in
[law-views.md](law-views.md); CONTRIBUTING.md shows how to add a rule and a law.
本文件由规则包自动生成，请勿手改。不构成法律意见。
"""


def markdown() -> str:
    """Return the reference as Markdown: each pack with its source, each rule with both titles, formula and remedy."""
    packs = law().packs.values()
    return (
        "\n".join([INTRODUCTION, *_overview(tuple(packs)), *(line for pack in packs for line in _pack(pack))])
        + "\n"
    )


def _overview(packs: tuple[Pack, ...]) -> Iterator[str]:
    yield "| pack | rules | " + " | ".join(SEVERITIES) + " |"
    yield "|---|---:|" + "---:|" * len(SEVERITIES)
    for pack in packs:
        counts = Counter(rule.severity for rule in pack.rules)
        numbers = " | ".join(str(counts[severity]) for severity in SEVERITIES)
        yield f"| {pack.en} · {pack.zh} (`{pack.name}.toml`) | {len(pack.rules)} | {numbers} |"


def _pack(pack: Pack) -> Iterator[str]:
    yield ""
    yield f"## {pack.en} · {pack.zh}"
    yield ""
    yield f"Source: {pack.source}. Checked on {pack.checked_on}. Applies where `{pack.applies}`."
    if pack.note:
        yield ""
        yield f"{pack.note.en} {pack.note.zh}"
    for rule in pack.rules:
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    subject = subjects()[rule.on]
    until = f" to {rule.in_force_to}" if rule.in_force_to else ""
    marks = [vocabulary.label("severity", rule.severity, "en"), subject.en, ", ".join(rule.cites)]
    marks += [f"in force from {rule.in_force_from}{until}", f"checked {rule.checked_on}"]
    marks += ["*unverified*"] if rule.unverified else []
    yield ""
    yield f"### {rule.id} · {rule.en.title} · {rule.zh.title}"
    yield ""
    yield " · ".join(marks)
    yield ""
    yield f"- applies: `{rule.applies}`"
    yield f"- finding when: `{rule.breach}`"
    yield f"- {rule.en.explanation} **{rule.en.remedy}**"
    yield f"- {rule.zh.explanation}**{rule.zh.remedy}**"


if __name__ == "__main__":
    FILE.write_text(markdown(), "utf-8")
