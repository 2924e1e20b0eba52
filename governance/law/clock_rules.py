"""The clocks of the law as dated rows a lawyer can read and extend: ``data/law/*.clocks.toml``.

A file is one law or one family of rules. An organisation's own folder adds rows and files, and changes packaged rows key
by key under the same id. A file with a fault in it is refused as a whole, with file, clock and reason; the
others keep working.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictInt, StringConstraints, ValidationError, model_validator

from governance.errors import BadData
from governance.language import Language
from governance.law import files
from governance.law.calendar import Period, Unit
from governance.law.working_days import Counting
from governance.vocabulary import lookup
from governance.vocabulary.terms import Bilingual, Frozen, Words

Subject = Literal[
    "request", "incident", "transfer", "appointment", "organisation", "assessment", "party", "contract",
    "certificate", "system", "evidence", "policy", "notice", "training", "action", "risk", "waiver", "opinion", "activity",
]  # fmt: skip
Role = Literal["deadline", "validity", "keep", "authority"]
Severity = Literal["critical", "high", "medium", "low"]
Amount = Annotated[StrictInt, Field(ge=1, le=10_000)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Yearly = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
ENDING = ".clocks.toml"


class Length(Frozen):
    """Hold a length of time as a file writes it."""

    amount: Amount
    unit: Unit

    @property
    def period(self) -> Period:
        """Return the length as the calendar counts it."""
        return Period(self.amount, self.unit)


class Extension(Length):
    """Say by how much a period may grow, on what condition, and within what it must be told.

    Without ``told`` it must be told within the period itself (GDPR 12(3)).
    """

    told: Length | None = None
    condition: Bilingual


class ClockRule(Frozen):
    """Hold one clock: what starts it, how long it runs, what stops or ends it, and where that is written.

    A figure is ``amount`` and ``unit``, or ``interval``, a column of the record that holds months, or ``yearly``, a
    day of each year. Without any the law gives no figure («without undue delay»). ``given`` names a column
    whose date goes before the count. ``role``: a deadline of ours, an authority's, how long something holds, or
    how long it must be kept. The clock applies where all of ``when`` hold and none of ``unless``.
    """

    id: Id
    pack: Words
    laws: tuple[Name, ...] = Field(min_length=1)
    on: Subject
    role: Role = "deadline"
    en: Words
    zh: Words
    cites: tuple[Words, ...] = Field(min_length=1)
    in_force_from: date = Field(alias="from")
    in_force_to: date | None = Field(default=None, alias="to")
    event: Name | None = None
    done: Name | None = None
    amount: Amount | None = None
    unit: Unit | None = None
    interval: Name | None = None
    yearly: Yearly | None = None
    given: Name | None = None
    counting: Counting
    extension: Extension | None = None
    stop_the_clock: StrictBool = False
    stop_reason: Bilingual | None = None
    soon: Length = Length(amount=14, unit="days")
    when: tuple[Name, ...] = ()
    unless: tuple[Name, ...] = ()
    severity: Severity
    unverified: StrictBool = False
    checked_on: date
    source: Words
    explanation: Bilingual

    @model_validator(mode="after")
    def _hangs_together(self) -> ClockRule:
        """Refuse half a figure, two figures, a stop without its reason, hours that can be stopped."""
        figures = (self.amount is not None, self.interval is not None, self.yearly is not None)
        wrong = {
            "unit": (self.amount is None) != (self.unit is None),
            "amount": sum(figures) > 1,
            "event": self.event is None and (any(figures) or self.given is None),
            "extension": self.extension is not None and self.extension.unit != self.unit,
            "soon": self.soon.unit == "hours",
            "stop_the_clock": self.stop_the_clock
            and (self.unit in {None, "hours"} or self.stop_reason is None),
            "to": self.in_force_to is not None and self.in_force_to < self.in_force_from,
        }
        for key, fault in wrong.items():
            if fault:
                raise BadData("clock_bad", reason=key)
        return self

    @property
    def has_figure(self) -> bool:
        """Tell whether the law gives a figure at all."""
        return any((self.amount, self.interval, self.yearly, self.given))

    def in_force(self, day: date) -> bool:
        """Tell whether the rule is in force on ``day``; both ends count."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)

    def title(self, language: Language) -> str:
        """Return what is to be done, in ``language``."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Clocks:
    """Hold the clocks that can be used, in the order of their files, and the files refused."""

    rules: tuple[ClockRule, ...]
    packs: Mapping[str, Bilingual]
    refused: tuple[BadData, ...]

    def rule(self, clock: str) -> ClockRule:
        """Return a rule by its id; raise BadData when there is none."""
        for rule in self.rules:
            if rule.id == clock:
                return rule
        raise BadData("clock_unknown", clock=clock)


def clocks() -> Clocks:
    """Return the packaged clocks with the organisation's own over them."""
    return load(*files.folders())


