"""What the command line asks of the law: findings as lines, and which files of rules were refused."""

from __future__ import annotations

from collections.abc import Sequence

from governance.errors import BadData
from governance.language import Language, explain, text
from governance.law import report, waivers
from governance.law.findings import Filter
from governance.law.packs import law as packs
from governance.law.report import Line
from governance.law.verdicts import verdicts
from governance.register.lens import Lens
from governance.register.store import Register

SHORT = ("severity", "rule", "title", "record", "name", "row_name", "unknown", "waived")


def findings(
    register: Register, lens: Lens, language: Language, *, law: str | None = None, facts: bool = False
) -> list[Line]:
    """Return every finding (of one law) line by line; BadData when there is no such law."""
    known = sorted({pack.law for pack in packs().packs.values()})
    if law is not None and law not in known:
        raise BadData("law_unknown", law=law, known=", ".join(known))
    found = verdicts(register, lens)
    with register.read(lens) as reader:
        waived = waivers.in_force(reader)
        return list(report.lines(reader, found, waived, language, which=Filter(law=law), facts=facts))


def short(lines: Sequence[Line]) -> list[Line]:
    """Return what fits a line of the terminal."""
    return [{name: line[name] for name in SHORT} for line in lines]


def refused(language: Language) -> tuple[str, ...]:
    """Return one sentence for each file of rules that was refused: file, rule and reason."""
    return tuple(
        f"{text('law.refused', language, file=each.file, rule=each.rule or '-')}. {explain(each.error, language)}"
        for each in packs().refusals
    )
