"""The board of clocks: every deadline of every record on the day of the lens, by every law that applies, overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Literal

from governance.errors import BadData
from governance.law import clock_rules
from governance.law.calendar import Moment, Place, zone
from governance.law.clock_engine import Clock, Facts, Pause, State, judge, place_for
from governance.law.clock_rules import ClockRule, Clocks, Subject
from governance.law.clock_sources import SOURCES, rows
from governance.law.rules import SEVERITIES
from governance.law.working_days import working_days
from governance.register.attached import Attached
from governance.register.lens import Lens
from governance.register.reader import Reader
from governance.register.tied import LIMITED
from governance.singleflight import SingleFlight
from governance.vocabulary import lookup

Standing = State | Literal["unclear"]
# Kinds of record by what a clock runs on, where the two differ.
KINDS: Mapping[str, str] = {"transfer": "activity", "contract": "party", "certificate": "party"}
ORDER: tuple[Standing, ...] = (
    "overdue", "expired", "due_soon", "stopped", "running", "no_figure", "unclear", "not_started", "met_late", "met", "over",
)  # fmt: skip
# What clocks run on, and what decides whose they are.
RUN_ON = (
    "activity", "request", "incident", "organisation", "department", "person", "post", "appointment", "party", "system",
    "assessment", "evidence", "policy", "notice", "training", "action", "risk", "waiver", "opinion", "settings",
)  # fmt: skip
KEPT = 6  # boards of the whole register
_RANK = {state: place for place, state in enumerate(ORDER)}


@dataclass(frozen=True, slots=True)
class ClockRow:
    """Hold one clock of one record.

    ``key`` names the row in the record, "" for the record itself. ``certain`` is false where it is not known
    whether the clock applies at all, because a fact or the law is not known; its standing is then "unclear".
    """

    rule: ClockRule
    clock: Clock
    id: str
    key: str
    name: str | None
    name_zh: str | None
    row: str | None
    department: str | None
    organisation: str | None
    start: Moment | None
    done: Moment | None
    place: Place
    certain: bool

    @property
    def kind(self) -> str:
        """Return the kind of record."""
        return KINDS.get(self.rule.on, self.rule.on)

    @property
    def standing(self) -> Standing:
        """Return the state, or "unclear" for an open clock nobody knows to apply."""
        closed = self.clock.state in {"met", "over"} or "done" in self.clock.reasons
        return self.clock.state if self.certain or closed else "unclear"

    @property
    def ours(self) -> bool:
        """Tell whether somebody here must act: not an authority's deadline, nor a time to keep things."""
        return self.rule.role in {"deadline", "validity"}


RowPlace = tuple[str, str, str]  # what a row is of: subject, record, key
Gave = tuple[tuple[Any, ...], tuple[ClockRow, ...]]  # what a row said, and its clocks
Given = Mapping[RowPlace, Gave]
_known: SingleFlight[tuple[object, ...], tuple[ClockRow, ...]] = SingleFlight(KEPT)


def board(reader: Reader, now: datetime | None = None) -> list[ClockRow]:
    """Return every clock as the lens of ``reader`` allows: overdue first, the gravest of them at the top.

    ``now`` is the moment clocks in hours are read at, to the minute; without it the end of the day of the lens. Whether a
    clock runs is judged by all the register holds, as every finding of the law is; what is seen are those of records
    the person may read.
    """
    if not reader.has_register or reader.lens.only is not None:
        return _Memory().judged(reader, now)
    return _seen(reader, _whole(reader, now and now.replace(second=0, microsecond=0)))


def _whole(reader: Reader, now: datetime | None) -> tuple[ClockRow, ...]:
    """Return every clock there is in the state of ``reader``, judged once for everybody."""
    register, lens = reader.register, reader.lens
    revision = register.newest(lens, RUN_ON)
    key = (str(register.path), revision, lens.effective_on, now, id(clock_rules.clocks()))

    def work() -> tuple[ClockRow, ...]:
        with register.read(Lens(lens.known_revision, lens.effective_on)) as whole:
            return tuple(_memories.of(register).judged(whole, now))

    return _known.get(key, work)