@cache
def load(*places: Path) -> Clocks:
    """Return the clocks of ``places``; a later folder adds rows and changes those with the same id."""
    rows: dict[str, dict[str, Any]] = {}
    packs: dict[str, Bilingual] = {}
    refused: list[BadData] = []
    for place in places:
        seen: dict[str, str] = {}
        for file in sorted(place.glob(f"*{ENDING}")):
            try:
                pack, names, own = _file(file, rows, seen)
            except BadData as fault:
                refused.append(fault)
                continue
            rows |= own
            seen |= dict.fromkeys(own, files.label(file))
            packs |= {pack: names} if names else {}
    return Clocks(tuple(ClockRule.model_validate(row) for row in rows.values()), packs, tuple(refused))


def _file(
    file: Path, known: Mapping[str, dict[str, Any]], seen: Mapping[str, str]
) -> tuple[str, Bilingual | None, dict[str, dict[str, Any]]]:
    """Return pack, its names and the rows of one file by id, each laid over the known row of that id."""
    content, pack = files.read(file), file.name.removesuffix(ENDING)
    listed = content.pop("clock", [])
    names = {key: content.pop(key) for key in ("en", "zh") if key in content}
    if not isinstance(listed, list):
        raise BadData("clock_bad", file=files.label(file), clock="?", reason="[[clock]]")
    rows: dict[str, dict[str, Any]] = {}
    for entry in listed:
        clock = str(entry.get("id", "?")) if isinstance(entry, Mapping) else "?"
        if clock in rows or clock in seen:
            raise BadData(
                "clock_twice", file=files.label(file), clock=clock, other=seen.get(clock, file.name)
            )
        own = dict(entry) if isinstance(entry, Mapping) else {}
        rows[clock] = {"pack": pack, **content, **known.get(clock, {}), **own}
        _check(files.label(file), clock, rows[clock])
    return pack, Bilingual.model_validate(names) if len(names) == 2 else None, rows


def _check(file: str, clock: str, row: Mapping[str, Any]) -> None:
    """Raise BadData naming file, clock and the first wrong key of a row."""
    for language in ("en", "zh"):
        if not str(row.get(language, "")).strip():
            raise BadData("clock_untranslated", file=file, clock=clock, reason=language)
    try:
        rule = ClockRule.model_validate(row)
    except BadData as fault:
        raise BadData("clock_bad", file=file, clock=clock, **fault.context) from fault
    except ValidationError as fault:
        place = ".".join(str(step) for step in fault.errors(include_url=False)[0]["loc"]) or "?"
        raise BadData("clock_bad", file=file, clock=clock, reason=place) from fault
    strange = [law for law in rule.laws if law != "internal" and lookup.term("law", law) is None]
    if strange:
        raise BadData("clock_bad", file=file, clock=clock, reason=f"laws: {strange[0]}")
    dates = {name for name in (rule.event, rule.done, rule.interval, rule.given) if name}
    unknown = sorted(dates - DATES[rule.on] | {*rule.when, *rule.unless} - FLAGS[rule.on])
    if unknown:
        raise BadData("clock_fact_unknown", file=file, clock=clock, reason=unknown[0], subject=rule.on)


# What a clock may look at, by what it runs on: dates and intervals, then flags for ``when`` and ``unless``.
_FACTS: dict[Subject, str] = {
    "request": "received answered recipients_told erase_after | refused correcting withdrawn by_app",
    "incident": (
        "aware authority_told people_told controller_told closed erase_after | no_risk high_risk harm_avoided"
        " as_processor reportable_cn ciio public_authority"
    ),
    "transfer": (
        "effective filed valid_to | standard_contract security_assessment certification pipl_route numbered"
    ),
    "appointment": "starts published filed ends | published_undated officer gdpr_dpo pipl_officer successor one_million",
    "organisation": (
        "one_million_since officer_filed audited minors_year | one_million ten_million minors public_authority"
    ),
    "assessment": "conducted consulted valid_to | answered dpia pipia",
    "party": "supervised supervision_months | processor",
    "contract": "signed valid_to | processor replaced",
    "certificate": "issued expires | processor replaced",
    "system": "restore_tested | backed_up",
    "evidence": "issued expires |",
    "policy": "review_by |",
    "notice": "review_by |",
    "training": "held repeat_by |",
    "action": "due done |",
    "risk": "due closed | accepted",
    "waiver": "accepted ends |",
    "opinion": "given replied |",
    "activity": "starts noticed reviewed review_months | third_party_source notice_known processing_for_others",
}
DATES = {subject: frozenset(text.partition("|")[0].split()) for subject, text in _FACTS.items()}
FLAGS = {subject: frozenset(text.partition("|")[2].split()) for subject, text in _FACTS.items()}
