"""Every rule over every activity: the whole register, one rule more, and the verdicts after one save."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.measure import Line, line, milliseconds, once, settle
from benchmarks.registers import OWNER, Registers
from governance.law import evaluate, verdicts
from governance.law.packs import law
from governance.law.rules import Rule
from governance.law.views import subjects
from governance.register.commands import Change, write
from governance.register.store import Register

AIM, AIM_RULE, JUDGED_AT, LEAST_RULES = 2_000, 20, 100_000, 120
ROUNDS, SAVES = 5, 5


def measure(registers: Registers) -> Iterator[Line]:
    """Yield, for each size, all rules cold and warm, what one rule more costs, and verdicts after a save."""
    for size in registers.sizes:
        with registers.copied(size) as register:
            yield from _of(register, size)


def _of(register: Register, size: int) -> Iterator[Line]:
    rules = law().rules
    judged = size == JUDGED_AT and len(rules) >= LEAST_RULES
    note = f"{len(rules)} rules, {len(subjects())} subjects"
    settle()
    yield Line(f"all rules, cold, {size:,}", once(lambda: _judge(register, rules)), "ms", note=note)
    warm = milliseconds(lambda: _judge(register, rules), repeat=ROUNDS)
    yield line(f"all rules, again, {size:,}", warm, aim=AIM if judged else None, note=note)
    yield from _one_more(register, rules, size, judged=judged)
    yield from _after_a_save(register, size)


def _judge(register: Register, rules: Sequence[Rule]) -> None:
    for on in subjects():
        with register.read(register.lens()) as reader:
            evaluate.judge(reader, rules, on)


def _one_more(register: Register, rules: Sequence[Rule], size: int, *, judged: bool) -> Iterator[Line]:
    """Yield what one more rule on activities costs: twenty copies of one rule, divided by twenty."""
    mine = evaluate.rules_on(rules, "activity")
    more = [*mine, *(mine[number % len(mine)] for number in range(20))]

    def seconds(chosen: Sequence[Rule]) -> float:
        with register.read(register.lens()) as reader:
            return min(milliseconds(lambda: evaluate.judge(reader, chosen, "activity"), repeat=ROUNDS))

    cost = (seconds(more) - seconds(mine)) / 20
    yield Line(f"one rule more, {size:,}", max(cost, 0.0), "ms", aim=AIM_RULE if judged else None)


def _after_a_save(register: Register, size: int) -> Iterator[Line]:
    verdicts.verdicts(register, register.lens())
    found = []
    for number in range(SAVES):
        record_id = f"ACT-{number + 1:05d}"
        with register.cursor() as cursor:
            version = cursor.execute(
                "SELECT version FROM record_head WHERE record_id = ?", [record_id]
            ).fetchall()
        content = {**register.content(record_id), "method": f"Changed {number}"}
        change = Change("activity", "update", content, record_id, version[0][0])
        write(register, actor=OWNER, reason="a save", changes=[change])
        found.append(once(lambda: verdicts.verdicts(register, register.lens())))
    yield line(f"verdicts after one save, {size:,}", found, note="only what the save reaches is judged again")