def _seen(reader: Reader, found: Iterable[ClockRow]) -> list[ClockRow]:
    """Return the clocks of records the person may read; of an assessment no department but one of theirs is named."""
    departments = reader.lens.departments
    if departments is None:
        return list(found)
    ids = {row["record_id"] for row in reader.rows("SELECT record_id FROM seen_id")}
    return [
        replace(row, department=None)
        if row.kind == "assessment" and row.department not in departments
        else row
        for row in found
        if row.kind not in LIMITED or row.id in ids
    ]


class _Memory:
    """Remember which clocks a row gave: one that still says the same is not judged again.

    That holds for one moment, the same rules and the same places.
    """

    def __init__(self) -> None:
        self._last: tuple[object, Given] = (None, {})

    def judged(self, reader: Reader, now: datetime | None) -> list[ClockRow]:
        """Return every clock as the lens of ``reader`` allows, in the order of the board."""
        at: Moment = now or reader.lens.effective_on
        places, clocks = _Places(reader), clock_rules.clocks()
        of, last = self._last
        by = (at, clocks, places.all)
        before, given, found = last if of == by else {}, dict[RowPlace, Gave](), list[ClockRow]()
        for subject, facts, rules in _asked(reader, clocks):
            place, said = (subject, facts["id"], facts["key"]), tuple(facts.values())
            known = before.get(place)
            if known is None or known[0] != said:
                known = (said, tuple(_rows_of(facts, rules, places, at)))
            given[place] = known
            found += known[1]
        self._last = (by, given)
        return sorted(found, key=_order)


_memories: Attached[_Memory] = Attached(lambda _: _Memory())


def _asked(reader: Reader, clocks: Clocks) -> Iterator[tuple[Subject, dict[str, Any], Sequence[ClockRule]]]:
    """Give every row clocks run on, with the subject and the rules on it."""
    for subject in SOURCES:
        rules = _of(clocks, subject)
        for facts in rows(reader, subject) if rules else ():
            yield subject, facts, rules


def _of(clocks: Clocks, subject: Subject) -> list[ClockRule]:
    return [rule for rule in clocks.rules if rule.on == subject]


def _order(row: ClockRow) -> tuple[int, bool, bool, int, int, str, str, str]:
    """Order by standing, the law before dates of one's own, then what the law minds most, then what ends first."""
    left = row.clock.days_left
    if left is None:
        left = -(row.clock.elapsed or 0)
    severity = SEVERITIES.index(row.rule.severity)
    own = "internal" in row.rule.laws
    return (_RANK[row.standing], own, not row.ours, severity, left, row.id, row.rule.id, row.key)


def _rows_of(
    facts: Mapping[str, Any], rules: Sequence[ClockRule], places: _Places, at: Moment
) -> Iterable[ClockRow]:
    for rule in rules:
        applies = _applies(rule, facts)
        if applies is False:
            continue
        place = places.of(rule, facts["organisation"])
        read = _facts(rule, facts, place)
        if not _worth(rule, read, place.local(at)) or not _in_force(rule, read, place, at):
            continue
        yield ClockRow(
            rule=rule,
            clock=judge(rule, read, place, at),
            id=facts["id"],
            key=facts["key"],
            name=facts["name"],
            name_zh=facts["name_zh"],
            row=facts["row"],
            department=facts["department"],
            organisation=facts["organisation"],
            start=read.start,
            done=read.done,
            place=place,
            certain=applies is True,
        )


def _applies(rule: ClockRule, facts: Mapping[str, Any]) -> bool | None:
    """Tell whether a clock applies; None where that is not known. An exception nobody knows of is none."""
    if any(facts[flag] for flag in rule.unless):
        return False
    said = [facts[flag] for flag in rule.when]
    said.append(_under(rule, facts["laws"]))
    if False in said:
        return False
    return None if None in said else True


def _under(rule: ClockRule, laws: Sequence[str] | None) -> bool | None:
    if "internal" in rule.laws:
        return True
    return None if laws is None else any(law in laws for law in rule.laws)


def _facts(rule: ClockRule, facts: Mapping[str, Any], place: Place) -> Facts:
    start = _moment(facts, rule.event, place)
    if rule.on == "organisation":
        start = _duty(rule, place.local(start) if start else None)
    pauses = tuple(
        Pause(pause["starts_on"], pause["ends_on"])
        for pause in facts.get("pauses") or ()
        if pause["starts_on"] is not None
    )
    return Facts(
        start=start,
        done=_moment(facts, rule.done, place),
        given=facts[rule.given] if rule.given else None,
        interval=facts[rule.interval] if rule.interval else None,
        pauses=pauses,
        extended=facts.get("extended"),
    )


def _duty(rule: ClockRule, start: date | None) -> date:
    """Return when the duty of an entity began: with the rule, if not later; for a yearly one, with the end of the year."""
    first = date(rule.in_force_from.year, 12, 31) if rule.yearly else rule.in_force_from
    return max(start, first) if start else first


def _moment(facts: Mapping[str, Any], name: str | None, place: Place) -> Moment | None:
    """Return a date of the record, with its time of day where one is kept beside it."""
    day: date | None = facts[name] if name else None
    clock = facts.get(f"{name}_time") if name else None
    if day is None or not clock:
        return day
    return datetime.combine(day, time.fromisoformat(clock), zone(place.zone))


def _worth(rule: ClockRule, facts: Facts, today: date) -> bool:
    """Tell whether there is anything to show: a clock the record gives no occasion for is none."""
    if rule.interval is not None and facts.interval is None:
        return False
    if rule.given is not None and rule.event is None:
        return facts.given is not None
    if rule.role in {"authority", "keep"}:
        return facts.start is not None and facts.start <= today
    return True


def _in_force(rule: ClockRule, facts: Facts, place: Place, at: Moment) -> bool:
    """Tell whether the rule held on the day of the event, or holds on the day asked for where there is none."""
    today = place.local(at)
    if rule.on == "organisation" or facts.start is None or rule.role == "validity":
        return rule.in_force(today)
    return rule.in_force(place.local(facts.start)) and rule.in_force_from <= today


class _Places:
    """Know the time zone and the region of holidays of every organisation; the register's own zone otherwise.

    An organisation that names no region gets the one of its country, without its parts. What belongs to no
    organisation is counted at the head of the group.
    """

    def __init__(self, reader: Reader) -> None:
        self._zone = str(reader.value("SELECT time_zone FROM settings ORDER BY id LIMIT 1") or "UTC")
        found = reader.rows(
            "SELECT id, parent, time_zone, holiday_region, country FROM organisation ORDER BY id"
        )
        self._places = {row["id"]: self._place(row) for row in found}
        heads = [self._places[row["id"]] for row in found if row["parent"] is None]
        self._other = heads[0] if heads else Place(None, self._zone)
        self.all = (self._places, self._other)

    def of(self, rule: ClockRule, organisation: str | None) -> Place:
        """Return whose days and hours count for a clock of ``organisation``."""
        place = self._places.get(organisation or "", self._other)
        return place_for(rule, place.region, place.zone)

    def _place(self, row: Mapping[str, Any]) -> Place:
        region = row["holiday_region"] or str(row["country"] or "").lower()
        return Place(region if _is_region(region) else None, self._zone_of(row["time_zone"]))

    def _zone_of(self, name: str | None) -> str:
        try:
            return zone(name or self._zone).key
        except BadData:
            return self._zone


def _is_region(code: str) -> bool:
    if lookup.term("holiday_region", code) is None:
        return False
    try:
        working_days(code, "eu_1182_71")
    except BadData:
        return False
    return True
